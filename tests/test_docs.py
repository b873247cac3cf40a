# SPDX-License-Identifier: Apache-2.0
"""What the documentation shows is what the program takes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import mlhooks
from mlhooks import pages
from mlhooks.commands import parser
from mlhooks.config.load import Reader
from mlhooks.core.toml import parse_toml
from mlhooks.hook import FIXER_FLAGS, FIXERS, FLAGS, ids, parse
from mlhooks.registry import rules

yaml = pytest.importorskip("yaml")

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(\w*)([^\n`]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# A word behind the language names the tool whose configuration it is; without one it is ours.
BLOCKS = [
    (page, found[1], found[2].strip(), found[3])
    for page in PAGES
    for found in FENCE.finditer(page.read_text(encoding="utf-8"))
]


def blocks(language: str, *, ours: bool) -> list[object]:
    return [
        pytest.param(page, text, id=f"{page.relative_to(ROOT)}-{number}")
        for number, (page, lang, whose, text) in enumerate(BLOCKS)
        if lang == language and ours == (not whose)
    ]


@pytest.mark.parametrize(("page", "text"), blocks("toml", ours=True))
def test_every_configuration_of_ours_is_accepted(page, text, repo):
    if page.parent.name == "rules" and "[tool.mlhooks" not in text:
        parse_toml(text.encode())  # an example of what a rule finds
        return
    assert "[tool.mlhooks" in text
    Reader(text.encode(), "pyproject.toml").read()
    repo.write("pyproject.toml", text)
    repo.write("a.txt", "x\n")
    assert repo.run("config", "a.txt")[0] == 0


@pytest.mark.parametrize(("page", "text"), blocks("toml", ours=False))
def test_every_other_toml_is_toml(page, text):
    document = parse_toml(text.encode())
    assert "mlhooks" not in document.get("tool", {})


def hooks_of(text: str) -> list[dict]:
    return [
        hook
        for entry in yaml.safe_load(text)["repos"]
        for hook in entry["hooks"]
        if entry["repo"].endswith("/mlhooks")
    ]


@pytest.mark.parametrize(("page", "text"), blocks("yaml", ours=True))
def test_every_hook_of_ours_exists_and_takes_its_arguments(page, text):
    chosen = hooks_of(text)
    assert chosen
    for hook in chosen:
        assert hook["id"] in ids()
        own = "--allow-plugin=" if hook["id"] == "mlhooks-detect-secrets" else "--no-option="
        arguments = [text for text in hook.get("args", []) if not text.startswith(own)]
        parse(arguments, FIXER_FLAGS if hook["id"] in FIXERS else FLAGS)
    assert f"rev: v{mlhooks.__version__}" in text


@pytest.mark.parametrize(("page", "text"), [*blocks("yaml", ours=True), *blocks("yaml", ours=False)])
def test_every_yaml_is_what_pre_commit_takes(page, text, tmp_path):
    if "repos:" not in text:
        yaml.safe_load(text)
        return
    clientlib = pytest.importorskip("pre_commit.clientlib")
    (tmp_path / "c.yaml").write_text(text)
    clientlib.load_config(tmp_path / "c.yaml")


COMMANDS = re.compile(r"(?:^|`)((?:mlhooks) (?:check|rule|inspect|config|baseline)\b[^`\n]*)", re.MULTILINE)


@pytest.mark.parametrize(
    ("page", "command"),
    [
        pytest.param(page, command, id=f"{page.relative_to(ROOT)}: {command}")
        for page in PAGES
        if page.parent.name != "rules"
        for command in COMMANDS.findall(page.read_text(encoding="utf-8"))
    ],
)
def test_every_command_is_understood(page, command):
    words = (
        command.replace("FORMAT[=FILE]", "text")
        .replace("FORMAT=FILE", "json=o")
        .replace("FORMAT", "text")
        .split()
    )
    if "--help" not in words:
        parser().parse_args(words[1:])


def test_every_link_leads_somewhere():
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if not target.startswith(("http", "mailto:", "javascript:")):
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)}: {target}"


def test_every_rule_named_in_the_migration_pages_exists():
    known = [rule.id for rule in rules()]
    named = set()
    for page in (ROOT / "docs/migrate").glob("*.md"):
        text = page.read_text(encoding="utf-8")
        named |= set(
            re.findall(
                r"[`\"]((?:secret|torch|load|wasm-memory|model-file|license-header)-[a-z0-9-]+\*?)[`\"]", text
            )
        )
    named -= {"load-*", "license-header-fix"}
    assert len(named) > 5
    for name in named:
        assert name in known or (name.endswith("*") and any(rule.startswith(name[:-1]) for rule in known)), (
            name
        )


HEADINGS = ["What it does", "Why is this bad?", "Example", "Use instead", "Configuration", "References"]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_a_rule_s_page_says_everything_and_is_what_the_command_prints(rule, repo):
    code, printed = repo.run("rule", rule.id)
    page = (ROOT / f"docs/rules/{rule.id}.md").read_text(encoding="utf-8")
    _, _, body = page.partition("\n")
    assert (code, printed) == (0, body)
    assert re.findall(r"^## (.+)$", body, re.MULTILINE) == HEADINGS
    for section in re.split(r"^## .+$", body, flags=re.MULTILINE)[1:]:
        assert len(re.sub(r"```\w*|\s", "", section)) > 4
    assert rule.good != rule.bad
    assert re.search(r"^- \S+", body.partition("## References")[2], re.MULTILINE)


def test_a_weakness_is_named_where_there_is_one():
    named = {rule.id: pages.weakness_of(rule.id) for rule in rules()}
    assert named["torch-load-default"] == "CWE-502"
    assert named["load-hub"] == "CWE-494"
    assert named["secret-github-token"] == "CWE-798"
    assert (
        named["wasm-memory-invalid"] == named["license-header-missing"] == named["suppression-unused"] == ""
    )
    assert set(pages.WEAKNESSES) <= {*named, *(check for check in pages.REFERENCES if check)}


def test_the_json_in_the_reports_page_follows_the_schema():
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "docs/report.schema.json").read_text(encoding="utf-8"))
    [text] = [text for page, language, _, text in BLOCKS if language == "json" and page.name == "reports.md"]
    jsonschema.validate(json.loads(text), schema)


def test_a_mark_is_advised_only_where_one_can_stand():
    without = {rule.id for rule in rules() if "in a comment" not in pages.page(rule).partition("## Conf")[2]}
    about = {"suppression-unknown", "suppression-unused", "baseline-stale"}
    assert without == about | {rule.id for rule in rules() if rule.id.startswith("model-file-")}
    assert all(
        "an entry of `per-path-ignores`; no comment accepts it" in pages.page(rule)
        for rule in rules()
        if rule.id in without
    )
