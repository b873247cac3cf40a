# SPDX-License-Identifier: Apache-2.0
"""The rules of `model-file`: constants only, since the hot path builds them."""

from mlhooks.core.rule import ERROR, WARNING, Rule

PICKLE = "https://docs.python.org/3/library/pickle.html"
LOAD = "https://docs.pytorch.org/docs/stable/notes/serialization.html#weights-only"

RUNS_CODE = Rule(
    "model-file-runs-code",
    ERROR,
    "a model file that can run code when it is loaded",
    why=(
        "The file is, or holds, a pickle that looks up a function or class which is neither on the list that "
        "torch.load(weights_only=True) allows nor a known data class; or it calls something that only "
        "loading would tell. Whoever loads it runs what the file says, with the rights of that user. "
        "Nothing was loaded to find this out: the opcodes were read."
    ),
    bad="torch.save(model, 'model.pt')  # the whole object, with every class by name",
    good="torch.save(model.state_dict(), 'model.pt')  # or safetensors.torch.save_file",
    language="python",
    verdict="error, in tests too; a class of your own is accepted by `allow-globals`",
    references=(PICKLE, LOAD),
    marks=False,
)

NEEDS_PICKLE = Rule(
    "model-file-needs-pickle",
    WARNING,
    "a model file that loads only with weights_only=False or add_safe_globals",
    why=(
        "It holds classes that are only data, but are not on torch's own list, so that "
        "torch.load(weights_only=True) refuses it, and people turn that off. The globals that are named are "
        "all that it needs. A plain pickle, no checkpoint of torch, is read by loaders that have no such "
        "list: keep its data in a format without code, or its globals in `allow-globals`."
    ),
    bad="torch.save({'epoch': 3, 'args': argparse.Namespace(lr=0.1)}, 'model.pt')",
    good="torch.save({'epoch': 3, 'args': vars(args)}, 'model.pt')",
    language="python",
    verdict="warning; note in tests",
    references=(LOAD,),
    marks=False,
)

UNREADABLE = Rule(
    "model-file-unreadable",
    ERROR,
    "a model file that cannot be vouched for",
    why=(
        "It begins as a known format and breaks off, contradicts itself (two members of one name, a "
        "directory that differs from the members' own headers, a wrong checksum), is encrypted, refers to "
        "files outside its folder, or lies beyond the limits of what is followed. A loader may still "
        "read it, and read something else than what was looked at here."
    ),
    bad="model.pt, cut short by an interrupted download",
    good="model.pt, whole, or kept as a Git LFS pointer",
    verdict="error; unknown content is silent unless its suffix is .ckpt .pkl .pickle, or .pt .pth and it "
    "is no text",
    references=(LOAD,),
    marks=False,
)

RULES = (RUNS_CODE, NEEDS_PICKLE, UNREADABLE)
