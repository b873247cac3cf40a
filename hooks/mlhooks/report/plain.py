# SPDX-License-Identifier: Apache-2.0
"""What the reports for programs share: JSON that no reader mistakes, paths, and names for findings.

A finding's name here must be the same in every run, also where no baseline exists whose key would make it
so, and tell nothing of a secret: it is made of the rule, the path and the hash of the masked line.
"""

from __future__ import annotations

import json
from collections import Counter
from hashlib import blake2b
from typing import TYPE_CHECKING

from mlhooks.report.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlhooks.core.finding import Finding


def dump(document: object) -> str:
    """JSON in ASCII, its keys in the order given, ending in a newline.

    `##[` would be an old workflow command anywhere in a line of a log; written otherwise it is the same JSON.
    """
    text = json.dumps(document, indent=1, ensure_ascii=True, allow_nan=False)
    return text.replace("##[", "##\\u005b") + "\n"


def path_of(finding: Finding) -> str:
    """The path from the project's root; bytes that are no UTF-8 as `\\xNN`."""
    return finding.path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def text_of(finding: Finding) -> str:
    """The message, then what explains it, a line each; no line of them was made by scanned content."""
    where = f" ({visible(finding.where)})" if finding.where else ""
    lines = [f"{visible(finding.message)}{where}"]
    lines += [f"{help.label}: {visible(help.text)}" for help in finding.help]
    return "\n".join(lines)


def named(findings: Iterable[Finding]) -> Iterator[tuple[str, Finding]]:
    """Each finding with its name of 32 hexadecimal digits."""
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        line = finding.quote.line_hash if finding.quote else ""
        itself = line if line or finding.rule.startswith("secret-") else finding.identity
        key = (finding.rule, path_of(finding), itself)
        text = "\0".join((*key, str(seen[key])))
        seen[key] += 1
        yield blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest(), finding
