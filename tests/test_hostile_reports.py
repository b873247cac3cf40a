# SPDX-License-Identifier: Apache-2.0
"""Nothing that is scanned can forge a line, a workflow command, a terminal sequence, or break a document."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhooks import pages
from mlhooks.core.finding import Acceptance, Finding, Help, Location, Quote, Span
from mlhooks.report import document, github, gitlab, sarif, text
from mlhooks.report.terminal import Style
from mlhooks.result import Result
from reporting import GITLAB, SARIF, runner

jsonschema = pytest.importorskip("jsonschema")

COLOUR = re.compile(r"\x1b\[[\d;]*m")
EVIL = [
    "\n::error file=x::forged",
    "::stop-commands::x",
    "##[error]forged",
    "\x1b]0;title\x07",
    "\x1b[2J\x1b[31m",
    "\x9b31m",
    "\u202egnp.exe",
    "\u2066\u2069\u200b\ufeff",
    "\r  ::warning::forged",
    "\u2028::error::x\u2029\x85\x0b\x0c",
    "[link](javascript:alert(1))",
    "\\[x\\] {0} %0A%25",
    '"}],"runs":[]',
    "\udcff\udc80",
    "a, b=c:d",
    "<script>x</script>",
    "../../x",
    "C:\\x",
]
evil = st.lists(st.sampled_from(EVIL) | st.text(max_size=8), max_size=4).map("".join)
names = evil.map(lambda name: "a" + name.replace("\0", "").replace("\ud800", "")).filter(
    lambda name: not re.search("[\ud800-\udc7f\udd00-\udfff]", name)  # no file system gives these
)


@st.composite
def findings(draw):
    path = draw(names)
    lines = tuple(draw(st.lists(evil, min_size=1, max_size=3)))
    quote = Quote(1, lines, tuple((0, draw(st.integers(0, 9))) for _ in lines), "1:1")
    return Finding(
        draw(
            st.sampled_from(
                ["torch-load-default", "secret-github-token", "license-header-missing", "another-tool-1"]
            )
        ),
        draw(st.sampled_from(["error", "warning", "note"])),
        Span(0, 1),
        draw(evil),
        draw(evil),
        (Help("because", draw(evil)), Help("allow", draw(evil))),
        where=draw(evil),
        path=path,
        location=Location(path, 1, 1, 2, 3),
        quote=quote,
        related=(draw(names) + ":3",),
    )


@st.composite
def results(draw):
    result = Result()
    result.findings = draw(st.lists(findings(), min_size=1, max_size=3))
    result.hidden = [replace(draw(findings()), accepted=Acceptance("mark", draw(evil)))]
    result.unread = [(draw(names), draw(evil))]
    result.broken = [draw(evil)]
    result.counted = {draw(evil): 1}
    return result


def told(result: Result, style: Style) -> str:
    return text.render(result, every=True, statistics=True, accept="x", show_all="y", style=style)


@given(results())
def test_text_has_the_lines_that_it_means(result):
    frames = sum(2 * len(finding.quote.lines) for finding in result.findings)
    plain = told(result, Style())
    rules = len({finding.rule for finding in result.findings})
    assert plain.count("\n") == 3 * len(result.findings) + 1 + 2 + 1 + rules + 1 + 1
    dressed = told(result, Style(colour=True, width=60))
    assert dressed.count("\n") <= plain.count("\n") + frames
    for output in (plain, COLOUR.sub("", dressed)):
        for line in output.split("\n"):
            assert line.isprintable()
    assert "##[" not in plain
    assert not re.search(r"^\s*::", plain, re.MULTILINE)


@given(results(), st.sampled_from(["", "  ", "\t"]))
def test_github_obeys_only_our_commands(result, indent):
    output = github.render(result, told(result, Style()))
    commands, lines = runner("".join(f"{indent}{line}\n" for line in output.splitlines()))
    assert len(commands) == len(result.findings)
    for command in commands:
        assert re.match(
            r"::(error|warning|notice) file=[^:,]+,line=1,col=1,endLine=2,title=[a-z0-9-]+::", command
        )
        assert command.isprintable()
    assert not any(line.strip().startswith("::") for line in lines)


def check_machine(output: str) -> object:
    """ASCII, no line that a runner obeys, and one JSON document."""
    assert output.isascii()
    assert "\x1b" not in output
    assert runner(output)[0] == []
    return json.loads(output)


@given(results())
def test_gitlab_stays_whole(result):
    violations = check_machine(gitlab.render(result))
    jsonschema.validate(violations, {**GITLAB, "items": {**GITLAB["items"], "properties": {}}})
    assert len(violations) == len(result.findings)
    assert all(violation["description"].isprintable() for violation in violations)
    assert len({violation["fingerprint"] for violation in violations}) == len(violations)


@given(results())
def test_json_stays_whole(result):
    report = check_machine(document.render(result, "1"))
    assert len(report["findings"]) == len(result.findings) + 1
    for found in report["findings"]:
        shown = [found["message"], found.get("where", ""), *(help["text"] for help in found["help"])]
        assert all(one.isprintable() for one in shown)
        found["path"].encode()  # no lone surrogate, which strict readers refuse
    report["unread"][0]["path"].encode()


@given(results())
def test_sarif_stays_whole(result):
    used = {finding.rule for finding in [*result.findings, *result.hidden]}
    rules = pages.explained(used)
    report = check_machine(sarif.render(result, rules, sarif.Tool("1", "")))
    jsonschema.validators.validator_for(SARIF)(SARIF).validate(report)
    [run] = report["runs"]
    assert len(run["results"]) == len(result.findings) + 1
    for found in run["results"]:
        message = found["message"]["text"]
        assert all(line.isprintable() for line in message.split("\n"))
        assert not re.search(r"[\[\]]", re.sub(r"\\[\\\[\]]", "", message))
        assert "\\" not in re.sub(r"\\[\\\[\]]", "", message)
        for place in [*found["locations"], *found["relatedLocations"]]:
            uri = place["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"(?:[\w.~/-]|%[0-9A-F]{2})+", uri, re.ASCII)


NAMES = [
    "a\n::error::x.ts",
    "\x1b]0;x\x07.ts",
    "##[error]x.ts",
    "\u202est.\u200b.ts",
    "\udcff\udcfe.ts",  # bytes that are no UTF-8
    "a%0Ab,c=d.ts",
    "x: y.ts",
]


@pytest.mark.parametrize("format", ["text", "github", "gitlab", "sarif", "json"])
def test_hostile_names_in_a_repository(format, repo):
    for name in NAMES:
        with open(os.path.join(repo.root, name), "w") as file:
            file.write("const heap = new WebAssembly.Memory({ initial: 256 });\n")
    code, output = repo.run("check", "--all", "--format", format)
    assert code == 1
    commands, lines = runner(output)
    assert len(commands) == (len(NAMES) if format == "github" else 0)
    assert all(line.isprintable() for line in lines + commands)
    if format in ("gitlab", "sarif", "json"):
        found = json.loads(output)
        count = {
            "gitlab": lambda: found,
            "json": lambda: found["findings"],
            "sarif": lambda: found["runs"][0]["results"],
        }
        assert len(count[format]()) == len(NAMES)


TOKEN = "hf_" + "kTzQwLmNbVcXyUiOpRsDfGhJaEtWqZxCvB"
SECRETS = {
    "pyproject.toml": '[project]\nname = "x"\nversion = "1"\ndependencies = ["torch==2.0"]\n',
    "a.py": f'import torch\nTOKEN = "{TOKEN}"  # mlhooks: ignore[secret-huggingface-token] was {TOKEN}\nm = torch.load("{TOKEN}")\n',
    "b.py": f'import torch\nm = torch.load("{TOKEN}", pickle_module=x); t = "{TOKEN}"\nn = torch.load(p)  # {TOKEN}\n',
    "c.ipynb": json.dumps(
        {"cells": [{"cell_type": "code", "source": ["import torch\n", f't = "{TOKEN}"; torch.load(t)']}]}
    ),
    "d.md": f"```python\ntorch.load('{TOKEN}')\n```\n",
    f"e_{TOKEN}.txt": "x\n",
    "f.js": f'const m = new WebAssembly.Memory({{initial: 1}}); const t = "{TOKEN}";\n',
}


@pytest.mark.parametrize("format", ["text", "github", "gitlab", "sarif", "json", "terminal"])
def test_no_report_holds_a_secret(format, repo, monkeypatch):
    for path, content in SECRETS.items():
        repo.write(path, content)
    arguments = ["--all", "--show-suppressed", "--min-severity", "note"]
    if format == "terminal":
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        monkeypatch.delenv("CI", raising=False)
        output = repo.run("check", *arguments)[1]
        assert "(secret)" in output
    else:
        output = repo.run("check", "--format", format, *arguments)[1]
    assert "a.py" in output
    for at in range(3, len(TOKEN) - 8):
        assert TOKEN[at : at + 8] not in output, format
