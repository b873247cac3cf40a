# SPDX-License-Identifier: Apache-2.0
"""Pages, bytes and how people read and write them."""

from __future__ import annotations

import re

PAGE = 65_536  # bytes of a WebAssembly page, unless the module says otherwise
KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30
PAGES_32 = 65_536  # what a 32-bit memory can address: 4 GiB
PAGES_64 = 262_144  # V8's limit for a 64-bit memory: 16 GiB
PAGES_64_DECLARED = 1 << 48  # the largest maximum that validates for a 64-bit memory
DEFAULT_CAP = 2 * GIB  # bytes; emscripten's own default maximum

_SIZE = re.compile(r"\s{0,8}([0-9]{1,18})\s{0,8}(|KiB|MiB|GiB|KB|MB|GB)\s{0,8}", re.IGNORECASE)
_UNITS = {"": PAGE, "kib": KIB, "mib": MIB, "gib": GIB, "kb": KIB, "mb": MIB, "gb": GIB}


def parse_size(text: str, option: str) -> int:
    """Bytes of a configured size; a bare number counts pages. Raises ValueError that names the option."""
    match = _SIZE.fullmatch(text)
    if match is None:
        raise ValueError(f'{option} = "{text}": write a size such as "512MiB", or pages such as 8192')
    return int(match.group(1)) * _UNITS[match.group(2).lower()]


def option_error(name: str, value: object) -> str:
    """What is wrong with a configured size, or "". An integer counts pages; "" leaves `max` unset."""
    if name == "max" and value == "":
        return ""
    try:
        count = value if isinstance(value, int) else parse_size(str(value), name)
    except ValueError as error:
        return str(error)
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    advice = 'write a size such as "512MiB", or pages such as 8192'
    return "" if count > 0 else f"{name} = {shown} leaves no memory at all; {advice}"


def size(count: int) -> str:
    """A number of bytes with at most two decimals; in GiB only where that is exact."""
    for unit, name in ((GIB, "GiB"), (MIB, "MiB"), (KIB, "KiB")):
        if count >= unit and (unit != GIB or count * 100 % unit == 0):
            return f"{count / unit:.2f}".rstrip("0").rstrip(".") + f" {name}"
    return f"{count} bytes"


def measure(pages: int, page: int = PAGE) -> str:
    """A number of pages as bytes and pages: "4 GiB (65536 pages)"."""
    return f"{size(pages * page)} ({pages} page{'' if pages == 1 else 's'})"
