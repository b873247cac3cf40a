# SPDX-License-Identifier: Apache-2.0
"""What a validator says of a token."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from typing import NamedTuple

VALID = "valid"
WRONG = "wrong"
UNKNOWN = "unknown"


class Proof(NamedTuple):
    """`state` is VALID, WRONG or UNKNOWN; `text` says why, for the message; `detail` follows the label."""

    state: str
    text: str
    detail: str = ""


NO_CHECKSUM = Proof(UNKNOWN, "no checksum exists")
RIGHT = Proof(VALID, "its checksum is right")
UNSOUND = Proof(WRONG, "its checksum is wrong")
WHOLE = Proof(VALID, "its structure is whole")


def json_object(part: bytes) -> dict[str, object]:
    """The JSON object that base64url without padding holds; an empty one where it holds none."""
    try:
        value = json.loads(web64(part))
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def web64(text: bytes) -> bytes:
    """What base64url without padding holds. Raises ValueError."""
    return urlsafe_b64decode(text + b"=" * (-len(text) % 4))
