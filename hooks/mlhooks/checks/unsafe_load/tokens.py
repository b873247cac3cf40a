# SPDX-License-Identifier: Apache-2.0
"""Python that does not parse here: calls found by their text, arguments by balanced brackets.

Coarser than the tree on purpose: it knows import aliases and the words of a call, no scopes and no values.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mlhooks.checks.unsafe_load.families import FAMILIES, FROM_URL, NUMPY, SAFE_GLOBALS, TORCH_LOAD, YAML
from mlhooks.checks.unsafe_load.report import at_range
from mlhooks.core.finding import Help
from mlhooks.core.limits import LIMITS
from mlhooks.core.rule import ERROR, NOTE, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.checks.unsafe_load.floor import TorchFloor
    from mlhooks.checks.unsafe_load.program import Part, Program
    from mlhooks.core.finding import Finding

CALL_SIZE = 4096  # bytes of one call that are read
IMPORT = re.compile(rb"^[ \t]*import[ \t]+([\w., \t]{1,500})", re.MULTILINE)
FROM = re.compile(
    rb"^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]{0,500}\)|[\w., \t*]{1,500})", re.MULTILINE
)
CALL = re.compile(rb"(?<![\w.])([A-Za-z_]\w*(?:\.[A-Za-z_]\w*){0,4})[ \t]*\(")
HIT = re.compile(
    rb"\b(?:load|loads|load_all|\w{1,20}_load|decode|read_pickle|Unpickler|load_url|load_state_dict_from_url)\s?\("
)
DEFINITION = re.compile(rb"\b(?:def|class)[ \t]{1,9}\Z")
MARK = re.compile(rb"#|\"\"\"|'''|\"|'")
TRUE = re.compile(rb"\bweights_only\s*=\s*(?:True|1)\b")
FALSE = re.compile(rb"\bweights_only\s*=\s*(?:False|0)\b")
WEIGHTS = re.compile(rb"\bweights_only\s*=\s*(?!None\b)|\*")
SAFE_LOADER = re.compile(rb"\bC?(?:Safe|Base)Loader\b")
ANY_LOADER = re.compile(
    rb"\b(?:C?Unsafe)?Loader\s*(?:[,)]|=\s*(?:[\w.]+\.)?(?:CLoader|Loader|UnsafeLoader|CUnsafeLoader)\b)"
)
ENVIRONMENT = re.compile(
    rb"^[ \t]*[%!][^\n]{0,200}?\bTORCH_FORCE_NO_WEIGHTS_ONLY_LOAD[= ]+[\"']?(?:1|y|yes|true)\b", re.MULTILINE
)


def review(
    program: Program, part: Part, names: dict[str, str], floor: TorchFloor, *, tests: bool
) -> Iterator[Finding]:
    """Findings of one part, by tokens. `names` is what the program's imports bind."""
    for base, code in _windows(part.original):
        for call in CALL.finditer(code):
            head, dot, tail = call[1].decode().partition(".")
            name = names.get(head, "") + dot + tail
            if name not in FAMILIES or DEFINITION.search(code, max(0, call.start() - 40), call.start(1)):
                continue
            end = _close(code, call.end())
            verdict = _verdict(FAMILIES[name], code[call.end() : end], floor, tests)
            if verdict is not None:
                rule, severity, message = verdict
                start = part.start + base + call.start(1)
                help = (Help("because", floor.because),) if rule == "torch-load-default" else ()
                stop = part.start + base + min(end + 1, len(code))
                found = at_range(program, start, stop, rule, severity, message, help)
                yield replace(found, related=(floor.place,)) if help else found


def _windows(text: bytes) -> Iterator[tuple[int, bytes]]:
    """(offset, code without comments and strings): all of it, or of a large text what is around the hits."""
    if len(text) <= LIMITS["parse-size"]:
        yield 0, masked(text)
        return
    last = 0
    for number, hit in enumerate(HIT.finditer(text)):
        if hit.start() < last:
            continue
        if number >= LIMITS["findings"]:
            return
        start = max(last, text.rfind(b"\n", max(0, hit.start() - 400), hit.start()) + 1, hit.start() - 400)
        last = hit.end() + CALL_SIZE
        yield start, masked(text[start:last])


def masked(text: bytes) -> bytes:
    """The text with comments and the insides of strings blanked, at the same length."""
    out, at, missing = bytearray(text), 0, set[bytes]()
    while (mark := MARK.search(text, at)) is not None:
        token = mark[0]
        line = text.find(b"\n", mark.end())
        line = len(text) if line < 0 else line
        if token == b"#":
            end = line
        elif len(token) == 3:
            end = -1 if token in missing else text.find(token, mark.end())
            if end < 0:
                missing.add(token)
                end = line
        else:
            end = _string_end(text, mark.end(), line, token)
        out[mark.end() : end] = re.sub(rb"[^\r\n]", b" ", text[mark.end() : end])
        at = max(end + (len(token) if token != b"#" else 0), mark.end())
    return bytes(out)


def _string_end(text: bytes, at: int, line: int, quote: bytes) -> int:
    while at < line:
        byte = text[at : at + 1]
        if byte == quote:
            return at
        at += 2 if byte == b"\\" else 1
    return line


def names(program: Program) -> dict[str, str]:
    """What the imports of the text bind: name -> qualified name."""
    code = program.text if len(program.text) > LIMITS["parse-size"] else masked(program.text)
    found_names: dict[str, str] = {}
    for found in IMPORT.finditer(code):
        for clause in found[1].decode().split(","):
            words = clause.split()
            if len(words) == 3 and words[1] == "as":
                found_names[words[2]] = words[0]
            elif len(words) == 1:
                root = words[0].split(".")[0]
                found_names[root] = root
    for found in FROM.finditer(code):
        module = found[1].decode()
        for clause in found[2].decode("utf-8", "replace").strip("()").split(","):
            words = clause.split()
            if words and words[0] == "*":
                found_names.update(
                    {n.rpartition(".")[2]: n for n in FAMILIES if n.rpartition(".")[0] == module}
                )
            elif words:
                found_names[words[-1] if len(words) == 3 else words[0]] = f"{module}.{words[0]}"
    return found_names


def _close(code: bytes, at: int) -> int:
    """The offset of the bracket that closes a call, or of the end of what is read."""
    depth, stop = 1, min(len(code), at + CALL_SIZE)
    while at < stop:
        byte = code[at]
        depth += (byte in b"([{") - (byte in b")]}")
        if not depth:
            return at
        at += 1
    return stop


def _verdict(family: str, arguments: bytes, floor: TorchFloor, tests: bool) -> tuple[str, str, str] | None:
    """(rule, severity, message) of a call, from the text of its arguments."""
    if family == TORCH_LOAD:
        return _torch(arguments, floor, tests)
    if family == FROM_URL:
        if TRUE.search(arguments):
            return None
        return (
            "load-state-dict-from-url",
            WARNING,
            "load_state_dict_from_url runs code stored in the file that it downloads",
        )
    if family == YAML:
        if SAFE_LOADER.search(arguments):
            return None
        certain = b"Loader" not in arguments or ANY_LOADER.search(arguments + b")")
        return (
            YAML,
            WARNING if certain else NOTE,
            "this PyYAML call may build any object that the document names",
        )
    if family == SAFE_GLOBALS or (
        family == NUMPY and not re.search(rb"allow_pickle\s*=\s*(?!False)", arguments)
    ):
        return None
    return family, NOTE, "pickle and what is built on it calls whatever its input names"


def _torch(arguments: bytes, floor: TorchFloor, tests: bool) -> tuple[str, str, str] | None:
    if TRUE.search(arguments):
        return None
    if re.search(rb"\bpickle_module\s*=\s*(?!None\b)", arguments):
        message = "torch.load with pickle_module runs code stored in the file, in every version of torch"
        return "torch-load-pickle-module", ERROR, message
    if FALSE.search(arguments):
        message = "torch.load with weights_only off runs code stored in the file"
        return "torch-load-unsafe", NOTE if tests else WARNING, message
    if WEIGHTS.search(arguments):
        return (
            "torch-load-unresolved",
            NOTE,
            "whether torch.load reads weights only cannot be told from this file",
        )
    if not floor.severity:
        return None
    allowed = (
        "no file says which torch" if floor.version is None else f"torch {floor.version} is allowed here"
    )
    return (
        "torch-load-default",
        NOTE if tests else floor.severity,
        f"torch.load runs code stored in the file; {allowed}",
    )


def magics(program: Program, *, tests: bool) -> Iterator[Finding]:
    """`%env TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD=1` in a notebook's cells."""
    for part in program.parts:
        if not part.region.label:
            continue
        for found in ENVIRONMENT.finditer(part.region.text):
            start = part.start + len(found[0]) - len(found[0].lstrip()) + found.start()
            message = (
                "TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD turns weights_only off wherever the argument is left out"
            )
            severity = NOTE if tests else WARNING
            yield at_range(
                program, start, part.start + found.end(), "torch-load-environment", severity, message
            )
