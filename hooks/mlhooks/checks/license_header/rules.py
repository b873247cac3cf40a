# SPDX-License-Identifier: Apache-2.0
"""The rules of `license-header`: constants only, since the hot path builds them."""

from mlhooks.core.rule import NOTE, WARNING, Rule

REUSE = "https://reuse.software/spec-3.3/"
SPDX = "https://spdx.github.io/spdx-spec/v3.0.1/annexes/using-SPDX-short-identifiers-in-source-files/"

MISSING = Rule(
    "license-header-missing",
    WARNING,
    "no license header at the top of the file",
    why=(
        "Files are copied one by one, without the LICENSE beside them. Where a file names no license, nobody "
        "can tell from it under which one it came, and tools that collect licenses have to guess."
    ),
    bad="import torch",
    good="# SPDX-License-Identifier: Apache-2.0\n\nimport torch",
    language="python",
    verdict="warning once the table exists or the hook id was added by name; note in settings and documents",
    references=(SPDX, REUSE),
)

FOREIGN = Rule(
    "license-header-foreign",
    WARNING,
    "the header names another license or another holder's terms",
    why=(
        "The file was probably copied in, and its notice names other terms than LICENSE does: somebody has "
        "to see whether they fit. The notice is reported and never edited: most licenses ask that it is kept."
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
        "The holder is the project's own, the license is not: after a change of license a reader finds two "
        "and cannot tell which one holds."
    ),
    bad="# SPDX-FileCopyrightText: The Example authors\n# SPDX-License-Identifier: MIT",
    good="# SPDX-FileCopyrightText: The Example authors\n# SPDX-License-Identifier: Apache-2.0",
    language="python",
    verdict="warning, note where it names none; the fix writes the new license only with `replace-own`",
    references=(SPDX,),
)

YEAR = Rule(
    "license-header-year",
    NOTE,
    "the year in the project's own header is not that of the file's first commit",
    why=(
        "A year that was copied along with the header of another file says when that one was written. A "
        "reader who counts on it, when the term of protection is asked, counts wrongly."
    ),
    bad="# SPDX-FileCopyrightText: 2019 The Example authors",
    good="# SPDX-FileCopyrightText: 2021 The Example authors",
    language="python",
    verdict="looked for only under `strict`, and then a warning; never with a `year` of your own",
    references=(REUSE,),
)

RULES = (MISSING, FOREIGN, STALE, YEAR)
