# SPDX-License-Identifier: Apache-2.0
"""Loading that can run code stored in the file: torch.load, PyYAML, pickle and what is built on it."""

from mlhooks.checks.unsafe_load.rules import RULES
from mlhooks.core.check import Check, Option, Trigger

# A trigger wakes, a search over the bytes in `judge` decides whether the file is parsed. Modules whose name
# is rare in other code wake by name; `from torch import ...` is everywhere, so there the bare call wakes.
PROGRAM = (
    *(
        Trigger(literal)
        for literal in (
            b"torch.load", b"torch as ", b"torch.serialization", b"torch import serialization",
            b'torch, "load', b"torch, 'load", b'("torch")', b"('torch')",
            b"load_state_dict_from_url", b"model_zoo", b"safe_globals", b"TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD",
            b"pickle.load", b"ickle as ", b"ickle import", b"npickler", b"pickle.decode", b"read_pickle",
            b"dill.load", b"dill as ", b"dill import", b"joblib.load", b"joblib as ", b"joblib import",
            b"shelve.", b"shelve import", b"allow_pickle",
            b"yaml.load", b"yaml.unsafe_load", b"yaml.full_load", b"yaml as ", b"yaml import",
            b"torch.hub", b"torch import hub", b"trust_remote_code", b"distributed.checkpoint",
            b"distributed import checkpoint", b"mlflow", b"torch.export", b"torch import export",
            b"PackageImporter", b"load_from_checkpoint", b"hf_hub_download", b"snapshot_download",
            b"safe_mode", b"enable_unsafe_deserialization",
            b"torch_load", b"load_checkpoint", b"load_ckpt", b"weights_only",
        )
    ),
    Trigger(b"[^A-Za-z0-9_.]load[(]", 6),
    Trigger(b"[])\\t\\r\\n ][.]load[(]", 7),
    Trigger(b"[^A-Za-z0-9_.]load as ", 9),
    Trigger(b"import load[^A-Za-z0-9_]", 12),
)  # fmt: skip

# A requirement on torch in whatever pip, conda or a lock file calls it; `floor` knows which files count.
MANIFESTS = (".toml", ".lock", "pipfile", "setup.py", "setup.cfg", ".txt", ".in", ".yml", ".yaml")
REQUIREMENT = (
    Trigger(b"torch[=<>~!@(\\[\\]]", 6, names=MANIFESTS),
    Trigger(b"torch [=<>~!@(]", 7, names=MANIFESTS),
    Trigger(b"torch-[0-9]", 7, names=MANIFESTS),
    Trigger(b'"torch"', names=MANIFESTS),
    Trigger(b"'torch'", names=MANIFESTS),
)
TRIGGERS = (*PROGRAM, *REQUIREMENT)

# Code blocks of documents are judged under `strict` only: an example is copied, and is no program here.
DOCUMENTS = ("markdown", "rst")
KINDS = ("python", "jupyter", *DOCUMENTS)

CHECK = Check(
    "unsafe-load",
    "torch.load, PyYAML, pickle and others that run code stored in the file they read",
    "mlhooks.checks.unsafe_load.judge",
    RULES,
    triggers=TRIGGERS,
    kinds=KINDS,
    options=(
        Option(
            "torch",
            "versions",
            "",
            'the versions of torch that are used, such as ">=2.6"; overrides what the project\'s files say',
        ),
        Option(
            "loaders",
            "words",
            {},
            'wrappers of torch.load by qualified name, as {"pkg.io.torch_load" = "unsafe"}: weights_only is '
            "off in them unless it is passed; looked for in files that hold torch_load, load_checkpoint, "
            "load_ckpt, weights_only or what wakes this check anyway",
            choices=("unsafe", "safe"),
        ),
    ),
    types_or=("python", "jupyter", "toml", "plain-text", "ini", "yaml", "json", "markdown", "rst"),
)
