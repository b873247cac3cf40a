# SPDX-License-Identifier: Apache-2.0
"""Findings for JavaScript and TypeScript, whole files and script blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory import rules
from mlhooks.checks.wasm_memory.descriptor import Descriptor, read, rewritten, suggestion
from mlhooks.checks.wasm_memory.evaluate import Evaluator
from mlhooks.checks.wasm_memory.fixing import edits
from mlhooks.checks.wasm_memory.memory import ABSENT, ENOUGH, KNOWN, Settings, Verdict, verdict
from mlhooks.checks.wasm_memory.program import GRAMMARS, Program, TooMuchError
from mlhooks.checks.wasm_memory.scope import Names
from mlhooks.checks.wasm_memory.sites import Site, is_probe, sites, statement
from mlhooks.checks.wasm_memory.squeeze import holds, squeezed
from mlhooks.checks.wasm_memory.units import DEFAULT_CAP, PAGE
from mlhooks.core.finding import Finding, Help, Span
from mlhooks.core.regions import regions
from mlhooks.core.rule import ERROR, NOTE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.core.project import Project
    from mlhooks.core.regions import Region
    from mlhooks.core.source import Source

SOFT = frozenset({"tests", "docs", "examples", "generated"})
CONSTRUCTOR = re.compile(rb"\bWebAssembly\s{0,64}\.\s{0,64}Memory\s{0,64}\(")
WORD = re.compile(rb"(?<![\w$])Memory(?![\w$])")


def judge_programs(source: Source, project: Project, told: Settings) -> Iterator[Finding]:
    """Every program in the file that names both words."""
    for region in regions(source):
        if region.language in GRAMMARS and b"WebAssembly" in region.text and WORD.search(region.text):
            yield from _program(region, project, told)


def _program(region: Region, project: Project, told: Settings) -> Iterator[Finding]:
    whole, places = region, list[int]()
    if len(region.text) > project.limits["parse-size"]:
        region, places = _smaller(region)
    if len(region.text) > project.limits["parse-size"]:
        yield from _coarse(whole, "the program is too large to parse")
        return
    seen: set[int] = set()
    try:
        program = Program(region.text, region.language)
        if not holds(program, places):
            raise TooMuchError
        evaluator = Evaluator(program, Names(program))
        for site in sites(program, evaluator):
            if site.node.start_byte not in seen:
                seen.add(site.node.start_byte)
                yield from _site(region, program, evaluator, site, project, told)
    except TooMuchError:
        yield from _coarse(region, "the program is too intricate to resolve", seen)


def _smaller(region: Region) -> tuple[Region, list[int]]:
    """Without its embedded data, where all of that maps to one stretch of the file."""
    return squeezed(region) if len(region.pieces) == 1 else (region, [])


def _coarse(region: Region, reason: str, seen: set[int] | frozenset[int] = frozenset()) -> Iterator[Finding]:
    """What bytes alone can tell: a note where the constructor seems to be called."""
    for match in CONSTRUCTOR.finditer(region.text):
        if any(match.start() - 80 <= start <= match.start() for start in seen):
            continue
        yield Finding(
            rules.UNRESOLVED.id,
            NOTE,
            region.span(*match.span()),
            f"{reason}, so nothing says how far this memory may grow",
            "coarse " + _collapse(region.text[match.start() : match.end() + 60]),
            where=region.where(match.start()),
        )


def _site(
    region: Region, program: Program, evaluator: Evaluator, site: Site, project: Project, told: Settings
) -> Iterator[Finding]:
    descriptor = Descriptor(None) if site.node.has_error else read(evaluator, site.descriptor)
    said = _said(site, descriptor, told)
    if said is None:
        return
    severity, probe = said.severity, is_probe(site)
    if probe or (said.rule != rules.INVALID.id and project.classes & SOFT):
        severity = NOTE
    node = site.node
    doubtful = probe or node.has_error
    help = [*_help(program, site, descriptor, said, told)]
    if project.fixing and told.cap is None and not doubtful:
        likely = edits(region, program, site, descriptor, told._replace(cap=DEFAULT_CAP))
        help += [Help("or", f"set max in {told.table}, and --fix writes it here")] if likely else []
    yield Finding(
        said.rule,
        severity,
        region.span(node.start_byte, node.end_byte),
        said.message,
        _collapse(program.source(node)),
        tuple(help),
        statement=_statement(region, site),
        fix=() if doubtful else edits(region, program, site, descriptor, told),
        where=region.where(node.start_byte),
    )


def _statement(region: Region, site: Site) -> Span:
    return region.span(*statement(site.path))


def _said(site: Site, descriptor: Descriptor, told: Settings) -> Verdict | None:
    if site.called:
        message = "WebAssembly.Memory is called without new; the call throws TypeError and nothing starts"
        return Verdict(rules.INVALID.id, ERROR, message)
    if descriptor.wrong:
        return Verdict(rules.INVALID.id, ERROR, descriptor.wrong)
    limits = descriptor.limits
    if limits is not None:
        said = verdict(limits, told)
        if said is not None or limits.bound == KNOWN or descriptor.same:
            return said
    text = f"the maximum ({descriptor.maximum})" if descriptor.maximum else "the descriptor"
    return Verdict(
        rules.UNRESOLVED.id,
        NOTE,
        f"{text} cannot be resolved here, so nothing says how far this memory may grow",
    )


def _help(
    program: Program, site: Site, descriptor: Descriptor, said: Verdict, told: Settings
) -> Iterator[Help]:
    if said.because:
        yield Help("because", said.because)
    argument = site.descriptor
    limits, most = descriptor.limits, told.cap or DEFAULT_CAP
    if site.called:
        text = _collapse(program.source(site.node))
        yield Help("fix", f"new {text}" if len(text) <= 100 else "put new in front of it")
    elif argument is None or said.rule == rules.UNRESOLVED.id:
        return
    elif said.advice:
        yield Help("fix", f"{said.advice}   {suggestion(limits, most)}".rstrip())
    elif limits is not None and limits.bound == ABSENT:
        call = rewritten(program, argument, descriptor.literal, limits)
        yield Help("fix", f"{call}   {suggestion(limits, most)}")
    elif said.option:
        both = limits is not None and (limits.initial or 0) * PAGE > said.cap
        sizes = suggestion(limits, said.cap)
        yield Help("fix", "lower initial and the maximum" if both else f"lower the maximum   {sizes}")
        yield Help("or", f"{said.option} in {told.table}, {ENOUGH}")


def _collapse(text: bytes) -> str:
    return " ".join(text.decode("utf-8", "replace").split())
