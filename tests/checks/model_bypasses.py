# SPDX-License-Identifier: Apache-2.0
"""Hostile and benign model files for a scanner, each with the verdict that the policy asks for.

cases() yields (name, filename, data, expected, why); expected is one of runs-code, needs-pickle, unreadable,
clean, silent. Written from the policy and the loaders alone, without knowledge of the reader that it tests.
Payloads print MARK, call os.getcwd or set builtins.MLHOOKS_X; nothing leaves the process.
"""
from __future__ import annotations

import base64, bz2, gzip, io, json, lzma, marshal, pickle, struct, sys, tarfile, zipfile, zlib
from collections import Counter, OrderedDict
from typing import Iterator

MARK = "MLHOOKS-RAN"
RUN, NEED, UNR, CLEAN, SILENT = "runs-code", "needs-pickle", "unreadable", "clean", "silent"
STMT = f"print('{MARK}')"
# rows: name, filename, data, expected, why, mechanism, loader, debatable
ROWS: list[tuple] = []


# ---- a small assembler -------------------------------------------------------------------------------------------
def P(n): return b"\x80" + bytes([n])
def G(m, n): return b"c" + m.encode() + b"\n" + n.encode() + b"\n"
def X(s): b = s.encode("utf-8", "surrogatepass"); return b"X" + struct.pack("<I", len(b)) + b
def SB(s): b = s.encode(); return b"\x8c" + bytes([len(b)]) + b
def SG(m, n): return SB(m) + SB(n) + b"\x93"
def BB(b): return b"B" + struct.pack("<I", len(b)) + b
def I4(n): return b"J" + struct.pack("<i", n)
def FR(n): return b"\x95" + struct.pack("<Q", n)
def tup(*parts):
    return b"(" + b"".join(parts) + b"t"
def call(f, *args): return f + tup(*args) + b"R"
EMPTY, T1, T2, T3, R, STOP, POP, BUILD, NONE = b")", b"\x85", b"\x86", b"\x87", b"R", b".", b"0", b"b", b"N"
PRINT = call(G("builtins", "print"), X(MARK))
RUNPKL = P(2) + PRINT + STOP
GOOD = P(2) + b"}q\x00X\x01\x00\x00\x00aq\x01K\x01s."


def add(name, filename, data, expected, why, mech, loader="pickle", debatable=""):
    ROWS.append((name, filename, data, expected, why, mech, loader, debatable))


def h(name, data, why, mech, loader="pickle", fn=None, deb=""):
    add(name, fn or name + ".pkl", data, RUN, why, mech, loader, deb)


# ---- pickle streams ----------------------------------------------------------------------------------------------
def pickle_opcodes():
    m = "opcode"
    for p in range(6):
        head = P(p) if p >= 2 else b""
        h(f"global-reduce-p{p}", head + PRINT + STOP, f"GLOBAL and REDUCE under protocol {p}", m)
    h("text-p0", b"cbuiltins\nprint\n(S'" + MARK.encode() + b"'\ntR.", "all text opcodes", m)
    h("text-p0-getcwd", b"cos\ngetcwd\n(tR.", "os.getcwd, no argument", m)
    h("posix-name", b"cposix\ngetcwd\n)R.", "the C module behind os", m)
    h("inst", b"(X" + struct.pack("<I", len(MARK)) + MARK.encode() + b"ibuiltins\nprint\n.", "INST calls, no REDUCE", m)
    h("inst-noargs", b"(ios\ngetcwd\n.", "INST without arguments", m)
    h("obj", b"(" + G("builtins", "print") + X(MARK) + b"o.", "OBJ calls", m)
    h("obj-pop", b"(" + G("builtins", "print") + X(MARK) + b"o0}.", "OBJ then POP: GHSA-mxhj-88fx-4pcv (fickling)", "published")
    h("reduce-pop", P(2) + PRINT + POP + b"}.", "result dropped, clean value returned", m)
    h("inst-pop", b"(X" + struct.pack("<I", len(MARK)) + MARK.encode() + b"ibuiltins\nprint\n0}.", "INST, result dropped", m)
    h("pop-mark", P(2) + b"(" + PRINT + b"1}.", "call inside a MARK that POP_MARK discards", m)
    h("nested-marks", P(2) + b"(((" + PRINT + b"111}.", "call below three marks", m)
    h("newobj-map", P(2) + G("builtins", "set") + G("builtins", "map") + tup(G("builtins", "print"), b"(X" + struct.pack("<I", len(MARK)) + MARK.encode() + b"t") + b"\x81" + T1 + b"R.",
      "NEWOBJ of map, consumed by set, which is allowed", m)
    h("newobj-ex-map", P(4) + G("builtins", "bytearray") + G("builtins", "map") + tup(G("builtins", "print"), b"(X" + struct.pack("<I", len(MARK)) + MARK.encode() + b"t") + b"}\x92" + T1 + b"R.",
      "NEWOBJ_EX; bytearray runs it, then fails on None", m)
    h("newobj-ex-partial", P(4) + G("functools", "partial") + tup(G("builtins", "print"), X(MARK)) + b"}\x92)R.", "partial built by NEWOBJ_EX, called by REDUCE", m)
    h("newobj-partial", P(2) + G("functools", "partial") + tup(G("builtins", "print"), X(MARK)) + b"\x81)R.", "partial built by NEWOBJ", m)
    h("stack-global", P(4) + SG("builtins", "print") + X(MARK) + T1 + b"R.", "STACK_GLOBAL", m)
    h("stack-global-p0-no-proto", SG("builtins", "print") + X(MARK) + T1 + b"R.", "STACK_GLOBAL without PROTO", m)
    h("dup", P(2) + G("builtins", "print") + b"2" + X(MARK) + T1 + b"R0}.", "DUP of the callable", m)
    h("late-proto", b"}0" + P(4) + SG("builtins", "print") + X(MARK) + T1 + b"R.", "PROTO not first", m)
    h("many-proto", P(2) * 50 + PRINT + STOP, "PROTO fifty times", m)
    h("proto-flip", P(2) + b"}0" + P(4) + SG("collections", "OrderedDict.__init__.__class__.__name__") + b"0" + P(2) + PRINT + STOP, "protocol switched twice", m)
    for t, op in (("list", b"]" + PRINT + b"a."), ("appends", b"](" + PRINT + b"e."), ("dict-key", b"}" + PRINT + b"K\x01s."), ("dict-value", b"}K\x01" + PRINT + b"s."),
                  ("setitems", b"}(K\x01" + PRINT + b"u."), ("tuple3", PRINT + NONE + NONE + T3 + b"."), ("old-list", b"(" + PRINT + b"l."), ("old-dict", b"(K\x01" + PRINT + b"d.")):
        h("inside-" + t, P(2) + op, f"call nested in a {t}", "nesting")
    h("inside-additems", P(4) + b"\x8f(" + PRINT + b"\x90.", "call nested in a set (EMPTY_SET, ADDITEMS)", "nesting")
    h("inside-frozenset", P(4) + b"(" + PRINT + b"\x91.", "call nested in a frozenset", "nesting")
    h("binpersid-payload", P(2) + PRINT + b"Q.", "payload is the persistent id; plain pickle runs it first, then fails", "persid")
    h("persid-after", PRINT + b"0Pabc\n.", "payload, then PERSID that the loader refuses", "persid")
    h("deep", P(2) + b"]" * 5000 + PRINT + b"a" * 5000 + b".", "call below 5000 lists", "nesting")
    h("readonly-buffer", P(5) + PRINT + b"\x98.", "READONLY_BUFFER on the result: fails after the payload", m)
    h("next-buffer", P(5) + PRINT + b"0\x97.", "NEXT_BUFFER without buffers: fails after the payload", m)
    h("bytearray8", P(5) + b"\x96" + struct.pack("<Q", 3) + b"c.\n0" + PRINT + STOP, "BYTEARRAY8 whose bytes look like opcodes", m)
    h("binbytes8", P(4) + b"\x8e" + struct.pack("<Q", 2) + b"..0" + PRINT + STOP, "BINBYTES8 that holds two STOPs", m)
    h("binunicode8", P(4) + b"\x8d" + struct.pack("<Q", 2) + b"..0" + PRINT + STOP, "BINUNICODE8 that holds two STOPs", m)
    h("string-with-stop", b"S'.'\n0" + PRINT + STOP, "STRING that holds a STOP", m)
    h("long4", P(2) + b"\x8b" + struct.pack("<i", 1) + b".0" + PRINT + STOP, "LONG4 whose digit is a STOP", m)
    h("long1-zero", P(2) + b"\x8a\x000" + PRINT + STOP, "LONG1 of no bytes", m)


def names():
    m = "computed-name"
    arg = X(MARK) + T1 + b"R."
    h("sg-memo", P(4) + SB("print") + b"\x940" + SB("builtins") + b"h\x00\x93" + arg, "name from the memo", m)
    h("sg-memo-both", P(4) + SB("print") + b"\x940" + SB("builtins") + b"\x940h\x01h\x00\x93" + arg, "both from the memo", m)
    h("sg-memo-rewritten", P(4) + SB("OrderedDict") + b"q\x000" + SB("collections") + b"q\x010" + SB("print") + b"q\x000" + SB("builtins") + b"q\x010h\x01h\x00\x93" + arg,
      "PUT twice to one index: the later one holds (picklescan issue #14)", "published")
    h("memo-put-memoize", P(4) + SB("builtins") + b"q\x010" + SB("print") + b"\x940h\x01h\x01\x930" + STOP if False else P(4) + SB("print") + b"q\x000" + SB("builtins") + b"\x940h\x01h\x00\x93" + arg,
      "PUT and MEMOIZE mixed: MEMOIZE uses the number of entries (picklescan #14)", "published")
    h("memoize-collides", P(4) + SB("OrderedDict") + b"q\x010" + SB("print") + b"\x940" + SB("builtins") + b"h\x01\x93" + arg, "MEMOIZE lands on index 1 and overwrites PUT 1", m)
    h("sg-dup-same", P(4) + SB("builtins") + b"0" + SB("this") + b"02" + STOP if False else P(4) + SB("print") + b"q\x00" + b"0" + SB("builtins") + b"2q\x010h\x00\x93" + arg, "module duplicated, copy dropped", m)
    h("sg-rot13", P(4) + SB("builtins") + G("_codecs", "encode") + X("cevag") + X("rot13") + T2 + b"R\x93" + arg, "name computed by _codecs.encode, which is allowed", m)
    h("sg-rot13-module", P(4) + G("_codecs", "encode") + X("ohvygvaf") + X("rot13") + T2 + b"R" + SB("print") + b"\x93" + arg, "module name computed by _codecs.encode", m)
    h("sg-str-call", P(4) + G("builtins", "str") + SB("builtins") + T1 + b"R" + SB("print") + b"\x93" + arg, "module name returned by str()", m)
    h("sg-join", P(4) + G("builtins", "str.join") + SB("") + b"(" + SB("bui") + SB("ltins") + b"l\x86R" + SB("print") + b"\x93" + arg, "module name joined by str.join", m)
    h("sg-binstring", P(4) + b"U\x08builtins" + b"T\x05\x00\x00\x00print\x93" + arg, "Python 2 strings as names", m)
    h("sg-string-escape", b"S'b\\x75iltins'\nS'pri\\x6et'\n\x93" + arg, "escapes in STRING names", m)
    h("sg-unicode-escape", b"Vb\\u0075iltins\nVpri\\u006et\n\x93" + arg, "escapes in UNICODE names", m)
    h("sg-octal-escape", b"S'builtins'\nS'\\160rint'\n\x93" + arg, "octal escape", m)
    h("sg-double-quote", b'S"builtins"\nS"print"\n\x93' + arg, "STRING in double quotes", m)
    h("sg-binunicode8", P(4) + b"\x8d" + struct.pack("<Q", 8) + b"builtins" + SB("print") + b"\x93" + arg, "BINUNICODE8 name", m)
    h("sg-list-pop", P(4) + SB("builtins") + SB("print") + SB("OrderedDict") + b"0\x93" + arg, "decoy popped before STACK_GLOBAL", m)
    h("sg-mark-decoy", P(4) + SB("builtins") + b"(" + SB("collections") + SB("OrderedDict") + b"1" + SB("print") + b"\x93" + arg, "decoys below a MARK removed by POP_MARK", m)
    h("sg-dotted", P(4) + SG("collections", "abc.sys.intern.__self__.__dict__.get") + b"0" + PRINT + STOP if False else P(4) + SG("os", "path.os.getcwd") + b")R.", "dotted qualname through os.path", "dotted")
    h("dot-counter-builtins", P(4) + SG("collections", "Counter.__init__.__builtins__.get") + SB("print") + T1 + b"R" + arg, "dotted walk from an allowed class to __builtins__", "dotted")
    h("dot-counter-globals", P(4) + SG("collections", "Counter.update.__globals__.get") + SB("__builtins__") + T1 + b"R0" + PRINT + STOP, "dotted walk to __globals__", "dotted")
    h("dot-global-p4", P(4) + G("collections", "Counter.__init__.__builtins__.get") + SB("print") + T1 + b"R" + arg, "dotted name in GLOBAL under protocol 4", "dotted")
    h("dot-torch-tensor", P(4) + SG("torch", "Tensor.__reduce_ex__.__builtins__.get") + SB("print") + T1 + b"R" + arg, "dotted walk from torch.Tensor", "dotted")
    h("dot-stdlib-attr", P(4) + SG("logging", "os.getcwd") + b")R.", "module reached as an attribute: GHSA-5j3x-jp52-966f (fickling)", "published")
    h("dot-numpy-sys", P(4) + SG("numpy", "ctypeslib.os.getcwd") + b")R.", "os through a numpy module", "dotted")
    h("np-builtins-get", P(4) + SG("builtins", "dict.get") + SG("numpy", "__builtins__") + SB("print") + T2 + b"R" + arg, "dict.get on numpy.__builtins__: modelscan #89", "published")
    h("np-builtins-setitem", P(2) + G("numpy", "__builtins__") + X("MLHOOKS_X") + b"K\x01s.", "SETITEM into the builtins, no call at all (modelscan #330)", "published")
    h("np-prod-build", P(4) + SG("numpy", "prod") + NONE + SG("numpy", "random.mtrand.__builtins__") + T2 + b"b0" + SG("numpy", "prod.print") + arg,
      "slot-state BUILD hangs builtins on numpy.prod, then a dotted name: modelscan #85, #89", "published")
    h("counter-slotstate", P(4) + SG("collections", "Counter") + NONE + b"}" + SB("__setstate__") + SG("builtins", "print") + b"s\x86b" + b"0" + SG("collections", "Counter") + b")R" + X(MARK) + b"b.",
      "slot-state BUILD writes __setstate__ = print onto an allowed class; a later BUILD calls it", "build")
    h("setattr-reduce", P(2) + G("builtins", "setattr") + tup(G("collections", "Counter"), X("__setstate__"), G("builtins", "print")) + b"R0" + G("collections", "Counter") + b")R" + X(MARK) + b"b.", "setattr, then BUILD", "build")
    h("sys-modules-setitem", P(2) + G("sys", "modules") + X("torch_x") + G("builtins", "__dict__" if False else "print") + b"s0" + G("sys", "modules") + b"0}.", "writes sys.modules, no call", "build")
    h("sys-modules-swap", P(2) + G("sys", "modules") + X("collections") + G("sys", "modules") + b"q\x00" + b"0h\x00s0}.", "replaces the module collections in sys.modules by a dict", "build")
    h("module-alias", P(4) + SG("sys", "modules") + SB("mlhx") + SG("os", "path") + b"s0" + SG("mlhx", "os.getcwd") + b")R.", "module planted under an unknown name, then imported by it", "build")
    h("builtins-dict-build", P(2) + G("builtins", "print") + b"0" + G("os", "_Environ") + NONE + b"}" + X("MLHX") + G("builtins", "print") + b"s\x86b.", "BUILD sets a class attribute of os._Environ", "build")
    h("unknown-class", P(2) + G("mymodel", "Net") + b")\x81}b.", "a project's own class is runs-code until listed", "unknown-global")
    h("unknown-global-only", P(2) + G("mymodel", "Net") + b".", "only named: importing a module runs it", "unknown-global")
    h("print-only", P(2) + G("builtins", "print") + b".", "named, never called", "unknown-global", deb="nothing runs; strict reading of 'every other global'")
    h("import-side-effect", P(2) + G("this", "s") + b"0}.", "importing the module prints (harmless standard-library module `this`)", "unknown-global")
    h("import-antigravity-like", P(2) + G("__hello__", "main") + b"0}.", "import by name only", "unknown-global")
    h("case-mismatch", P(2) + G("Collections", "OrderedDict") + b")R.", "case differs from the allowed name", "near-miss")
    h("trailing-dot", P(4) + SG("collections", "OrderedDict.fromkeys") + b"]\x85R.", "prefix of an allowed name, longer", "near-miss", deb="fromkeys is harmless; exact list says runs-code")
    h("nul-name", P(4) + b"\x8c\x0ccollections\x00" + SB("OrderedDict") + b"\x93)R.", "NUL after the module", "near-miss")
    h("homoglyph", P(4) + SG("c\u043ellections", "OrderedDict") + b")R.", "Cyrillic o in the module", "near-miss")
    h("nfkc", P(4) + SG("builtins", "\uff50rint") + X(MARK) + T1 + b"R.", "full-width p; getattr does not normalise", "near-miss")
    h("space-name", P(2) + b"ccollections \nOrderedDict\n)R.", "space after the module", "near-miss")
    h("cr-name", P(2) + b"ccollections\r\nOrderedDict\r\n)R.", "CR LF line ends: the name ends in CR", "near-miss", deb="cannot load; unresolvable, so unsafe")
    h("empty-name", P(4) + SB("") + SB("") + b"\x93.", "empty names", "near-miss")
    h("split-module", P(2) + b"ctorch\n_utils._rebuild_tensor_v2\n)R.", "torch + _utils._rebuild_tensor_v2: joined text equals an allowed name, the pair does not", "near-miss", deb="same joined name; protocol 2 does not walk dots, so it fails to load")
    h("split-module-p4", P(4) + SG("torch", "serialization.os.getcwd") + b")R.", "dotted from the torch package", "dotted")
    h("surrogate-name", P(4) + b"X" + struct.pack("<I", 3) + b"\xed\xa0\x80" + SB("x") + b"\x930" + STOP, "lone surrogate as a module", "near-miss")
    py2 = [("__builtin__", "reduce", None), ("commands", "getoutput", call(G("commands", "getoutput"), X("echo " + MARK))), ("os", "getcwdu", call(G("os", "getcwdu")))]
    h("py2-builtin", P(2) + call(G("__builtin__", "print"), X(MARK)) + STOP, "__builtin__ is mapped to builtins", "py2-names")
    h("py2-commands", P(2) + py2[1][2] + STOP, "commands.getoutput is mapped to subprocess.getoutput; runs `echo`", "py2-names")
    h("py2-getcwdu", P(2) + py2[2][2] + STOP, "os.getcwdu is mapped to os.getcwd", "py2-names")
    h("py2-reduce", P(2) + call(G("__builtin__", "reduce"), G("__builtin__", "print"), b"(X" + struct.pack("<I", len(MARK)) + MARK.encode() + b"K\x01t") + STOP, "__builtin__.reduce is mapped to functools.reduce", "py2-names")
    h("py2-imap", P(2) + G("builtins", "set") + call(G("itertools", "imap"), G("builtins", "print"), b"(X" + struct.pack("<I", len(MARK)) + MARK.encode() + b"t") + T1 + b"R.", "itertools.imap is mapped to builtins.map", "py2-names")
    h("py2-exceptions", P(2) + G("exceptions", "ValueError") + b"0" + PRINT + STOP, "a mapped exception as decoy", "py2-names")
    h("py2-userdict", P(2) + G("UserDict", "UserDict") + b"0" + call(G("__builtin__", "apply" if False else "eval"), X(STMT)) + STOP, "eval under its old module name", "py2-names")
    for w in (" 7 ", "+7", "007", "7_", "0_7"):
        slug = {" 7 ": "space", "+7": "plus", "007": "zeros", "7_": "bad-underscore", "0_7": "underscore"}[w]
        h("memo-int-" + slug, b"cbuiltins\nprint\np" + w.encode() + b"\n0g7\n(S'" + MARK.encode() + b"'\ntR.", f"PUT index written {w!r}", "odd-text",
          deb="the loader refuses this index" if w == "7_" else "")
    h("string-trailing-space", b"cbuiltins\nprint\n(S'" + MARK.encode() + b"' \t\ntR.", "white space after the quote", "odd-text", deb="may fail to load")
    h("int-bool", b"I01\n0I00\n0I 5 \n0" + PRINT + STOP, "INT as booleans and with spaces", "odd-text")
    h("long-text", b"L5\n0L5L\n0L-0x\n" if False else b"L5\n0L5L\n0" + PRINT + STOP, "LONG with and without the L", "odd-text")
    h("float-text", b"Fnan\n0F-1e400\n0F 1.0 \n0" + PRINT + STOP, "odd FLOAT texts", "odd-text")
    h("int-huge", b"I" + b"9" * 4000 + b"\n0" + PRINT + STOP, "INT of 4000 digits", "odd-text")
    h("unicode-bad-escape", b"V\\ud800\n0" + PRINT + STOP, "UNICODE with a lone surrogate", "odd-text")


def ext_and_registry():
    reg = call(G("copyreg", "add_extension"), X("builtins"), X("print"), b"K\xf0")
    for op, n in ((b"\x82\xf0", 1), (b"\x83\xf0\x00", 2), (b"\x84\xf0\x00\x00\x00", 4)):
        h(f"ext{n}-registered", P(2) + reg + b"0" + op + X(MARK) + T1 + b"R.", f"EXT{n} after copyreg.add_extension in the same stream", "ext")
        h(f"ext{n}-unregistered", P(2) + op + b")R.", f"EXT{n} that the reader's registry resolves: unresolvable for us", "ext", deb="runs-code or unreadable; fails in a bare interpreter")
    h("ext-py2-registry", P(2) + call(G("copy_reg", "add_extension"), X("os"), X("getcwd"), b"K\xf1") + b"0\x82\xf1)R.", "copy_reg by its old name", "ext")
    h("inverted-registry", P(2) + G("copyreg", "_inverted_registry") + b"K\xf2(X\x08\x00\x00\x00builtinsX\x05\x00\x00\x00printts0\x82\xf2" + X(MARK) + T1 + b"R.", "SETITEM into copyreg's table, then EXT1: no call registers it", "ext")
    h("extension-cache", P(2) + G("copyreg", "_extension_cache") + b"K\xf3" + G("os", "getcwd") + b"s0\x82\xf3)R.", "callable placed in copyreg's cache", "ext")


def framing():
    m = "framing"
    body = SG("builtins", "print") + X(MARK) + T1 + b"R."
    h("frame-short", P(4) + FR(3) + body, "frame ends inside an opcode (fickling: FRAME boundary divergence)", "published")
    h("frame-zero", P(4) + FR(0) + body, "frame of length 0", m)
    h("frame-exact", P(4) + FR(len(body)) + body, "honest frame", m)
    h("frame-many", P(4) + FR(0) * 100 + body, "hundred empty frames", m)
    h("frame-nested", P(4) + FR(len(body) + 9) + FR(len(body)) + body, "frame inside a frame", m)
    h("frame-in-p0", FR(len(body)) + body, "FRAME without PROTO", m)
    h("frame-long-after", P(4) + PRINT + FR(1 << 20) + b"0}.", "payload, then a frame longer than the file", m)
    h("frame-huge-after", P(4) + PRINT + FR((1 << 64) - 1) + b"0}.", "payload, then a frame of 2^64-1", m)
    add("frame-lie-first", "frame-lie-first.pkl", P(4) + FR(1 << 20) + b"}.", UNR, "frame longer than the file, nothing before it", m)
    for n, tail in (("bad-opcode", b"\xff"), ("truncated", b""), ("short-string", b"X\xff\xff\xff\x7fab"), ("pop-empty", b"000000"), ("get-missing", b"h\x63"), ("bad-global", b"c\xff\xfe\n\xff\n"), ("append-to-none", b"0NNa."),
                    ("sg-not-str", b"0K\x01K\x02\x93."), ("setitem-none", b"0NNNs."), ("reduce-none", b"0N)R."), ("bad-int", b"Iabc\n."), ("bad-proto", b"\x80\x09."), ("neg-string", b"T\xff\xff\xff\xff"),
                    ("neg-long4", b"\x8b\xff\xff\xff\xff"), ("4gb-bytes", b"B\xff\xff\xff\xff"), ("2e63-bytes8", b"\x8e" + b"\xff" * 7 + b"\x7f"), ("build-none", b"0NNb."), ("additems-none", b"0N(K\x01\x90."), ("tuple-no-mark", b"t."),
                    ("odd-setitems", b"0}(K\x01u."), ("unhashable-key", b"0}]Ns."), ("bad-utf8", b"X\x02\x00\x00\x00\xff\xfe."), ("inst-no-mark", b"ix\ny\n."), ("binput-empty", b"0q\x00."), ("newobj-none", b"0N)\x81.")):
        h("then-" + n, P(2) + PRINT + tail, f"payload, then the stream breaks ({n}); the loader has run it by then", "breaks-after")
    h("memo-huge-after", P(2) + PRINT + b"r\xff\xff\xff\x0f.", "payload, then LONG_BINPUT at a huge index", "breaks-after")
    h("memo-sparse", P(2) + b"}r\x00\x00\x10\x000" + PRINT + STOP, "sparse memo index of a million, then payload", m)
    h("after-stop", GOOD + RUNPKL, "second pickle after a clean one", "multi", "pickle-all")
    h("sixth", GOOD * 6 + RUNPKL, "seventh pickle: scanners read five", "multi", "pickle-all")
    h("sixtieth", GOOD * 60 + RUNPKL, "sixty-first pickle", "multi", "pickle-all")
    h("after-junk", GOOD + b"\x00" * 64 + RUNPKL, "zero padding between two pickles", "multi", "pickle-skip", deb="only a loader that skips padding runs it")
    h("dropped-stack", P(2) + b"NNNN" + PRINT + STOP, "values left on the stack at STOP", "multi")
    h("p0-comment-like", b"N0" * 2000 + PRINT + STOP, "long harmless prefix", "multi")
    h("big-prefix", P(2) + BB(b"\0" * (1 << 20)) + b"0" + PRINT + STOP, "payload behind a string of 1 MiB", "multi")
    h("many-memo", P(4) + b"}\x94" * 70000 + PRINT + STOP, "70,000 memo entries before it", "multi")


def gadgets():
    inner = RUNPKL
    C = b"C" + bytes([len(inner)]) + inner
    s = X(STMT)
    rows = [
        ("eval", call(G("builtins", "eval"), s), "builtins.eval"), ("exec", call(G("builtins", "exec"), s), "builtins.exec"),
        ("compile-exec", call(G("builtins", "exec"), call(G("builtins", "compile"), s, X("x"), X("exec"))), "compile, then exec"),
        ("import", call(G("builtins", "__import__"), X("this")), "builtins.__import__"),
        ("import-module", call(G("importlib", "import_module"), X("this")), "importlib.import_module (picklescan PR#74, not listed)"),
        ("getattr-chain", call(call(G("builtins", "getattr"), call(G("builtins", "__import__"), X("os")), X("getcwd"))), "getattr on __import__"),
        ("attrgetter", call(call(G("operator", "attrgetter"), X("getcwd")), call(G("importlib", "import_module"), X("os"))) + b")R", "operator.attrgetter: GHSA-m273-6v24-x4m4, GHSA-955r-x9j8-7rhh (by fickling PR#210)"),
        ("c-attrgetter", call(call(G("_operator", "attrgetter"), X("__init__.__builtins__")), G("collections", "Counter")), "_operator.attrgetter"),
        ("methodcaller", call(call(G("_operator", "methodcaller"), X("getcwd")), call(G("importlib", "import_module"), X("os"))), "_operator.methodcaller"),
        ("itemgetter", call(call(call(G("operator", "itemgetter"), X("print")), G("numpy", "__builtins__")), X(MARK)), "operator.itemgetter on __builtins__"),
        ("op-call", call(G("operator", "call"), G("builtins", "print"), X(MARK)), "operator.call"),
        ("partial", call(call(G("functools", "partial"), G("builtins", "print"), X(MARK))), "functools.partial (picklescan; fickling PR#210)"),
        ("reduce", call(G("functools", "reduce"), G("builtins", "print"), tup(X(MARK), NONE)), "functools.reduce"),
        ("starmap", call(G("collections", "deque"), call(G("itertools", "starmap"), G("builtins", "print"), tup(tup(X(MARK))))), "starmap consumed by deque"),
        ("map-orderdict", call(G("collections", "OrderedDict"), call(G("builtins", "map"), G("builtins", "print"), tup(X(MARK)))), "map consumed by an allowed class"),
        ("iter-sentinel", call(G("builtins", "set"), call(G("builtins", "iter"), call(G("functools", "partial"), G("builtins", "print"), X(MARK)), NONE)), "iter(callable, sentinel) consumed by set"),
        ("sorted-key", call(G("builtins", "max"), tup(X(MARK))) , "a builtin outside the list, harmless itself"),
        ("defaultdict", call(G("operator", "getitem"), call(G("collections", "defaultdict"), call(G("functools", "partial"), G("builtins", "print"), X(MARK))), X("k")), "defaultdict factory"),
        ("pickle-loads", call(G("pickle", "loads"), C), "nested pickle: GHSA-84r2-jw7c-4r5q (by fickling PR#210)"),
        ("c-pickle-loads", call(G("_pickle", "loads"), C), "_pickle.loads: modelscan #267/#270"),
        ("load-from-bytes", call(G("torch.storage", "_load_from_bytes"), BB(torch_zip(RUNPKL))), "nested checkpoint, loaded with weights_only=False"),
        ("torch-load", call(G("torch", "load"), call(G("io", "BytesIO"), BB(torch_zip(GOOD)))), "torch.load itself"),
        ("joblib-load", call(G("joblib", "load"), call(G("io", "BytesIO"), C)), "joblib.load"),
        ("numpy-load", call(G("numpy", "load"), call(G("io", "BytesIO"), BB(npy(RUNPKL))), NONE, b"\x88"), "numpy.load with allow_pickle"),
        ("marshal-loads", call(G("marshal", "loads"), b"C\x01N"), "marshal.loads"),
        ("marshal-function", call(call(G("types", "FunctionType"), call(G("marshal", "loads"), BB(marshal.dumps(compile("import builtins\nbuiltins.print(%r)" % MARK, "x", "exec")))), b"}")), "marshal code made a function (picklescan PR#74); code of the generating Python"),
        ("code-type", G("types", "CodeType") + b"0" + PRINT, "types.CodeType as decoy"),
        ("runpy", call(G("runpy", "_run_code"), call(G("builtins", "compile"), s, X("x"), X("exec")), b"}"), "runpy._run_code (fickling)"),
        ("timeit", call(G("timeit", "timeit"), s, X("pass"), G("time", "perf_counter"), b"K\x01"), "timeit.timeit: picklescan PR#40/#49"),
        ("cprofile-run", call(G("cProfile", "run"), s), "cProfile.run: picklescan PR#49"),
        ("cprofile-runctx", call(G("cProfile", "runctx"), s, b"}", b"}"), "cProfile.runctx: GHSA-9w88-8rmg-7g2p"),
        ("profile-run", call(G("profile", "run"), s), "profile.run: GHSA-46h3-79wf-xr6c (by fickling PR#210)"),
        ("bdb-run", P(4) + call(SG("bdb", "Bdb.run"), call(G("bdb", "Bdb")), s), "bdb.Bdb.run: GHSA-4675-36f9-wf6r (by fickling PR#210)"),
        ("trace-run", P(4) + call(SG("trace", "Trace.run"), call(G("trace", "Trace"), b"K\x00", b"K\x00"), s), "trace.Trace.run"),
        ("code-runsource", P(4) + call(SG("code", "InteractiveInterpreter.runcode"), call(G("code", "InteractiveInterpreter")), call(G("builtins", "compile"), s, X("x"), X("exec"))), "code.InteractiveInterpreter (fickling)"),
        ("pdb-name", G("pdb", "run") + b"0N", "pdb.run named only"),
        ("doctest", G("doctest", "debug_script") + b"0N", "doctest.debug_script: GHSA-fqq6-7vqf-w3fg, named only (it opens a debugger)"),
        ("pydoc-locate", call(G("pydoc", "locate"), X("os.getcwd")) + b")R", "pydoc.locate (fickling)"),
        ("pkgutil-resolve", call(call(G("pkgutil", "resolve_name"), X("builtins:print")), X(MARK)), "pkgutil.resolve_name reaches any global (picklescan, universal bypass)"),
        ("pip-main", G("pip", "main") + b"0N", "pip.main: CVE-2025-1716, GHSA-655q-fx9r-782v; named only"),
        ("ensurepip", G("ensurepip", "_run_pip") + b"0N", "ensurepip._run_pip: GHSA-xp4f-hrf8-rxw7; named only"),
        ("lib2to3", P(4) + SG("lib2to3.pgen2.pgen", "ParserGenerator.make_label") + b"0N", "lib2to3...make_label: GHSA-p9w7-82w4-7q8m; named only"),
        ("idlelib-exec", P(4) + SG("idlelib.run", "Executive.runcode") + b"0N", "idlelib.run: GHSA-m869-42cg-3xwr; needs tkinter to import"),
        ("idlelib-shell", P(4) + SG("idlelib.pyshell", "ModifiedInterpreter.runcode") + b"0N", "idlelib.pyshell: GHSA-3gf5-cxq9-w223; needs tkinter"),
        ("asyncio-unix", P(4) + SG("asyncio.unix_events", "_UnixSubprocessTransport._start") + b"0N", "submodule of a listed module: CVE-2025-10157; named only"),
        ("uuid", call(G("uuid", "_get_command_stdout"), X("echo"), X(MARK)), "uuid helper starts a command: GHSA-5hwf-rc88-82xm (fickling), CVE-2026-56315 (picklescan)"),
        ("aix", call(G("_aix_support", "_read_cmd_output"), X("echo " + MARK)), "_aix_support: GHSA-5hwf-rc88-82xm, CVE-2026-56315"),
        ("osx", call(G("_osx_support", "_read_output"), X("echo " + MARK)), "_osx_support: GHSA-5hwf-rc88-82xm, CVE-2026-56315"),
        ("imaplib", G("imaplib", "IMAP4_stream") + b"0N", "imaplib.IMAP4_stream: CVE-2026-56315; named only"),
        ("pyrepl", G("_pyrepl.pager", "pipe_pager") + b"0N", "_pyrepl.pager (Python 3.13): CVE-2026-56315"),
        ("interpreters", call(G("_xxsubinterpreters", "run_string"), call(G("_xxsubinterpreters", "create")), s), "_interpreters under its 3.11 name: GHSA-6ggj-6f2q-f7mx (fickling)"),
        ("spawnv", G("multiprocessing.util", "spawnv_passfds") + b"0N", "modelscan #338; named only"),
        ("pty", G("pty", "spawn") + b"0N", "pty.spawn (fickling); named only"),
        ("ctypes", call(G("ctypes", "CDLL"), NONE), "ctypes.CDLL(None) (fickling)"),
        ("fileio", call(G("_io", "FileIO"), X("/dev/null"), X("w")), "file opened for writing (by fickling PR#210: CVE-2025-10155/10156 group)"),
        ("distutils-write", call(G("distutils.file_util", "write_file"), X("/dev/null"), b"]"), "distutils.file_util.write_file (fickling PR#210)"),
        ("linecache", call(G("linecache", "getlines"), X("/dev/null")), "file read"),
        ("ssl", G("ssl", "get_server_certificate") + b"0N", "ssl: picklescan PR#40; named only"),
        ("logging-config", call(G("logging.config", "dictConfig"), b"}" + X("version") + b"K\x01s" + X("filters") + b"}" + X("f") + b"}" + X("()") + X("builtins.print") + b"sss"), "dictConfig's () factory"),
        ("f2py-getlincoef", call(G("numpy.f2py.crackfortran", "getlincoef"), s, b"}"), "numpy.f2py.crackfortran.getlincoef: picklescan"),
        ("f2py-myeval", call(G("numpy.f2py.crackfortran", "myeval"), s), "numpy.f2py.crackfortran.myeval: picklescan family"),
        ("numpy-runstring", call(G("numpy.testing._private.utils", "runstring"), s, b"}"), "numpy.testing._private.utils.runstring: picklescan PR#40"),
        ("collect-env", call(G("torch.utils.collect_env", "run"), X("echo " + MARK)), "GHSA-f745-w6jp-hpxx"),
        ("config-module", P(4) + SG("torch.utils._config_module", "ConfigModule.load_config") + b"0N", "GHSA-vv6j-3g6g-2pvj; named only"),
        ("bottleneck", G("torch.utils.bottleneck.__main__", "run_cprofile") + b"0N", "GHSA-4r9r-ch6f-vxmx; named only"),
        ("bottleneck-autograd", G("torch.utils.bottleneck.__main__", "run_autograd_prof") + b"0N", "GHSA-4whj-rm5r-c2v8; named only"),
        ("guardbuilder", P(4) + SG("torch._dynamo.guards", "GuardBuilder.get") + b"0N", "GHSA-86cj-95qr-2p4f; named only"),
        ("shapeenv", P(4) + SG("torch.fx.experimental.symbolic_shapes", "ShapeEnv.evaluate_guards_expression") + b"0N", "GHSA-f4x7-rfwp-v3xw; named only"),
        ("basichandlers", call(G("torch.utils.data.datapipes.utils.decoder", "basichandlers"), X("pkl"), C), "GHSA-h3qp-7fh3-f8h4"),
        ("execwrapper", call(G("torch.jit.unsupported_tensor_ops", "execWrapper"), s, b"}", b"}"), "GHSA-vr7h-p6mm-wpmh"),
        ("hub", G("torch.hub", "load") + b"0N", "torch.hub.load named only"),
        ("mlflow", G("mlflow.projects.backend.local", "_run_entry_point") + b"0N", "modelscan #338; module absent here"),
        ("pandas", G("pandas", "read_csv") + b"0N", "modelscan #338; module absent here"),
        ("type-call", call(G("builtins", "type"), X("K"), tup(), b"}"), "builds a class"),
        ("type-metaclass", P(4) + call(SG("builtins", "type.__call__"), G("functools", "partial"), G("builtins", "print")) , "type.__call__ instead of the class"),
        ("rebuild-from-type", call(G("torch._tensor", "_rebuild_from_type_v2"), G("builtins", "print"), G("builtins", "set"), tup(X(MARK)), NONE), "an allowed torch function calls its argument"),
        ("rebuild-setstate", call(G("torch._tensor", "_rebuild_from_type_v2"), G("builtins", "set"), G("builtins", "set"), tup(), tup(b"}" + X("x") + PRINT + b"s", NONE)), "call hidden in an allowed function's state"),
        ("weakref-finalize", call(G("weakref", "finalize"), G("collections", "OrderedDict"), G("builtins", "print"), X(MARK)), "runs when the process ends"),
        ("atexit", call(G("atexit", "register"), G("builtins", "print"), X(MARK)), "runs at exit"),
        ("thread", call(G("_thread", "start_new_thread"), G("builtins", "print"), tup(X(MARK))), "runs in a thread"),
        ("timer", call(G("threading", "Timer"), b"K\x00", G("builtins", "print"), tup(X(MARK))) , "thread object, never started"),
        ("exitstack", P(4) + call(SG("contextlib", "ExitStack.callback"), call(G("contextlib", "ExitStack")), G("builtins", "print"), X(MARK)), "ExitStack.callback"),
        ("types-method", call(call(G("types", "MethodType"), G("builtins", "print"), X(MARK))), "MethodType binds the argument"),
        ("settrace", call(G("sys", "setprofile"), NONE), "sys.setprofile"),
        ("breakpointhook", call(G("sys", "displayhook"), X(MARK)), "sys.displayhook prints"),
        ("excepthook", call(G("sys", "audit"), X("mlhooks")), "sys.audit"),
        ("stdout-write", P(4) + call(SG("sys", "stdout.write"), X(MARK)), "bound method of sys.stdout"),
        ("help", call(G("builtins", "vars"), G("collections", "Counter")), "builtins.vars"),
        ("subclasses", P(4) + call(SG("builtins", "object.__subclasses__")), "object.__subclasses__"),
        ("nn-state-hook", P(4) + call(SG("torch.nn.modules.module", "Module.apply"), NONE, G("builtins", "print")), "a method of a data class is not the class"),
        ("codecs-lookup", call(G("_codecs", "register"), G("builtins", "print")) + b"0" + call(G("_codecs", "encode"), X("a"), X(MARK)), "registers print as a codec search, then encode calls it"),
    ]
    for n, body, why in rows:
        pub = any(k in why for k in ("GHSA", "CVE", "picklescan", "modelscan", "fickling"))
        h("gadget-" + n, (b"" if body[:1] == b"\x80" else P(2)) + body + STOP, why, "published" if pub else "gadget")


# ---- containers --------------------------------------------------------------------------------------------------
def zip_bytes(members, comp=zipfile.ZIP_STORED, force64=False):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", comp) as z:
        for n, d in members:
            zi = zipfile.ZipInfo(n, (1980, 1, 1, 0, 0, 0)); zi.compress_type = comp
            with z.open(zi, "w", force_zip64=force64) as f: f.write(d)
    return out.getvalue()


def torch_members(pkl, storages=(), prefix="archive", order="little"):
    rows = [(f"{prefix}/data.pkl", pkl), (f"{prefix}/byteorder", order.encode())]
    rows += [(f"{prefix}/data/{i}", s) for i, s in enumerate(storages)]
    return rows + [(f"{prefix}/version", b"3\n")]


def torch_zip(pkl, storages=(), **kw):
    return zip_bytes(torch_members(pkl, storages, kw.pop("prefix", "archive")), **kw)


def tensor_pkl(kind="FloatStorage", n=4, wrap=None, legacy=False):
    pid = tup(X("storage"), G("torch", kind), X("0"), X("cpu"), I4(n)) if not legacy else tup(X("storage"), G("torch", kind), X("0"), X("cpu"), I4(n), NONE)
    t = call(G("torch._utils", "_rebuild_tensor_v2"), pid + b"Q", b"K\x00", tup(I4(n)), tup(b"K\x01"), b"\x89", call(G("collections", "OrderedDict")))
    return P(2) + (wrap(t) if wrap else b"}" + X("w") + t + b"s") + STOP


MAGIC = 0x1950A86A20F9469CFC6C
def legacy(obj, storages=((4, 4),), magic=None, sysinfo=None, keys=("0",)):
    d = lambda o: pickle.dumps(o, 2)
    head = (magic or d(MAGIC)) + d(1001) + (sysinfo or d({"protocol_version": 1001, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 4}}))
    return head + obj + d(list(keys)) + b"".join(struct.pack("<q", n) + b"\0" * (n * w) for n, w in storages)


def npy(body, descr="'|O'", shape="(1,)"):
    hd = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}".encode()
    hd += b" " * (63 - (10 + len(hd)) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(hd)) + hd + body


def patch_zip(z, local=None, central=None, which=b"data.pkl"):
    """Apply functions to the local and central headers (as bytearrays, at offset) of the member whose name ends in `which`."""
    b = bytearray(z)
    for sig, fn, ln, nm in ((b"PK\x03\x04", local, 26, 30), (b"PK\x01\x02", central, 28, 46)):
        i = b.find(sig)
        while fn and i >= 0:
            n = struct.unpack_from("<H", b, i + ln)[0]
            if bytes(b[i + nm:i + nm + n]).endswith(which): fn(b, i, nm, n)
            i = b.find(sig, i + 4)
    return bytes(b)


def setb(off, val): return lambda b, i, nm, n: b.__setitem__(slice(i + off, i + off + len(val)), val)
def rename(new): return lambda b, i, nm, n: b.__setitem__(slice(i + nm, i + nm + n), new.ljust(n, b"_")[:n])


def tar_bytes(members, mode="w"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as t:
        for n, d in members:
            ti = tarfile.TarInfo(n); ti.size = len(d); t.addfile(ti, io.BytesIO(d))
    return out.getvalue()


def containers():
    m, T = "zip", "torch"
    z = torch_zip(RUNPKL)
    h("zip-plain", z, "torch zip", m, T, "zip-plain.pt")
    for i, sfx in enumerate((".pth", ".ckpt", ".bin", ".dat", ".pkl", ".safetensors", ".txt", "", ".onnx", ".png", ".pt.bak", ".PT")):
        h(f"zip-suffix-{i}", z, f"same bytes named *{sfx or ' (no suffix)'}: CVE-2025-1889 family", "renamed", "torch-bytes", "zipmodel" + sfx)
    for i, sfx in enumerate((".bin", ".pt", ".ckpt", ".npy", ".dat", ".onnx", ".gz")):
        h(f"pkl-suffix-{i}", RUNPKL, f"bare pickle named *{sfx}: CVE-2025-10155", "renamed", "pickle", "model" + sfx, deb="" if sfx in (".bin", ".pt", ".ckpt") else "content decides, so a finding")
    h("p0-bin", b"cbuiltins\nprint\n(S'" + MARK.encode() + b"'\ntR.", "protocol 0 under .bin: CVE-2025-10155", "renamed", "pickle", "p0.bin")
    for p in ("x", "a b", "архив", "a/b", "model.pt", "..", "archive/data"):
        h("zip-prefix-" + str(abs(zlib.crc32(p.encode())) % 997), torch_zip(RUNPKL, prefix=p), f"archive prefix {p!r}", m, T, "prefix.pt")
    h("zip-deflate", torch_zip(RUNPKL, comp=zipfile.ZIP_DEFLATED), "deflated data.pkl", m, T, "deflate.pt")
    for n, c in (("bzip2", zipfile.ZIP_BZIP2), ("lzma", zipfile.ZIP_LZMA)):
        h("zip-" + n, torch_zip(RUNPKL, comp=c), f"{n} method; torch refuses, other loaders read it", m, "zipfile", f"{n}.pt", deb="torch cannot load it")
    h("zip-zip64", torch_zip(RUNPKL, force64=True), "zip64 extra fields", m, T, "zip64.pt")
    h("zip-comment", z[:-2] + struct.pack("<H", 30) + b"PK\x05\x06" + b"\0" * 26, "archive comment that looks like an end record", m, T, "comment.pt", deb="loaders differ")
    h("zip-prepended", b"\x00" * 100 + z, "100 bytes before the archive", m, "zipfile", "prepended.pt")
    h("zip-pickle-prefix", GOOD + z, "clean pickle before a zip: torch reads the pickle, zip readers the archive", "polyglot", "zipfile", "polyglot.pt")
    h("zip-pickle-prefix-run", RUNPKL + torch_zip(tensor_pkl(), [b"\0" * 16]), "payload pickle before a clean zip", "polyglot", "pickle", "polyglot2.pt")
    h("zip-appended", z + b"\0" * 50, "bytes after the end record", m, T, "appended.pt")
    h("zip-dup-last", zip_bytes(torch_members(GOOD) + [("archive/data.pkl", RUNPKL)]), "data.pkl twice, payload last", m, T, "dup-last.pt")
    h("zip-dup-first", zip_bytes([("archive/data.pkl", RUNPKL)] + torch_members(GOOD)), "data.pkl twice, payload first", m, T, "dup-first.pt")
    h("zip-case", zip_bytes([("archive/DATA.PKL", RUNPKL)] + torch_members(GOOD)), "DATA.PKL beside data.pkl; the loader may ignore case", m, T, "case.pt")
    h("zip-other-pkl", zip_bytes(torch_members(GOOD) + [("archive/extra/opt.pkl", RUNPKL)]), "second pickle in the archive", m, "zipfile", "other.pt")
    h("zip-other-dat", zip_bytes(torch_members(GOOD) + [("archive/config.p", RUNPKL)]), "odd suffix inside the archive: CVE-2025-1889", "published", "zipfile", "other2.pt")
    h("zip-pickle-as-storage", torch_zip(GOOD, [RUNPKL]), "pickle in a storage member that nothing loads", m, "none", "storage.pt", deb="raw tensor bytes; clean is as defensible")
    for side, kw in (("both", ("local", "central")), ("local", ("local",)), ("central", ("central",))):
        bit = struct.pack("<H", 1)
        h("zip-encrypted-bit-" + side, patch_zip(z, setb(6, bit) if "local" in kw else None, setb(8, bit) if "central" in kw else None),
          f"encrypted bit set falsely ({side}): CVE-2025-1945", "published", T, f"enc-{side}.pt", deb="runs-code or unreadable; both are errors")
    for bits in (0x0020, 0x0040, 0x0800, 0x2000):
        h(f"zip-flag-{bits:x}", patch_zip(z, setb(6, struct.pack("<H", bits)), setb(8, struct.pack("<H", bits))), f"flag bits {bits:#x}: CVE-2025-1945", "published", T, f"flag{bits:x}.pt", deb="runs-code or unreadable")
    h("zip-local-name", patch_zip(z, rename(b"archive/data.txt")), "local name differs from the directory's: CVE-2025-1944", "published", T, "localname.pt", deb="runs-code or unreadable")
    h("zip-central-name", patch_zip(z, None, rename(b"archive/data.txt")), "directory's name differs from the local one: CVE-2025-1944", "published", "none", "centralname.pt", deb="runs-code or unreadable")
    h("zip-bad-crc", patch_zip(z, setb(14, b"\0\0\0\0"), setb(16, b"\0\0\0\0")), "wrong CRC: CVE-2025-10156", "published", T, "crc.pt", deb="runs-code or unreadable")
    h("zip-bad-crc-other", patch_zip(z, setb(14, b"\1\2\3\4"), setb(16, b"\1\2\3\4"), b"version"), "wrong CRC of another member: CVE-2025-10156", "published", T, "crc2.pt", deb="runs-code or unreadable")
    h("zip-method-lie", patch_zip(z, setb(8, b"\x08\0")), "local header says deflate, directory says stored", m, T, "method.pt", deb="runs-code or unreadable")
    h("zip-size-lie", patch_zip(z, setb(18, b"\1\0\0\0\1\0\0\0")), "local sizes lie", m, T, "size.pt", deb="runs-code or unreadable")
    h("zip-version-needed", patch_zip(z, setb(4, b"\xff\0"), setb(6, b"\xff\0")), "version needed 25.5", m, T, "verneeded.pt", deb="runs-code or unreadable")
    h("zip-no-version", zip_bytes([("archive/data.pkl", RUNPKL)]), "no version member", m, "zipfile", "nover.pt")
    h("zip-bare-name", zip_bytes([("data.pkl", RUNPKL), ("version", b"3\n")]), "no folder", m, "zipfile", "bare.pt")
    h("zip-backslash", zip_bytes([("archive\\data.pkl", RUNPKL)] + torch_members(GOOD)), "backslash in the name", m, "zipfile", "backslash.pt")
    add("zip-cut", "cut.pt", z[:-30], UNR, "end record cut off", "truncation", T)
    add("zip-cut-half", "half.pt", z[: len(z) // 2], UNR, "half a zip", "truncation", T)
    add("zip-cut-clean", "cutclean.pt", torch_zip(tensor_pkl(), [b"\0" * 16])[:-40], UNR, "half a clean zip", "truncation", T)
    add("zip-magic-only", "magic.pt", b"PK\x03\x04", UNR, "four bytes", "truncation", T)
    add("zip-magic-only-bin", "magic.bin", b"PK\x03\x04", UNR, "a known container that breaks off, under .bin", "truncation", "none")
    add("zip-bomb", "bomb.pt", torch_zip(P(2) + BB(b"\0" * (20 << 20)) + STOP, comp=zipfile.ZIP_DEFLATED), UNR, "data.pkl with a ratio of 1000", "limits", "none", "a clean value inside; the ratio is the reason")
    h("nested-zip", zip_bytes([("m.pt", z)]), "checkpoint in a zip", "nested", "nested", "nested.zip")
    h("nested-zip3", zip_bytes([("a.zip", zip_bytes([("b.zip", zip_bytes([("m.pkl", RUNPKL)]))]))]), "three zips deep", "nested", "nested", "nested3.zip")
    h("nested-tar", tar_bytes([("m.pt", z)]), "checkpoint in a tar", "nested", "nested", "m.tar")
    h("nested-tgz", tar_bytes([("weights/m.pkl", RUNPKL)], "w:gz"), "pickle in a tar.gz", "nested", "nested", "m.tar.gz")
    h("nested-txz", tar_bytes([("m.pkl", RUNPKL)], "w:xz"), "pickle in a tar.xz", "nested", "nested", "m.tar.xz")
    h("nested-zip-gz", zip_bytes([("m.pkl.gz", gzip.compress(RUNPKL))]), "gzip in a zip", "nested", "nested", "zg.zip")
    h("nested-gz-gz", gzip.compress(gzip.compress(RUNPKL)), "gzip in gzip", "nested", "nested", "gg.pkl.gz")
    h("nested-storage-zip", zip_bytes(torch_members(GOOD) + [("archive/x.npz", zip_bytes([("a.npy", npy(RUNPKL))]))]), "npz inside a checkpoint", "nested", "none", "npzin.pt")
    for n, f, sfx in (("gzip", gzip.compress, "gz"), ("bz2", bz2.compress, "bz2"), ("xz", lzma.compress, "xz"), ("lzma", lambda b: lzma.compress(b, lzma.FORMAT_ALONE), "lzma"), ("zlib", zlib.compress, "z")):
        h("layer-" + n, f(RUNPKL), f"joblib opens {n} by content", "layer", "joblib", f"l.joblib.{sfx}")
        h("layer-renamed-" + n, f(RUNPKL), f"{n} under .pkl", "layer", "joblib", f"layer-{n}.pkl")
        add("layer-cut-" + n, f"layercut-{n}.pkl", f(GOOD * 40 + bytes(range(256)))[:20], UNR, f"{n} cut off", "truncation", "joblib")
        add("layer-clean-" + n, f"layerclean-{n}.pkl", f(GOOD), CLEAN, f"clean pickle in {n}", "benign-layer", "joblib")
    h("gzip-two-members", gzip.compress(GOOD) + gzip.compress(RUNPKL), "second gzip member holds the payload", "layer", "pickle-all-gz", "two.pkl.gz")
    h("gzip-bad-crc", gzip.compress(RUNPKL)[:-8] + b"\0" * 8, "gzip with a wrong CRC: the payload has run by the time it is checked", "layer", "joblib", "gzcrc.pkl", deb="runs-code or unreadable")
    h("gzip-fname", b"\x1f\x8b\x08\x08" + gzip.compress(RUNPKL)[4:10] + b"n\0" + gzip.compress(RUNPKL)[10:], "gzip with the FNAME field", "layer", "joblib", "fname.pkl")
    for lvl in (0, 1, 6, 9):
        h(f"zlib-level{lvl}", zlib.compress(RUNPKL, lvl), f"zlib header of level {lvl}", "layer", "joblib", f"zl{lvl}.joblib")
    add("gzip-bomb", "gbomb.pkl.gz", gzip.compress(P(2) + BB(b"\0" * (20 << 20)) + STOP), UNR, "gzip with a ratio of 1000", "limits", "none", "clean inside")
    m = "legacy"
    h("legacy-obj", legacy(RUNPKL, (), keys=()), "legacy file, payload in the object", m, T, "legacy.pt")
    h("legacy-magic-reduce", legacy(GOOD, (), magic=P(2) + PRINT + b"0" + pickle.dumps(MAGIC, 2)[2:], keys=()), "payload in the magic number's pickle", m, T, "legacymagic.pt")
    h("legacy-magic-computed", legacy(GOOD, (), magic=P(2) + call(G("builtins", "int"), X(str(MAGIC))) + STOP, keys=()), "magic number returned by a call (pytorch_magic_bypass)", "published", T, "legacymagic2.pt")
    h("legacy-sysinfo", legacy(GOOD, (), sysinfo=P(2) + PRINT + b"0}.", keys=()), "payload in sys_info", m, T, "legacysys.pt")
    h("legacy-keys", legacy(GOOD, (), keys=())[: -len(pickle.dumps([], 2))] + P(2) + PRINT + b"0].", "payload in the storage keys, the fifth pickle", m, T, "legacykeys.pt")
    h("legacy-persid", legacy(P(2) + tup(X("storage"), PRINT, X("0"), X("cpu"), I4(1), NONE) + b"Q.", ()), "payload in the persistent id", m, T, "legacypid.pt")
    h("zip-persid", torch_zip(P(2) + tup(X("storage"), PRINT, X("0"), X("cpu"), I4(1)) + b"Q."), "payload in the persistent id", "persid", T, "pid.pt")
    h("zip-persid-type", torch_zip(P(2) + tup(X("storage"), G("builtins", "print"), X("0"), X("cpu"), I4(1)) + b"Q.", [b"\0" * 4]), "storage type is not a storage", "persid", T, "pidtype.pt")
    add("legacy-cut", "legacycut.pt", legacy(tensor_pkl(legacy=True))[:-40], UNR, "storage keys or data cut off", "truncation", T)
    add("legacy-cut-storage", "legacycut2.pt", legacy(tensor_pkl(legacy=True))[:-3], UNR, "last storage short by three bytes", "truncation", T, "needs the storage sizes")
    h("tar-legacy", tar_bytes([("sys_info", pickle.dumps({"little_endian": True}, 2)), ("storages", pickle.dumps(0, 2)), ("tensors", pickle.dumps(0, 2)), ("pickle", RUNPKL)]), "torch's first format, a tar", m, T, "old.pt")
    h("tar-legacy-storages", tar_bytes([("storages", RUNPKL), ("tensors", pickle.dumps(0, 2)), ("pickle", GOOD)]), "payload in `storages` of the tar", m, T, "old2.pt")
    m = "numpy"
    h("npy-object", npy(RUNPKL), "object array", m, "numpy", "o.npy")
    h("npy-struct-object", npy(RUNPKL, "[('a', '|O')]"), "structured dtype with an object field", m, "numpy", "so.npy")
    h("npy-v2", b"\x93NUMPY\x02\x00" + struct.pack("<I", struct.unpack("<H", npy(b"")[8:10])[0]) + npy(RUNPKL)[10:], "format version 2", m, "numpy", "v2.npy")
    h("npy-o8", npy(RUNPKL, "'O8'"), "descr O8", m, "numpy", "o8.npy")
    h("npy-renamed", npy(RUNPKL), ".npy content under .dat", m, "numpy", "renamed.dat")
    h("npz-object", zip_bytes([("a.npy", npy(RUNPKL))]), "object array in npz", m, "numpy", "o.npz")
    h("npz-deflate", zip_bytes([("a.npy", npy(RUNPKL))], zipfile.ZIP_DEFLATED), "compressed npz", m, "numpy", "od.npz")
    h("npz-odd-name", zip_bytes([("a", npy(RUNPKL))]), "member without .npy; decided by content", m, "numpy", "odd.npz")
    h("npy-pickle", RUNPKL, "numpy.load falls back to pickle", m, "numpy", "fallback.npy")
    add("npy-cut", "cut.npy", npy(b"\0" * 8, "'<f4'", "(100,)"), UNR, "data shorter than the shape", "truncation", "numpy")
    add("npy-header-cut", "cuth.npy", npy(b"")[:30], UNR, "header cut off", "truncation", "numpy")
    add("npy-evil-header", "evilh.npy", npy(b"", "__import__('os')", "(1,)"), UNR, "header is no literal", "numpy", "numpy")
    m = "joblib"
    wrap = P(2) + G("joblib.numpy_pickle", "NumpyArrayWrapper") + b")\x81}" + b"(" + X("subclass") + G("numpy", "ndarray") + X("shape") + b"K\x02\x85" + X("order") + X("C") + X("dtype")
    dt = call(G("numpy", "dtype"), X("f4"), b"\x89", b"\x88") + tup(b"K\x03", X("<"), NONE, NONE, NONE, I4(-1), I4(-1), b"K\x00") + b"b"
    arr = wrap + dt + X("allow_mmap") + b"\x89ub"
    add("joblib-array", "array.joblib", arr + struct.pack("<2f", 1, 2) + STOP, NEED, "joblib array: raw bytes inside the stream", "benign-need", "joblib", "NumpyArrayWrapper may not be in the table")
    h("joblib-after-array", P(2) + b"]" + arr[2:] + struct.pack("<2f", 1, 2) + b"a" + PRINT + b"a.", "payload after the raw array bytes", m, "joblib", "after.joblib")
    h("joblib-stop-bytes", P(2) + b"]" + arr[2:] + b"........" + b"a" + PRINT + b"a.", "array bytes are all STOP; the payload follows", m, "joblib", "stops.joblib")
    h("joblib-object-array", (wrap + call(G("numpy", "dtype"), X("O8"), b"\x89", b"\x88") + tup(b"K\x03", X("|"), NONE, NONE, NONE, I4(-1), I4(-1), b"K\x3f") + b"b" + X("allow_mmap") + b"\x89ub") + RUNPKL + STOP, "object array: a nested pickle inline", m, "joblib", "obj.joblib")
    m = "torchscript"
    ts = [("m/version", b"3\n"), ("m/data.pkl", RUNPKL), ("m/code/__torch__.py", b""), ("m/constants.pkl", P(2) + b").")]
    h("ts-data", zip_bytes(ts), "Python payload in a TorchScript archive's data.pkl", m, "zipfile", "ts.pt")
    h("ts-constants", zip_bytes([("m/version", b"3\n"), ("m/data.pkl", GOOD), ("m/code/__torch__.py", b""), ("m/constants.pkl", RUNPKL)]), "payload in constants.pkl", m, "none", "tsc.pt")
    add("ts-clean", "tsclean.pt", zip_bytes([("m/version", b"3\n"), ("m/data.pkl", P(2) + G("__torch__", "Net") + b")\x81}X\x08\x00\x00\x00training\x88sb."), ("m/code/__torch__.py", b"class Net(Module):\n  __parameters__ = []\n"), ("m/constants.pkl", P(2) + b").")]), CLEAN, "__torch__ class of a TorchScript archive, which Python does not import", "benign", "none", "strict reading: __torch__.Net is a project's class")
    m = "pt2"
    cfg = lambda path: json.dumps({"config": {"w": {"path_name": path, "is_param": True, "use_pickle": True, "tensor_meta": None}}}).encode()
    base = [("archive/archive_format", b"pt2"), ("archive/archive_version", b"0"), ("archive/byteorder", b"little"), ("archive/version", b"0\n"), ("archive/models/model.json", b"{}")]
    h("pt2-weight", zip_bytes(base + [("archive/data/weights/model_weights_config.json", cfg("weight_0")), ("archive/data/weights/weight_0", z)]), "pickled weight, loaded with weights_only=False", m, "none", "w.pt2")
    h("pt2-weight-legacy", zip_bytes(base + [("archive/data/weights/model_weights_config.json", cfg("weight_0")), ("archive/data/weights/weight_0", legacy(RUNPKL, (), keys=()))]), "the same in the legacy format", m, "none", "wl.pt2")
    h("pt2-constant", zip_bytes(base + [("archive/data/constants/model_constants_config.json", cfg("tensor_0")), ("archive/data/constants/tensor_0", z)]), "pickled constant", m, "none", "c.pt2")
    h("pt2-opaque", zip_bytes(base + [("archive/data/constants/model_constants_config.json", cfg("opaque_obj_0")), ("archive/data/constants/opaque_obj_0", RUNPKL)]), "opaque object, pickle.loads", m, "none", "op.pt2")
    h("pt2-custom", zip_bytes(base + [("archive/data/constants/model_constants_config.json", cfg("custom_obj_0")), ("archive/data/constants/custom_obj_0", RUNPKL)]), "custom object", m, "none", "cu.pt2")
    h("pt2-sample", zip_bytes(base + [("archive/data/sample_inputs/model.pt", z)]), "sample inputs", m, "none", "s.pt2")
    h("pt2-renamed", zip_bytes(base + [("archive/data/sample_inputs/model.pt", z)]), "a pt2 named .bin", m, "none", "pt2.bin")
    h("pt2-old-layout", zip_bytes([("serialized_state_dict.pt", z), ("serialized_exported_program.json", b"{}"), ("version", b"5.1")]), "torch 2.1 to 2.6 layout", m, "none", "old.pt2")
    add("pt2-clean", "clean.pt2", zip_bytes(base + [("archive/data/weights/model_weights_config.json", b'{"config": {}}'), ("archive/data/weights/weight_0", b"\0" * 16)]), CLEAN, "no pickle inside", "benign", "none")
    m = "keras"
    lam = lambda f: json.dumps({"class_name": "Sequential", "config": {"layers": [{"class_name": "Lambda", "module": "keras.layers", "config": {"name": "l", "function": f}}]}}).encode()
    code = base64.b64encode(marshal.dumps(compile(STMT, "x", "eval"))).decode()
    h("keras-lambda", zip_bytes([("config.json", lam({"class_name": "__lambda__", "config": {"code": code, "defaults": None, "closure": None}})), ("metadata.json", b"{}")]), "Lambda layer with marshalled code", m, "none", "l.keras")
    h("keras-lambda-old", zip_bytes([("config.json", lam([code, None, None])), ("metadata.json", b"{}")]), "the list form of Keras 2", m, "none", "l2.keras")
    h("keras-module", zip_bytes([("config.json", json.dumps({"class_name": "function", "module": "os", "config": "getcwd", "registered_name": "getcwd"}).encode()), ("metadata.json", b"{}")]), "module and name given: CVE-2025-1550", m, "none", "m.keras", deb="no Lambda; the issue names Lambda only")
    h("keras-escape", zip_bytes([("config.json", lam({"class_name": "__lambda__", "config": {"code": code}}).replace(b"Lambda", b"\\u004cambda").replace(b"__lambda__", b"__lambd\\u0061__"))]), "class names in JSON escapes", m, "none", "e.keras")
    h("keras-nested", zip_bytes([("config.json", json.dumps({"config": {"layers": [{"class_name": "TimeDistributed", "config": {"layer": {"class_name": "Lambda", "config": {"function": {"class_name": "__lambda__", "config": {"code": code}}}}}}]}}).encode()), ("metadata.json", b"{}")]), "Lambda inside a wrapper layer", m, "none", "n.keras")
    h("keras-pickle-member", zip_bytes([("config.json", b'{"class_name": "Sequential", "config": {"layers": []}}'), ("metadata.json", b"{}"), ("assets/vocab.pkl", RUNPKL)]), "pickle in the assets", m, "none", "p.keras")
    h("keras-dup-key", zip_bytes([("config.json", lam([code]).replace(b'"class_name": "Lambda"', b'"class_name": "Lambda", "class_name": "Dense"'))]), "duplicate JSON key, last one harmless", m, "none", "d.keras", deb="Keras reads the last key")
    add("keras-clean", "clean.keras", zip_bytes([("config.json", b'{"class_name": "Sequential", "config": {"layers": [{"class_name": "Dense", "config": {"name": "Lambda", "units": 1}}]}}'), ("metadata.json", b"{}"), ("model.weights.h5", b"\x89HDF\r\n\x1a\n" + b"\0" * 40)]), CLEAN, "a layer named Lambda is not a Lambda layer", "benign", "none")
    add("keras-bad-json", "bad.keras", zip_bytes([("config.json", b'{"class_name": '), ("metadata.json", b"{}")]), UNR, "configuration breaks off", "truncation", "none")
    m = "safetensors"
    st = lambda hd, data=b"\0" * 16: struct.pack("<Q", len(hd)) + hd + data
    ok = b'{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}'
    for n, d, why in (("long", struct.pack("<Q", 1 << 40) + ok, "header longer than the file"), ("json", st(b'{"w":'), "header is no JSON"), ("range", st(ok.replace(b"16]", b"99]")), "offsets outside the file"), ("overlap", st(b'{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"b":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}'), "tensors overlap"),
                      ("shape", st(ok.replace(b"[4]", b"[5]")), "shape and size differ"), ("neg", st(ok.replace(b"[0,", b"[-1,")), "negative offset"), ("empty", b"\0" * 8, "header of length 0"), ("list", st(b"[]", b""), "header is a list"), ("dtype", st(ok.replace(b"F32", b"F99")), "unknown dtype"),
                      ("short", b"\x10\0\0", "three bytes"), ("hole", st(ok.replace(b"[0,16]", b"[16,32]"), b"\0" * 32), "hole before the data"), ("trail", st(ok) + b"x" * 9, "bytes after the data"), ("dup", st(ok[:-1] + b"," + ok[1:]), "duplicate key")):
        add("st-" + n, f"{n}.safetensors", d, UNR, why, m, "none", "policy names this suffix nowhere" if n in ("short", "empty") else "")
    add("st-pickle", "pickle.safetensors", RUNPKL, RUN, "pickle under .safetensors", "renamed", "pickle")
    add("st-clean", "clean.safetensors", st(ok), CLEAN, "clean", "benign", "none")
    add("st-meta", "meta.safetensors", st(b'{"__metadata__":{"format":"pt"},' + ok[1:] + b"   "), CLEAN, "metadata and padding", "benign", "none")
    add("st-zero", "zero.safetensors", st(b'{"w":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}', b""), CLEAN, "empty tensor", "benign", "none")
    pb = lambda n, b: bytes([n << 3 | 2, len(b)]) + b
    onnx = lambda loc: b"\x08\x08" + pb(7, pb(5, b"\x08\x04\x10\x01" + pb(8, b"w") + pb(13, pb(1, b"location") + pb(2, loc)) + b"\x70\x01") + pb(2, b"g")) + pb(8, b"\x0a\x00\x10\x11")
    for i, loc in enumerate((b"../../etc/passwd", b"/etc/passwd", b"a/../../x", b"..\\x", b"C:\\x", b"file:///etc/x")):
        add(f"onnx-out-{i}", f"out{i}.onnx", onnx(loc), UNR, f"external data {loc.decode()!r} leaves the folder", "onnx", "none", "the three verdicts name no ONNX one; an error of either id is right")
    add("onnx-in", "in.onnx", onnx(b"weights.bin"), CLEAN, "external data beside the model", "benign", "none")
    add("onnx-in-dots", "in2.onnx", onnx(b"w..data/x.bin"), CLEAN, "two dots inside a name", "benign", "none")
    add("7z-pt", "seven.pt", b"7z\xbc\xaf\x27\x1c\x00\x04" + b"\0" * 40, UNR, "7z renamed .pt", "foreign", "none")
    add("rar-pt", "rar.pt", b"Rar!\x1a\x07\x01\x00" + b"\0" * 40, UNR, "RAR renamed .pt", "foreign", "none")
    add("lz4-pkl", "lz4.pkl", b"\x04\x22\x4d\x18" + b"\x64\x40\xa7" + b"\0" * 20, UNR, "lz4 frame, which joblib opens if lz4 is installed", "foreign", "none")
    add("zstd-pt", "zstd.pt", b"\x28\xb5\x2f\xfd" + b"\0" * 20, UNR, "zstd", "foreign", "none")
    add("7z-bin", "seven.bin", b"7z\xbc\xaf\x27\x1c\x00\x04" + b"\0" * 40, SILENT, "7z under .bin", "foreign", "none", "a container that we do not read; unreadable is as defensible")
    for sfx in ("pt", "pth", "ckpt", "pkl", "pickle"):
        add("random-" + sfx, "random." + sfx, bytes((i * 73 + 41) % 256 for i in range(500)), UNR, "no known content under a claimed suffix", "claimed", "torch")
        add("text-" + sfx, "text." + sfx, b"hello, this is text\n", UNR, "text under a claimed suffix", "claimed", "torch", "the facts say text is skipped, the policy says unreadable")
    add("empty-pt", "empty.pt", b"", UNR, "empty file under .pt", "claimed", "torch", "the facts say skip, the policy says unreadable")
    for i in (1, 2, 5, 9, 20):
        add(f"pkl-cut-{i}", f"pcut{i}.pkl", pickle.dumps({"a": [1.5, "x", b"y"]}, 4)[:-i], UNR, f"clean pickle short by {i} bytes", "truncation")
    for n, d in (("dup-bomb", P(2) + b"]" + b"2" * 3_000_000), ("memo-huge", P(2) + b"}r\xff\xff\xff\xff."), ("4gb", P(2) + b"B\xff\xff\xff\xff"), ("doubling", P(2) + b"]" + b"2\x86" * 3000), ("mark-flood", b"(" * 3_000_000)):
        add("bomb-" + n, f"bomb-{n}.pkl", d, UNR, "pickle bomb that ends without STOP or over the limits", "limits", "none", "memo-huge ends with STOP: clean by content, over the memo limit" if n == "memo-huge" else "")


def benign():
    m = "benign"
    for kind, w in (("Float", 4), ("Double", 8), ("Half", 2), ("BFloat16", 2), ("Long", 8), ("Int", 4), ("Short", 2), ("Char", 1), ("Byte", 1), ("Bool", 1), ("ComplexFloat", 8), ("ComplexDouble", 16)):
        add(f"zip-{kind}", f"z{kind}.pt", torch_zip(tensor_pkl(kind + "Storage"), [b"\0" * 4 * w]), CLEAN, f"{kind} tensor, zip", "benign-torch", "torch")
        add(f"legacy-{kind}", f"l{kind}.pt", legacy(tensor_pkl(kind + "Storage", legacy=True), ((4, w),)), CLEAN, f"{kind} tensor, legacy", "benign-torch", "torch")
    for n, kw in (("deflate", dict(comp=zipfile.ZIP_DEFLATED)), ("zip64", dict(force64=True)), ("prefix", dict(prefix="my model")), ("unicode", dict(prefix="модель"))):
        add("clean-" + n, f"c{n}.pt", torch_zip(tensor_pkl(), [b"\0" * 16], **kw), CLEAN, f"clean zip, {n}", "benign-torch", "torch")
    add("clean-storage-looks-pickle", "cpk.pt", torch_zip(tensor_pkl(), [b"cos\nsystem\n(tR.."]), CLEAN, "tensor bytes that spell a pickle", "benign-torch", "torch", "scanners by content may flag the storage")
    add("clean-storage-pk", "cpk2.pt", torch_zip(tensor_pkl(), [b"PK\x05\x06PK\x03\x04PK\x01\x02abcd"]), CLEAN, "tensor bytes with zip signatures", "benign-torch", "torch")
    add("clean-suffix-bin", "pytorch_model.bin", torch_zip(tensor_pkl(), [b"\0" * 16]), CLEAN, "Hugging Face's usual name", "benign-torch", "torch")
    add("clean-param", "param.pt", torch_zip(tensor_pkl(wrap=lambda t: call(G("torch._utils", "_rebuild_parameter"), t, b"\x88", call(G("collections", "OrderedDict")))), [b"\0" * 16]), CLEAN, "Parameter", "benign-torch", "torch")
    for n, b in (("size", call(G("torch", "Size"), b"]K\x02a")), ("device", call(G("torch", "device"), X("cpu"))), ("dtype", G("torch", "float32")), ("ordered", call(G("collections", "OrderedDict"))), ("counter", call(G("collections", "Counter"), b"}" + X("a") + b"K\x02s")), ("set", call(G("builtins", "set"), b"]K\x01a")),
                 ("py2set", call(G("__builtin__", "set"), b"]K\x01a")), ("bytearray", call(G("builtins", "bytearray"), call(G("_codecs", "encode"), X("ab"), X("latin1")))), ("bytes", call(G("_codecs", "encode"), X("a\xff"), X("latin1"))), ("complex", call(G("builtins", "complex"), b"G\0\0\0\0\0\0\0\0G\0\0\0\0\0\0\0\0"))):
        add("allowed-" + n, f"al-{n}.pt", torch_zip(P(2) + b + STOP), CLEAN, f"allowed global: {n}", m, "torch")
        add("allowed-bare-" + n, f"alb-{n}.pkl", P(2) + b + STOP, CLEAN, f"allowed global in a bare pickle: {n}", m)
    data = {"nums": [1, -1, 2**31, 2**70, 1.5, True, None], "text": ["a.b\nc", "os.system", "builtins print", "\u00e9\U0001f600"], "bytes": [b"cos\nsystem\n(tR.", RUNPKL], "cycle": None, "config": {"lr": 1e-3, "betas": (0.9, 0.999)}}
    for k, v in data.items():
        if k == "cycle": v = []; v.append(v)
        for p in range(6):
            if k == "bytes" and p < 3 and False: continue
            add(f"plain-{k}-p{p}", f"plain-{k}-{p}.pkl", pickle.dumps(v, p), CLEAN, f"plain data ({k}), protocol {p}", m, "pickle", "bytes that hold a pickle that nobody loads" if k == "bytes" else "")
    add("plain-set-p4", "set.pkl", pickle.dumps({1, 2}, 4), CLEAN, "EMPTY_SET", m)
    add("plain-big-frames", "frames.pkl", pickle.dumps([b"x" * 70000, "y" * 70000, list(range(30000))], 4), CLEAN, "several frames", m)
    add("plain-memo-200k", "memo.pkl", pickle.dumps([str(i) for i in range(100000)], 4), CLEAN, "a hundred thousand memo entries", m, debatable="must not exceed the memo limit")
    add("several-clean", "several.pkl", GOOD * 5, CLEAN, "five clean pickles", m, "pickle-all")
    f4 = struct.pack("<4f", 1, 2, 3, 4)
    for n, d in (("f4", "'<f4'"), ("i8x", "'<i4'"), ("u", "'<U1'"), ("struct", "[('a', '<i2'), ('b', '<u2')]"), ("be", "'>f4'"), ("c8", "'<c8'")):
        size = 2 if n == "c8" else 4
        add("npy-" + n, f"n{n}.npy", npy(f4, d, f"({size},)"), CLEAN, f"plain array {d}", m, "numpy")
    add("npz-clean", "clean.npz", zip_bytes([("a.npy", npy(f4, "'<f4'", "(4,)"))], zipfile.ZIP_DEFLATED), CLEAN, "plain npz", m, "numpy")
    add("npy-field-named-O", "fieldO.npy", npy(f4, "[('O', '<f4')]", "(4,)"), CLEAN, "a field whose name is O", m, "numpy")
    nd = lambda mod: call(G(mod, "_reconstruct"), G("numpy", "ndarray"), b"K\x00\x85", b"C\x01b") + tup(b"K\x01", b"K\x04\x85", call(G("numpy", "dtype"), X("u1"), b"\x89", b"\x88"), b"\x89", b"C\x04abcd") + b"b"
    need = [("numpy-core", nd("numpy.core.multiarray"), ""), ("numpy2-core", nd("numpy._core.multiarray"), ""), ("namespace", G("argparse", "Namespace") + b")\x81}" + X("lr") + b"K\x01sb", ""), ("defaultdict", call(G("collections", "defaultdict"), G("builtins", "list")), "builtins.list must be in the table too"),
            ("datetime", call(G("datetime", "datetime"), b"C\x0a\x07\xe8\x01\x01\0\0\0\0\0\0"), ""), ("posixpath", call(G("pathlib", "PosixPath"), X("a"), X("b")), ""), ("linear", G("torch.nn.modules.linear", "Linear") + b")\x81}b" if False else G("torch.nn.modules.linear", "Linear") + b")\x81}" + X("in_features") + b"K\x02sb", "weights absent"),
            ("identity", G("torch.nn.modules.linear", "Identity") + b")\x81}" + X("training") + b"\x88sb", ""), ("relu", G("torch.nn.modules.activation", "ReLU") + b")\x81}" + X("inplace") + b"\x89sb", ""), ("np-scalar", call(G("numpy._core.multiarray", "scalar"), call(G("numpy", "dtype"), X("f4"), b"\x89", b"\x88"), b"C\x04\0\0\0\0"), ""),
            ("np-dtype", call(G("numpy", "dtype"), X("f8"), b"\x89", b"\x88"), ""), ("timedelta", call(G("datetime", "timedelta"), b"K\x01"), "table of known data classes decides"), ("decimal", call(G("decimal", "Decimal"), X("1.5")), "table decides"), ("uuid", G("uuid", "UUID") + b")\x81}" + X("int") + b"K\x01sb", "table decides; fails to load by slots"), ("fraction", call(G("fractions", "Fraction"), X("1/2")), "table decides"), ("deque", call(G("collections", "deque"), b"]"), "table decides")]
    for n, b, deb in need:
        add("need-" + n, f"need-{n}.pt", torch_zip(P(2) + b + STOP), NEED, f"known data class: {n}", "benign-need", "torch", deb)
    add("lfs", "lfs.pt", b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"a" * 64 + b"\nsize 12345\n", SILENT, "Git LFS pointer: left out and counted", m, "none")
    add("annex", "annex.pt", b"/annex/objects/SHA256E-s12--" + b"a" * 64 + b".pt\n", SILENT, "git-annex pointer", m, "none")
    for n, d in (("ggml.bin", b"lmgg" + b"\0" * 60), ("model.gguf", b"GGUF\x03\0\0\0" + b"\0" * 60), ("firmware.bin", bytes((i * 37) % 251 for i in range(900))), ("zeros.bin", b"\0" * 500), ("sensor.dat", bytes(range(256)) * 3), ("net.pte", b"\x1c\0\0\0ET12" + b"\0" * 60), ("net.tflite", b"\x1c\0\0\0TFL3" + b"\0" * 60), ("img.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 60),
                 ("notes.txt", b"cos is a function\n(tR.\n"), ("a.bin", b"(this) is text."), ("dot.bin", b"."), ("n.dat", b"N."), ("app.wasm", b"\0asm\x01\0\0\0"), ("empty.bin", b""), ("lib.bin", b"\x7fELF\x02\x01\x01" + b"\0" * 60), ("x80.bin", b"\x80\x02" + b"\xfe" * 60)):
        add("silent-" + n, n, d, SILENT, "not a checkpoint", "benign-silent", "none", "begins as a pickle does" if n in ("x80.bin", "n.dat", "dot.bin") else "")


def build() -> list[tuple]:
    if not ROWS:
        for f in (pickle_opcodes, names, ext_and_registry, framing, gadgets, containers, benign): f()
        dup = [n for n, c in Counter(r[0] for r in ROWS).items() if c > 1]
        assert not dup, dup
    return ROWS


def cases() -> Iterator[tuple[str, str, bytes, str, str]]:
    for r in build(): yield r[:5]
