# SPDX-License-Identifier: Apache-2.0
"""Files in which this check can find nothing but notes: where notes are not shown they are not parsed.

A file in which no other trigger was hit holds no call of another family, as one without any holds none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.checks.unsafe_load import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhooks.core.check import Hit

# Words whose rules are never more than a note.
NOTES = frozenset(
    {
        b"torch.hub", b"torch import hub", b"distributed.checkpoint", b"distributed import checkpoint",
        b"mlflow", b"torch.export", b"torch import export", b"PackageImporter", b"load_from_checkpoint",
        b"hf_hub_download", b"snapshot_download", b"safe_mode", b"enable_unsafe_deserialization",
    }
)  # fmt: skip
# Words whose rules fail only where the bytes come from the network in the same function.
UNLESS_FETCHED = frozenset(
    {
        b"pickle.load", b"ickle as ", b"ickle import", b"npickler", b"pickle.decode", b"read_pickle",
        b"dill.load", b"dill as ", b"dill import", b"joblib.load", b"joblib as ", b"joblib import",
        b"shelve.", b"shelve import", b"allow_pickle",
    }
)  # fmt: skip
# What the tables of the network (`families.NETWORK`, `DOWNLOAD`, `URL`) cannot do without.
FETCHES = re.compile(
    rb"download|urlopen|urlretrieve|urllib|from_url|cached_(?:path|file)|requests|httpx|pooch|recv"
    rb"|['\"}](?:https?|ftp|s3|gs)://"
)


def only_notes(data: bytes, hits: Sequence[Hit]) -> bool:
    """Whether no finding in a program with these hits can be more than a note."""
    words = {PROGRAM[index].pattern for index, _, _ in hits if index < len(PROGRAM)}
    if not words <= NOTES | UNLESS_FETCHED:
        return False
    return words <= NOTES or not FETCHES.search(data)
