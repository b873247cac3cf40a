# SPDX-License-Identifier: Apache-2.0
"""The functions that are judged, by qualified name, in one table; and the calls that download."""

from __future__ import annotations

import re

TORCH_LOAD = "torch-load"
FROM_URL = "load-state-dict-from-url"
SAFE_GLOBALS = "torch-load-safe-globals"
YAML = "load-yaml"
NUMPY = "load-numpy"

HUB = "load-hub"
HUB_REVISION = "load-hub-revision"
REMOTE_CODE = "load-remote-code"
KERAS = "load-keras"
LIGHTNING = "load-lightning"

PICKLES = (
    "pickle",
    "cPickle",
    "_pickle",
    "pickle5",
    "six.moves.cPickle",
    "torch.serialization.pickle",
)


def _table() -> dict[str, str]:
    """Qualified name -> what judges it: a rule id of the pickle family, or one of the constants above."""
    table = {
        "torch.load": TORCH_LOAD,
        "torch.serialization.load": TORCH_LOAD,
        "torch.hub.load_state_dict_from_url": FROM_URL,
        "torch.utils.model_zoo.load_url": FROM_URL,
        "torchvision._internally_replaced_utils.load_state_dict_from_url": FROM_URL,
        "torchvision.models.utils.load_state_dict_from_url": FROM_URL,
        "torch.serialization.add_safe_globals": SAFE_GLOBALS,
        "torch.serialization.safe_globals": SAFE_GLOBALS,
        "numpy.load": NUMPY,
        "jsonpickle.decode": "load-jsonpickle",
        "jsonpickle.loads": "load-jsonpickle",
        "joblib.load": "load-joblib",
        "sklearn.externals.joblib.load": "load-joblib",
        "shelve.open": "load-shelve",
        "shelve.DbfilenameShelf": "load-shelve",
        "pandas.read_pickle": "load-pandas",
        "dill.load_session": "load-dill",
        "dill.load_module": "load-dill",
    }
    modules = {**dict.fromkeys(PICKLES, "pickle"), "dill": "dill", "cloudpickle": "cloudpickle"}
    for module, family in modules.items():
        for name in ("load", "loads", "Unpickler"):
            table[f"{module}.{name}"] = "load-" + family
    for name in ("load", "load_all", "unsafe_load", "unsafe_load_all", "full_load", "full_load_all"):
        table[f"yaml.{name}"] = YAML
    return table


FAMILIES = _table()

_CHECKPOINT = "torch.distributed.checkpoint"
# Loaders that `loaders` judges: qualified name -> rule id.
LOADERS = {
    "torch.hub.load": HUB,
    **{
        f"{_CHECKPOINT}.{name}": "load-distributed"
        for name in (
            "load", "load_state_dict", "state_dict_loader.load", "state_dict_loader.load_state_dict",
            "format_utils.dcp_to_torch_save", "format_utils.torch_save_to_dcp",
        )
    },
    **{
        f"mlflow.{flavour}.load_model": "load-mlflow"
        for flavour in ("pyfunc", "pytorch", "sklearn", "fastai", "statsmodels", "pmdarima", "langchain")
    },
    "mlflow.pyfunc.spark_udf": "load-mlflow",
    "torch.export.load": "load-export",
    "torch.package.PackageImporter": "load-package",
    "torch.package.package_importer.PackageImporter": "load-package",
    **{
        f"huggingface_hub.{module}{name}": HUB_REVISION
        for module, name in (
            ("", "hf_hub_download"), ("", "snapshot_download"),
            ("file_download.", "hf_hub_download"), ("_snapshot_download.", "snapshot_download"),
        )
    },
    **{
        f"{keras}.{name}": KERAS
        for keras in ("keras", "tensorflow.keras", "tf_keras", "tensorflow.python.keras")
        for name in (
            "models.load_model", "saving.load_model", "config.enable_unsafe_deserialization",
            "saving.enable_unsafe_deserialization",
        )
    },
}  # fmt: skip

# Published functions that hand on to torch.load with weights_only off; the option `loaders` adds more.
WRAPPER = "wrapper"
WRAPPERS = {"ultralytics.utils.patches.torch_load": "unsafe"}

# Packages whose functions take trust_remote_code and hand it to the Hub.
HUB_PACKAGES = frozenset(
    {
        "transformers", "datasets", "sentence_transformers", "evaluate", "diffusers", "optimum", "vllm",
        "peft", "trl", "unsloth", "awq", "auto_gptq", "gptqmodel", "mlx_lm", "FlagEmbedding",
        "langchain_huggingface", "huggingface_hub", "open_clip", "accelerate", "llama_index",
    }
)  # fmt: skip
LIGHTNING_BASES = frozenset(
    f"{package}.{name}"
    for package in (
        "pytorch_lightning", "lightning", "lightning.pytorch", "pytorch_lightning.core",
        "lightning.pytorch.core",
    )
    for name in ("LightningModule", "LightningDataModule")
)  # fmt: skip

# Callables that, allowed in a checkpoint, let it reach code: by name, or everything in a module.
RUNS_CODE = frozenset(
    f"builtins.{name}"
    for name in (
        "eval", "exec", "compile", "__import__", "getattr", "setattr", "delattr", "open", "input", "print",
        "breakpoint", "vars", "globals", "locals", "map", "filter", "type", "memoryview",
    )
) | {
    "functools.partial", "functools.reduce", "importlib.import_module", "importlib.reload",
    "operator.methodcaller", "operator.attrgetter", "operator.itemgetter", "torch.load", "torch.hub.load",
    "torch.ops.load_library",
    "torch.utils.cpp_extension.load", "numpy.load", "joblib.load",
}  # fmt: skip
RUNS_CODE_MODULES = (
    "os", "posix", "nt", "subprocess", "sys", "shutil", "runpy", "code", "pty", "ctypes", "socket", "pickle",
    "marshal", "timeit", "pdb", "cProfile", "profile", "webbrowser", "pip", "asyncio.subprocess",
)  # fmt: skip
DATA = frozenset({"os.PathLike", "ctypes.Structure", "sys.maxsize", "pickle.PickleBuffer"})

NETWORK = frozenset(
    {
        "requests.get", "requests.post", "requests.request", "requests.Session", "requests.session",
        "httpx.get", "httpx.post", "httpx.stream", "urllib.request.urlopen", "urllib.request.urlretrieve",
        "urllib2.urlopen", "urllib.urlopen", "urllib.urlretrieve", "six.moves.urllib.request.urlopen",
        "wget.download",
        "gdown.download", "gdown.cached_download", "huggingface_hub.hf_hub_download",
        "huggingface_hub.snapshot_download", "torch.hub.download_url_to_file", "pooch.retrieve",
    }
)  # fmt: skip
# Functions of the project itself and of libraries that are not in the table, by what they call themselves.
DOWNLOAD = re.compile(
    r"_*(?:download|urlopen|urlretrieve)(?:_(?:file|url|from|to|and|model|weight|checkpoint|ckpt|pretrained|if|asset|"
    r"artifact|data)\w*)?\Z|\w*(?:_download|from_url)\Z|cached_(?:path|download|file)\Z"
)
URL = re.compile(r"https?://|ftp://|s3://|gs://")


def runs_code(name: str) -> bool:
    """Whether a qualified name is a callable through which a checkpoint can run code."""
    if name in RUNS_CODE:
        return True
    return name not in DATA and name.startswith(tuple(module + "." for module in RUNS_CODE_MODULES))
