# SPDX-License-Identifier: Apache-2.0
"""Classes and functions that only rebuild data: not on torch's own list, and unable to run what a file says.

Exact names, one by one: a prefix would let in whatever else a module holds. Each was read in its source:
calling it, setting its state or adding to it computes nothing but the value. Both spellings of numpy's
core stand here (`numpy.core` until 1.26).
"""

from __future__ import annotations

from mlhooks.checks.model_file.torch_names import MODULES

STANDARD = frozenset(
    """
    argparse.Namespace types.SimpleNamespace
    builtins.bytes builtins.dict builtins.float builtins.frozenset builtins.int builtins.list builtins.object
    builtins.range builtins.slice builtins.str builtins.tuple builtins.bool
    collections.defaultdict collections.deque
    copyreg._reconstructor copyreg.__newobj__
    datetime.date datetime.datetime datetime.time datetime.timedelta datetime.timezone
    decimal.Decimal fractions.Fraction uuid.UUID uuid.SafeUUID
    pathlib.Path pathlib.PosixPath pathlib.WindowsPath pathlib.PurePath pathlib.PurePosixPath
    pathlib.PureWindowsPath pathlib._local.Path pathlib._local.PosixPath pathlib._local.WindowsPath
    pathlib._local.PurePosixPath pathlib._local.PureWindowsPath
    """.split()
)
NUMPY = frozenset(
    """
    numpy.ndarray numpy.dtype numpy.matrix numpy.record numpy.recarray numpy.rec.recarray numpy.ma.MaskedArray
    numpy.ma.core.MaskedArray numpy.ma.core._mareconstruct numpy.matrixlib.defmatrix.matrix
    numpy.core.multiarray._reconstruct numpy.core.multiarray.scalar numpy.core.numeric._frombuffer
    numpy._core.multiarray._reconstruct numpy._core.multiarray.scalar numpy._core.numeric._frombuffer
    numpy.core._internal._reconstruct numpy.bool_ numpy.int8
    numpy.int16 numpy.int32 numpy.int64 numpy.uint8 numpy.uint16 numpy.uint32
    numpy.uint64 numpy.float16 numpy.float32 numpy.float64 numpy.complex64 numpy.complex128 numpy.bool
    numpy.random._pickle.__randomstate_ctor numpy.random._pickle.__generator_ctor
    numpy.random._pickle.__bit_generator_ctor numpy.random._mt19937.MT19937 numpy.random._pcg64.PCG64
    numpy.random._pcg64.PCG64DXSM numpy.random._philox.Philox numpy.random._sfc64.SFC64
    numpy.random.bit_generator.SeedSequence numpy.random.bit_generator.__pyx_unpickle_SeedSequence
    joblib.numpy_pickle.NumpyArrayWrapper sklearn.externals.joblib.numpy_pickle.NumpyArrayWrapper
    """.split()
)
# Its argument is a whole torch file of its own, which is examined too.
NESTED = "torch.storage._load_from_bytes"

DATA = STANDARD | NUMPY | MODULES | {NESTED}

# What the TorchScript reader of C++ resolves in its own pickles; no Python runs there.
TORCHSCRIPT = frozenset(
    """
    torch.jit._pickle.build_intlist torch.jit._pickle.build_tensorlist torch.jit._pickle.build_doublelist
    torch.jit._pickle.build_boollist torch.jit._pickle.build_tensor_from_id torch.jit._pickle.restore_type_tag
    """.split()
)
