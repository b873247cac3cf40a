# SPDX-License-Identifier: Apache-2.0
"""Memory keys of JSON configurations, in pages: `asconfig.json` of AssemblyScript, `napi.wasm` of napi-rs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory.flags.group import ASC, INITIAL, MAXIMUM, NAPI, SHARED, Flag

if TYPE_CHECKING:
    from collections.abc import Iterator

_PART = re.compile(rb'"(?:[^"\\\n]|\\.)*"|[{}]')
_VALUE = re.compile(rb"\s{0,99}:\s{0,99}([0-9]{1,18}|true|false|null)")
_KEYS = {b'"maximumMemory"': MAXIMUM, b'"initialMemory"': INITIAL, b'"sharedMemory"': SHARED}
_ASCONFIG = re.compile(r"(?:^|/)asconfig[\w.-]{0,80}\.json$")


def objects(text: bytes, path: str) -> Iterator[tuple[str, list[Flag]]]:
    """The memory keys of each object that has some; its key is the name it stands under. Linear."""
    tool = (
        ASC if _ASCONFIG.search(path) else NAPI if path.endswith("package.json") and b'"napi"' in text else ""
    )
    if not tool:
        return
    name, open_objects = b"", list[tuple[bytes, list[Flag]]]()
    for match in _PART.finditer(text):
        if match[0] == b"{":
            open_objects.append((name, []))
        elif match[0] == b"}":
            if open_objects:
                name, found = open_objects.pop()
                if found and (tool == ASC or name == b'"wasm"'):
                    yield f"{name.decode('utf-8', 'replace')}@{match.start()}", found
        else:
            name = match[0]
            value = _VALUE.match(text, match.end()) if name in _KEYS else None
            if value is not None and open_objects and value[1] not in (b"null", b"false"):
                written = value[1].decode()
                open_objects[-1][1].append(Flag(tool, _KEYS[name], written, match.start(), value.end()))
