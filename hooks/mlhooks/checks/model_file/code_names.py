# SPDX-License-Identifier: Apache-2.0
"""Names that plainly run code: whoever allows one of them allows whatever a file wants to do with it.

They are offered to nobody for `allow-globals`, and refused there.
"""

from __future__ import annotations

from mlhooks.core.check import Wrong

MODULES = frozenset(
    """
    os posix nt subprocess _posixsubprocess commands popen2 sys importlib imp runpy pty socket _socket shutil
    webbrowser code codeop ctypes _ctypes pickle _pickle cPickle marshal timeit pdb bdb cProfile profile trace
    pip asyncio.subprocess multiprocessing.popen_fork multiprocessing.util
    """.split()
)
# What is only data in these modules.
DATA = frozenset(
    """
    os.PathLike os.stat_result os.terminal_size posix.stat_result nt.stat_result ctypes.Structure
    pickle.PickleBuffer _pickle.PickleBuffer socket.AddressFamily socket.SocketKind
    subprocess.CalledProcessError subprocess.CompletedProcess subprocess.TimeoutExpired
    """.split()
)
BUILTINS = frozenset(
    """
    eval exec execfile compile __import__ getattr setattr delattr open file input raw_input print breakpoint
    vars globals locals map filter apply reload type
    """.split()
)
NAMES = frozenset(
    """
    io.open _io.open io.FileIO _io.FileIO operator.attrgetter operator.methodcaller _operator.attrgetter
    _operator.methodcaller types.FunctionType types.CodeType types.LambdaType torch.load
    torch.serialization.load torch.hub.load torch.ops.load_library torch.utils.cpp_extension.load
    torch.utils.cpp_extension.load_inline numpy.load joblib.load pandas.read_pickle
    dill._dill._create_function dill._dill._create_code dill._dill._import_module dill._dill._eval_repr
    cloudpickle.cloudpickle._make_function cloudpickle.cloudpickle._make_skel_func
    cloudpickle.cloudpickle.subimport
    """.split()
)


def runs_code(full: str) -> bool:
    """Whether a global, by its full name, runs code or fetches what does."""
    module, _, name = full.rpartition(".")
    if module in ("builtins", "__builtin__"):
        return name in BUILTINS
    if full in NAMES:
        return True
    parts = module.split(".")
    above = {".".join(parts[:count]) for count in range(1, len(parts) + 1)}
    return full not in DATA and not MODULES.isdisjoint(above)


def problem(_: str, value: list[str]) -> str:
    """The validator of `allow-globals`: what is wrong with it, "" when nothing is."""
    for full in value:
        if runs_code(full):
            return Wrong(
                f'allow-globals cannot hold "{full}", through which a file runs any code; '
                "where a team trusts such a file, per-path-ignores accepts it"
            )
    return ""
