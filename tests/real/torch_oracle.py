# SPDX-License-Identifier: Apache-2.0
"""Run by a Python that has torch: `torch_oracle.py FOLDER` saves clean weights of many kinds to FOLDER/clean,
loads every file below FOLDER both ways, and prints what happened as JSON. Payloads print "ran".
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import warnings
from pathlib import Path
from typing import Any

import torch


def tensors() -> dict[str, Any]:
    """One of every dtype and layout that can be saved."""
    made: dict[str, Any] = {}
    for name, kind in vars(torch).items():
        if isinstance(kind, torch.dtype) and kind == getattr(torch, str(kind).partition(".")[2], None):
            with contextlib.suppress(RuntimeError, NotImplementedError, TypeError):
                made[name] = torch.zeros(2, 3).to(kind)
    made["sparse"] = torch.eye(3).to_sparse()
    made["csr"] = torch.eye(3).to_sparse_csr()
    made["quantized"] = torch.quantize_per_tensor(torch.ones(3), 0.1, 0, torch.qint8)
    made["strided"] = torch.zeros(4, 4).t()[1:, ::2]
    made["conjugated"] = torch.zeros(2, dtype=torch.complex64).conj()
    made["parameter"] = torch.nn.Parameter(torch.zeros(2))
    made["meta"] = torch.zeros(2, device="meta")
    made["empty"] = torch.zeros(0)
    made["nested"] = {"a": [torch.zeros(1), (1, 2.5, "x", None, True)], "size": torch.Size([1])}
    made["state"] = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.BatchNorm1d(2)).state_dict()
    made["optimizer"] = torch.optim.Adam([torch.nn.Parameter(torch.zeros(1))]).state_dict()
    return made


def save(folder: Path) -> None:
    """Each in both formats, where torch can."""
    folder.mkdir()
    for name, value in tensors().items():
        for new in (True, False):
            file = folder / f"{name}-{'zip' if new else 'legacy'}.pt"
            try:
                torch.save({"value": value}, file, _use_new_zipfile_serialization=new)
            except Exception:
                file.unlink(missing_ok=True)


def load(file: Path, weights_only: bool) -> str:
    """loads, refused, or ran."""
    out = io.StringIO()
    result = "loads"
    with contextlib.redirect_stdout(out):
        try:
            torch.load(file, map_location="cpu", weights_only=weights_only)
        except BaseException:
            result = "refused"
    return "ran" if "ran" in out.getvalue() else result


def main() -> None:
    warnings.simplefilter("ignore")
    folder = Path(sys.argv[1])
    save(folder / "clean")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    print(json.dumps({str(path): [load(path, True), load(path, False)] for path in files}))


main()
