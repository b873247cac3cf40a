# SPDX-License-Identifier: Apache-2.0
"""The rules of `license-header`: constants only, since the hot path builds them."""

from mlhooks.core.rule import WARNING, Rule

REUSE = "https://reuse.software/spec-3.3/"
SPDX = "https://spdx.github.io/spdx-spec/v3.0.1/annexes/using-SPDX-short-identifiers-in-source-files/"

MISSING = Rule(
    "license-header-missing",
    WARNING,
    "no license header at the top of the file",
    why=(
        "Files are copied one by one, without the LICENSE beside them. A file that names no license may not "
        "be used by whoever finds it, and nobody can tell later where it came from."
    ),
    bad="import torch",
    good="# SPDX-License-Identifier: Apache-2.0\n\nimport torch",
    language="python",
    verdict="warning once the table exists or the hook id was added by name",
    references=(SPDX, REUSE),
)

FOREIGN = Rule(
    "license-header-foreign",
    WARNING,
    "the header names another license or another holder's terms",
    why=(
        "The file was probably copied in. Its terms go on to hold whatever stands in LICENSE, and some of "
        "them forbid what the project allows. The notice is reported and never edited: removing it is what "
        "most licenses forbid first."
    ),
    bad="# SPDX-License-Identifier: GPL-3.0-only",
    good="# SPDX-License-Identifier: Apache-2.0",
    language="python",
    verdict="warning, unless `allow` names its license",
    references=(SPDX,),
)

STALE = Rule(
    "license-header-stale",
    WARNING,
    "the project's own header names no license, or one that the project has left",
    why=(
        "The holder is the project's own, the license is not: after a change of license both are in force "
        "as far as a reader can tell."
    ),
    bad="# SPDX-FileCopyrightText: The Example authors\n# SPDX-License-Identifier: MIT",
    good="# SPDX-FileCopyrightText: The Example authors\n# SPDX-License-Identifier: Apache-2.0",
    language="python",
    verdict="warning; the fix writes the new license only with `replace-own`",
    references=(SPDX,),
)

RULES = (MISSING, FOREIGN, STALE)
