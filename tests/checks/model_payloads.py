# SPDX-License-Identifier: Apache-2.0
"""Model files made by hand, hostile and clean, with payloads that only print or ask for the folder.

`HOSTILE`: (name, file name, content) of what must be reported as running code, each by another way. The
names that scanners with a deny-list let through are facts from their own advisories, given beside them.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import pickle
import struct
import tarfile
import zipfile
import zlib
from collections import OrderedDict

PROTO2, PROTO4 = b"\x80\x02", b"\x80\x04"
MAGIC, VERSION = 0x1950A86A20F9469CFC6C, 1001


def name(module: str, attribute: str) -> bytes:
    """GLOBAL."""
    return f"c{module}\n{attribute}\n".encode()


def text(value: str) -> bytes:
    """BINUNICODE."""
    raw = value.encode()
    return b"X" + struct.pack("<I", len(raw)) + raw


def short(value: str) -> bytes:
    """SHORT_BINUNICODE."""
    raw = value.encode()
    return b"\x8c" + bytes((len(raw),)) + raw


ARGUMENT = text("ran") + b"\x85"
CALL = PROTO2 + name("builtins", "print") + ARGUMENT + b"R."
STATE = pickle.dumps(OrderedDict(a=1), protocol=2)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for path, content in members.items():
            archive.writestr(zipfile.ZipInfo(path), content, compress_type=method)
    return out.getvalue()


def checkpoint(data: bytes, method: int = zipfile.ZIP_STORED, **more: bytes) -> bytes:
    """torch's zip format around a pickle."""
    rest = {f"archive/{key}": value for key, value in more.items()}
    return zipped({"archive/data.pkl": data, "archive/version": b"3\n", **rest}, method)


def legacy(data: bytes, magic: bytes | None = None) -> bytes:
    """torch's format before 1.6: five pickles, then the storages."""
    first = magic if magic is not None else pickle.dumps(MAGIC, protocol=2)
    rest = pickle.dumps(VERSION, 2) + pickle.dumps({"little_endian": True}, 2)
    return first + rest + data + pickle.dumps([], 2)


def tarred(members: dict[str, bytes]) -> bytes:
    """A tar archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for path, content in members.items():
            info = tarfile.TarInfo(path)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def array(descr: str, rest: bytes) -> bytes:
    """A .npy file."""
    header = f"{{'descr': {descr}, 'fortran_order': False, 'shape': (1,), }}".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + rest


# Ways to look up and call one harmless function: every opcode that can do it.
WAYS = {
    "global-reduce": CALL,
    "protocol-0": b"cbuiltins\nprint\n(Vran\ntR.",
    "protocol-1": b"cbuiltins\nprint\n(X\x03\0\0\0ranq\x00tR.",
    "python-2-name": PROTO2 + name("__builtin__", "print") + ARGUMENT + b"R.",
    "inst": b"(Vran\nibuiltins\nprint\n.",
    "obj": PROTO2 + b"(" + name("builtins", "print") + text("ran") + b"o.",
    "obj-pop": PROTO2 + b"(" + name("builtins", "print") + text("ran") + b"o0N.",
    "newobj": PROTO2 + name("builtins", "print") + ARGUMENT + b"\x81.",
    "newobj-ex": PROTO4 + name("builtins", "print") + ARGUMENT + b"}\x92.",
    "stack-global": PROTO4 + short("builtins") + short("print") + b"\x93" + ARGUMENT + b"R.",
    "stack-global-memo": PROTO4 + short("builtins") + b"\x94" + short("print") + b"\x940" + b"0h\x00h\x01\x93" + ARGUMENT + b"R.",
    "stack-global-put-over": PROTO4 + short("a") + b"q\x05" + b"0" + short("builtins") + b"q\x050" + b"h\x05" + short("print") + b"\x93" + ARGUMENT + b"R.",
    "stack-global-string": PROTO4 + b"S'builtins'\nS'pr\\x69nt'\n\x93" + ARGUMENT + b"R.",
    "stack-global-computed": PROTO4 + b"N" + short("print") + b"\x93" + ARGUMENT + b"R.",
    "stack-global-long-name": PROTO4 + text("builtins" + "." * 5000) + short("print") + b"\x93.",
    "unused": PROTO2 + name("builtins", "print") + b"0N.",
    "import-only": PROTO2 + name("antigravity", "x") + b".",
    "extension-uncalled": PROTO2 + b"\x82\x01.",
    "extension-1": PROTO2 + b"\x82\x01" + ARGUMENT + b"R.",
    "extension-2": PROTO2 + b"\x83\x01\x00" + ARGUMENT + b"R.",
    "extension-4": PROTO2 + b"\x84\x01\x00\x00\x00" + ARGUMENT + b"R.",
    "dotted-name": PROTO4 + short("torch") + short("serialization.os.getcwd") + b"\x93)R.",
    "dotted-name-on-list": PROTO4 + short("torch") + short("storage.UntypedStorage") + b"\x93)R.",
    "call-of-a-result": PROTO2 + name("collections", "OrderedDict") + b")R)R.",
    "build-on-a-class": PROTO2 + name("collections", "OrderedDict") + b"}X\x01\0\0\0aNsb.",
    "build-on-a-module-attribute": PROTO2 + name("numpy", "__builtins__") + b"}X\x01\0\0\0aNsb.",
    "set-item-of-a-storage": PROTO2 + b"(" + text("storage") + name("torch", "FloatStorage") + text("0") + text("cpu") + b"K\x04tQ" + b"K\x00K\x01s.",
    "set-item-of-a-call": PROTO2 + name("torch", "Size") + b")RK\x00K\x01s.",
    "append-to-a-tuple": PROTO2 + b")Na.",
    "state-before-a-break": CALL[:-1],
    "unknown-opcode-behind": CALL[:-1] + b"\xff",
    "memo-of-nothing-behind": CALL[:-1] + b"h\x63.",
    "second-pickle": pickle.dumps([1], 2) + CALL,
    "third-pickle": pickle.dumps([1], 4) * 2 + CALL,
    "frame-too-short": PROTO4 + b"\x95\x01\0\0\0\0\0\0\0" + name("builtins", "print") + ARGUMENT + b"R.",
    "frame-in-a-frame": PROTO4 + b"\x95\xff\0\0\0\0\0\0\0\x95\x02\0\0\0\0\0\0\0" + name("builtins", "print") + ARGUMENT + b"R.",
    "reconstructor": b"ccopy_reg\n_reconstructor\n(cmine\nNet\nc__builtin__\nobject\nNtR.",
    "nested-load": PROTO4 + name("torch.storage", "_load_from_bytes") + b"B" + struct.pack("<I", len(legacy(CALL))) + legacy(CALL) + b"\x85R.",
    "nested-load-encoded": PROTO2 + name("torch.storage", "_load_from_bytes") + name("_codecs", "encode") + text(legacy(CALL).decode("latin-1")) + text("latin1") + b"\x86R\x85R.",
    "nested-load-computed": PROTO2 + name("torch.storage", "_load_from_bytes") + b"N\x85R.",
    "space-in-the-module": PROTO2 + name(" builtins", "print") + b".",
}  # fmt: skip

# Names that published scanners did not have on their lists, with the advisory where one exists.
GADGETS = {
    "pip.main": "CVE-2025-1716", "pip._internal.main": "CVE-2025-1716", "asyncio.unix_events._UnixSubprocessTransport": "CVE-2025-10157",
    "timeit.timeit": "picklescan 49", "idlelib.run.Executive": "picklescan 49", "doctest.debug_script": "picklescan 49",
    "lib2to3.pgen2.grammar.Grammar.loads": "picklescan 49", "cProfile.run": "picklescan 49", "torch.utils.bottleneck.__main__.run_cprofile": "picklescan 49",
    "torch.utils._config_module.load_config": "picklescan 47", "torch.fx.experimental.symbolic_shapes.eval": "picklescan 47",
    "importlib.import_module": "picklescan 74", "marshal.loads": "picklescan 74", "torch.utils.collect_env.run": "modelscan 338",
    "multiprocessing.util.spawnv_passfds": "modelscan 338", "mlflow.projects.backend.local._run_entry_point": "modelscan 338", "pandas.read_csv": "modelscan 338",
    "pty.spawn": "GHSA-fickling", "runpy.run_path": "GHSA-fickling", "ctypes.CDLL": "GHSA-fickling", "pydoc.pipepager": "GHSA-fickling",
    "code.InteractiveInterpreter": "GHSA-fickling", "multiprocessing.context.Process": "GHSA-fickling", "builtins.getattr": "GHSA-h4rm-mm56-xf63",
    "uuid._get_command_stdout": "GHSA-5hwf-rc88-82xm", "_aix_support._read_cmd_output": "GHSA-5hwf-rc88-82xm", "_osx_support._read_output": "GHSA-5hwf-rc88-82xm",
    "_interpreters.run_string": "GHSA-6ggj-6f2q-f7mx", "functools.partial": "", "operator.attrgetter": "", "operator.methodcaller": "",
    "types.FunctionType": "", "types.CodeType": "", "os.system": "", "posix.system": "", "nt.system": "", "subprocess.Popen": "", "socket.create_connection": "",
    "webbrowser.open": "", "shutil.rmtree": "", "urllib.request.urlopen": "", "builtins.eval": "", "builtins.exec": "", "builtins.compile": "", "builtins.__import__": "",
    "torch.load": "", "torch.hub.load": "", "torch.jit.load": "", "torch.serialization.add_safe_globals": "", "torch._inductor.codecache.compile_file": "",
    "numpy.testing._private.utils.runstring": "", "numpy.load": "", "numpy.f2py.crackfortran.myeval": "", "joblib.load": "", "dill._dill._create_function": "", "cloudpickle.cloudpickle._make_function": "",
    "mymodel.Net": "", "torch.nn.modules.linear.os": "", "collections.os": "", "argparse._os.system": "", "torch.optim.sgd.SGD": "",
}  # fmt: skip


def gadget(full: str) -> bytes:
    """A pickle that calls this name with nothing."""
    module, _, attribute = full.rpartition(".")
    return PROTO4 + name(module, attribute) + b")R."


def broken_zip(what: str, data: bytes = CALL) -> bytes:
    """A checkpoint in which the two descriptions of a member differ, as in CVE-2025-1944 and -1945."""
    whole = bytearray(checkpoint(data))
    central = whole.find(b"PK\x01\x02")
    if what == "flag in the directory":
        whole[central + 8] |= 1
    elif what == "flag in the header":
        whole[6] |= 1
    elif what == "name":
        whole[30:34] = b"xxxx"
    elif what == "checksum":
        whole[central + 16] ^= 1
    return bytes(whole)


CONTAINERS = {
    "zip.pt": checkpoint(CALL),
    "deflated.pt": checkpoint(CALL, zipfile.ZIP_DEFLATED),
    "bzip2.pt": checkpoint(CALL, zipfile.ZIP_BZIP2),
    "upper-case.pt": zipped({"archive/DATA.PKL": CALL}),
    "other-suffix.pt": zipped({"archive/data.pkl": STATE, "archive/extra.txt": CALL}),
    "no-suffix-inside.bin": zipped({"a/b/c": CALL}),
    "renamed.whatever.bin": checkpoint(CALL),
    "zip-in-zip.pt": zipped({"inner.zip": checkpoint(CALL)}),
    "zip-in-deflated-zip.pt": zipped({"inner": checkpoint(CALL)}, zipfile.ZIP_DEFLATED),
    "zip-in-zip-in-tar.tar": tarred({"a": zipped({"b": checkpoint(CALL)})}),
    "prepended.pkl": b"x" * 100 + checkpoint(CALL),
    "behind-a-pickle.pkl": pickle.dumps([1], 2) + checkpoint(CALL),
    "legacy.pt": legacy(CALL),
    "legacy-magic.pt": legacy(STATE, PROTO2 + name("builtins", "int") + text(str(MAGIC)) + b"\x85R." + CALL),
    "legacy-magic-reduced.pt": legacy(STATE, PROTO2 + name("builtins", "eval") + text(str(MAGIC)) + b"\x85R."),
    "legacy-keys.pt": legacy(STATE)[: -len(pickle.dumps([], 2))] + CALL,
    "tar.pt": tarred({"storages": b"", "pickle": CALL}),
    "tar-in-gzip.bin": gzip.compress(tarred({"x": CALL})),
    "gzip.pkl": gzip.compress(CALL),
    "gzip-second-stream.pkl": gzip.compress(CALL[:5]) + gzip.compress(CALL[5:]),
    "gzip-in-gzip.bin": gzip.compress(gzip.compress(CALL)),
    "bzip2.pkl": bz2.compress(CALL),
    "xz.pkl": lzma.compress(CALL),
    "lzma.pkl": lzma.compress(CALL, format=lzma.FORMAT_ALONE),
    "zlib.joblib": zlib.compress(CALL),
    "object.npy": array("'|O'", CALL),
    "object-field.npy": array("[('a', '<f4'), ('b', '|O')]", CALL),
    "object-word.npy": array("'object'", CALL),
    "pickle.npy": CALL,
    "object.npz": zipped({"a.npy": array("'|O'", CALL)}),
    "sample_inputs.pt2": zipped({"archive/archive_format": b"pt2", "archive/data/sample_inputs/model.pt": checkpoint(CALL)}),
    "weights.pt2": zipped({"archive/archive_format": b"pt2", "archive/data/constants/custom_obj_0": CALL}),
    "disguised.pt2": zipped({"archive/data.pkl": STATE, "archive/data/sample_inputs/model.pt": checkpoint(CALL)}),
    "lambda.keras": zipped({"config.json": b'{"config": {"layers": [{"class_name": "Lambda", "config": {}}]}}', "model.weights.h5": b"x"}),
    "module.keras": zipped({"config.json": b'{"module": "os", "class_name": "function", "config": "system"}', "model.weights.h5": b"x"}),
    "flag-in-the-directory.pt": broken_zip("flag in the directory"),
    "flag-in-the-header.pt": broken_zip("flag in the header"),
    "name.pt": broken_zip("name"),
    "checksum.pt": broken_zip("checksum"),
    "torchscript.pt": checkpoint(CALL, **{"constants.pkl": STATE, "code/a.py": b"x"}),
}  # fmt: skip

HOSTILE = (
    *((f"way {key}", "a.pkl", content) for key, content in WAYS.items()),
    *((f"way {key} in torch", "a.pt", checkpoint(content)) for key, content in WAYS.items()),
    *((f"gadget {key}", "a.pkl", gadget(key)) for key in GADGETS),
    *((f"container {key}", key, content) for key, content in CONTAINERS.items()),
)
