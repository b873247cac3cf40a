# SPDX-License-Identifier: Apache-2.0
"""What this check can say. Plain constants: they load with every commit."""

from mlhooks.core.rule import ERROR, NOTE, WARNING, Rule

_PICKLE = "A pickle is a program: whoever writes the file decides what runs when it is read."
_WEIGHTS = (
    "A checkpoint is a pickle, and a pickle is a program. weights_only=True reads tensors and plain "
    "containers and refuses everything else; it is the default from torch 2.6 on and off before."
)

RULES = (
    Rule(
        "torch-load-default", ERROR, "torch.load without weights_only, where torch below 2.6 may run it",
        why=_WEIGHTS, language="python",
        bad='torch.load(path, map_location="cpu")',
        good='torch.load(path, map_location="cpu", weights_only=True)',
        verdict="error when the lowest torch that is allowed is known and below 2.6; warning when no file "
        "says; silent from 2.6 on; note in tests",
        references=("https://docs.pytorch.org/docs/stable/generated/torch.load.html",),
    ),
    Rule(
        "torch-load-unsafe", WARNING, "torch.load with weights_only off",
        why=_WEIGHTS, language="python",
        bad="torch.load(path, weights_only=False)",
        good="torch.load(path, weights_only=True)",
        verdict="warning; error when the file is downloaded in the same function; note in tests. A caller "
        "that passes weights_only itself to a function of the project is judged by what that function, in "
        "the same file or in another, hands on to torch.load",
    ),
    Rule(
        "torch-load-pickle-module", ERROR, "torch.load with a pickle_module, which turns weights_only off",
        why="With pickle_module given, the default of weights_only is False in every version of torch.",
        language="python", bad="torch.load(path, pickle_module=dill)",
        good="torch.load(path, weights_only=True)",
    ),
    Rule(
        "torch-load-fallback", ERROR, "a safe torch.load whose handler loads unsafely",
        why="Whoever wrote the file chooses whether the safe load fails, so the safe load protects nobody.",
        language="python",
        bad="try:\n    torch.load(path, weights_only=True)\nexcept Exception:\n"
        "    torch.load(path, weights_only=False)",
        good="torch.load(path, weights_only=True)",
        verdict="error when the handler passes False, or leaves the argument out and torch below 2.6 is "
        "allowed; warning when it leaves the argument out and no file says which torch",
    ),
    Rule(
        "torch-load-unresolved", NOTE, "torch.load whose weights_only cannot be told from this file",
        why="The value comes from elsewhere; somebody has to look where.", language="python",
        bad="torch.load(path, **kwargs)", good="torch.load(path, weights_only=True, **kwargs)",
        verdict="note; also where torch.load is handed on as a value and its default is not safe",
    ),
    Rule(
        "torch-load-safe-globals", ERROR, "a callable that can run code is allowed in checkpoints",
        why="weights_only=True calls what add_safe_globals allows, with arguments from the file.",
        language="python", bad="torch.serialization.add_safe_globals([getattr])",
        good="torch.serialization.add_safe_globals([MyConfig])",
    ),
    Rule(
        "torch-load-environment", WARNING, "TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD turns the safe default off",
        why="It holds for every torch.load of the process, those of libraries included.", language="python",
        bad='os.environ["TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"] = "1"',
        good="torch.load(path, weights_only=True)",
        verdict="warning; note in tests",
    ),
    Rule(
        "torch-floor", WARNING, "a requirement or lock that admits a torch whose torch.load has known holes",
        why="Below torch 2.6.0 a crafted file runs code even with weights_only=True (CVE-2025-32434); below "
        "2.10.0 it corrupts memory (CVE-2026-24747).",
        language="toml", bad='dependencies = ["torch==2.4.1"]', good='dependencies = ["torch>=2.10"]',
        verdict="warning for an exact pin or a lock below 2.6; note for a range that admits one, and for a "
        "floor below 2.10, and for a lock file that cannot be read; silent where no Python file that this "
        "line decides for loads with torch, and where the option `torch` is set",
        references=(
            "https://nvd.nist.gov/vuln/detail/CVE-2025-32434",
            "https://nvd.nist.gov/vuln/detail/CVE-2026-24747",
        ),
    ),
    Rule(
        "load-state-dict-from-url", WARNING, "load_state_dict_from_url without weights_only=True",
        why="Its default is still False in torch 2.13, and the file comes from the network.",
        language="python",
        bad="torch.hub.load_state_dict_from_url(url)",
        good="torch.hub.load_state_dict_from_url(url, weights_only=True)",
    ),
    Rule(
        "load-yaml", WARNING, "PyYAML with a loader that builds any object",
        why="Tags such as !!python/object/apply call what the document names. Without a Loader, PyYAML below "
        "5.1 builds any object too, and PyYAML 6 raises TypeError. FullLoader has holes up to PyYAML 5.3 "
        "(CVE-2020-14343); newer ones refuse those tags.",
        language="python",
        bad="yaml.load(stream, Loader=yaml.Loader)", good="yaml.safe_load(stream)",
        verdict="warning without a Loader, with Loader, CLoader or UnsafeLoader; note with FullLoader, a "
        "subclass or a class that cannot be told; silent when it is not PyYAML",
        references=("https://nvd.nist.gov/vuln/detail/CVE-2020-14343",),
    ),
    *(
        Rule(
            "load-" + family, NOTE, summary, why=_PICKLE, language="python", bad=bad, good=good,
            verdict="note; error when the bytes come from the network in the same function",
        )
        for family, summary, bad, good in (
            ("pickle", "pickle runs code stored in what it reads", "pickle.load(file)", "json.load(file)"),
            ("dill", "dill runs code stored in what it reads", "dill.load(file)", "json.load(file)"),
            ("cloudpickle", "cloudpickle runs code stored in what it reads", "cloudpickle.load(file)",
             "json.load(file)"),
            ("jsonpickle", "jsonpickle builds any object that the text names", "jsonpickle.decode(text)",
             "json.loads(text)"),
            ("joblib", "joblib.load is pickle", "joblib.load(path)", "skops.io.load(path)"),
            ("shelve", "shelve is pickle in a database", "shelve.open(path)", "sqlite3.connect(path)"),
            ("pandas", "pandas.read_pickle is pickle", "pandas.read_pickle(path)",
             "pandas.read_parquet(path)"),
            ("numpy", "numpy.load with allow_pickle=True is pickle", "numpy.load(path, allow_pickle=True)",
             "numpy.load(path)"),
        )
    ),
    Rule(
        "load-remote-code", NOTE, "trust_remote_code=True runs Python from the model's repository",
        why="Whoever can write to the repository decides what runs, on the next download.",
        language="python", bad='AutoModel.from_pretrained("owner/model", trust_remote_code=True)',
        good='AutoModel.from_pretrained("owner/model", trust_remote_code=True, revision="<commit>")',
        verdict="note; warning when the repository is a constant and no revision is given; silent in tests "
        "and examples, and where no import proves a library that takes the argument",
    ),
    Rule(
        "load-hub", NOTE, "torch.hub.load runs the hubconf.py of a repository",
        why="The repository's code is downloaded and run; a branch or a tag can be moved.", language="python",
        bad='torch.hub.load("owner/name", "model")',
        good='torch.hub.load("./vendored", "model", source="local")',
        verdict="note; silent with source=\"local\", with trust_repo=False (which asks each time), and for a "
        "repository named with the whole hash of a commit",
    ),
    Rule(
        "load-hub-revision", NOTE, "a download from the Hub without a pinned revision",
        why="What the default branch holds can change between two runs.", language="python",
        bad='hf_hub_download("owner/model", "model.safetensors")',
        good='hf_hub_download("owner/model", "model.safetensors", revision="<commit>")',
    ),
    Rule(
        "load-keras", NOTE, "a Keras model loaded with the safe mode off",
        why="A Lambda layer is marshalled Python, and the safe mode is what refuses it.", language="python",
        bad="keras.models.load_model(path, safe_mode=False)", good="keras.models.load_model(path)",
    ),
    Rule(
        "load-lightning", NOTE, "load_from_checkpoint of a Lightning module",
        why="A Lightning checkpoint is a pickle with hyperparameters; " + _PICKLE, language="python",
        bad="Model.load_from_checkpoint(path)", good="Model.load_from_checkpoint(path, weights_only=True)",
        verdict="note, where an import or the bases of the class prove that it is Lightning's",
    ),
    *(
        Rule("load-" + family, NOTE, summary, why=why, language="python", bad=bad, good=good)
        for family, summary, why, bad, good in (
            ("distributed", "a distributed checkpoint is read through a pickle", _PICKLE,
             "torch.distributed.checkpoint.load(state, checkpoint_id=path)",
             "safetensors.torch.load_file(path)"),
            ("mlflow", "an mlflow model is a pickle", _PICKLE, "mlflow.pyfunc.load_model(uri)",
             "safetensors.torch.load_file(path)"),
            ("export", "torch.export.load unpickles what a .pt2 archive may hold", _PICKLE,
             "torch.export.load(path)", "model.load_state_dict(torch.load(path, weights_only=True))"),
            ("package", "torch.package runs Python from an archive",
             "A package holds the source of its modules; loading from it imports them.",
             'torch.package.PackageImporter(path).load_pickle("m", "m.pkl")',
             "model.load_state_dict(torch.load(path, weights_only=True))"),
        )
    ),
)  # fmt: skip
