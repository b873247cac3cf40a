# SPDX-License-Identifier: Apache-2.0
"""Rules of secrets that a project adds to its configuration, and what it allows."""

from __future__ import annotations

import json
import re
from itertools import count
from pathlib import Path
from time import perf_counter

import pytest

from checks.secrets_samples import BASE62, HEX, TOKENS, chance
from mlhooks.core import cache, matcher, patterns
from mlhooks.core.patterns import ORDINARY, UNKNOWN, TooMany, Unusable, compiled, positions
from mlhooks.core.source import from_bytes
from mlhooks.redact import HIDDEN, Redactor
from support import git

needs_engine = pytest.mark.skipif(matcher.extension() is None, reason="no wheel of hyperscan here")
pytestmark = needs_engine
VALUE = "acme" + "_" + chance(HEX, 32)
TOKEN = next(token for _, name, token in TOKENS if name == "hf")
RULE = """\
[tool.mlhooks]
strict = false

[[tool.mlhooks.secrets.rule]]
id = "secret-acme-token"
pattern = "acme_[0-9a-f]{16,}"
summary = "Acme deploy token"
"""


def test_a_rule_of_the_project_is_a_rule(repo):
    repo.write("pyproject.toml", RULE)
    repo.write("a.py", f'x = 1\nkey = "{VALUE}"\n')
    code, output = repo.run("check")
    assert code == 1
    first = output.splitlines()[0]
    assert first == "a.py:2:8: secret-acme-token Acme deploy token (a rule of this project)"
    assert VALUE[5:] not in output
    assert "# mlhooks: ignore[secret-acme-token] <why>" in output


@pytest.mark.parametrize(
    ("more", "text", "rules"),
    [
        ("", f"{VALUE} {VALUE}1", 2),
        ("", "acme_" + "0" * 15, 0),
        ("", f"{VALUE}  # mlhooks: ignore[secret-acme-token] test", 0),
        ("", f"{VALUE}  # pragma: allowlist secret", 0),
        ('keywords = ["deploy", "Acme.Key"]', VALUE, 0),
        ('keywords = ["deploy", "Acme.Key"]', f"DEPLOY={VALUE}", 1),
        ('keywords = ["deploy"]', f"{VALUE}{' ' * 194}deploy", 1),
        ('keywords = ["deploy"]', f"{VALUE}{' ' * 195}deploy", 0),
        ('severity = "note"', VALUE, 0),
        ('[tool.mlhooks.severity]\nsecret-acme-token = "note"', VALUE, 0),
        ('[tool.mlhooks.severity]\n"secret-*" = "note"', VALUE, 0),
        ('[tool.mlhooks.per-path-ignores]\n"a.py" = ["secret-acme-token"]', VALUE, 0),
        ('[tool.mlhooks.per-path-ignores]\n"a.py" = ["secrets"]', VALUE, 0),
        ('[tool.mlhooks.per-path-ignores]\n"b.py" = ["secrets"]', VALUE, 1),
    ],
)
def test_what_holds_for_rules_holds_for_it(repo, more, text, rules):
    repo.write("pyproject.toml", RULE + more)
    repo.write("a.py", f"# {text}\n")
    assert repo.rules() == ["a.py:1 secret-acme-token"] * rules


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        ('ignore = ["secret-acme-token"]', ["secret-huggingface-token"]),
        ('select = ["secret-acme-token"]', ["secret-acme-token"]),
        ('select = ["secrets"]', ["secret-acme-token", "secret-huggingface-token"]),
        ('select = ["secret-a*"]', ["secret-acme-token"]),
        ('ignore = ["secrets"]', []),
    ],
)
def test_it_is_selected_like_any_other(repo, selection, found):
    repo.write("pyproject.toml", RULE.replace("strict = false", selection))
    repo.write("a.txt", f"{VALUE}\n{TOKEN}\n")
    assert [line.split()[1] for line in repo.rules()] == found
    repo.write("a.txt", f"x {VALUE}\n")
    assert bool(repo.rules()) == ("secret-acme-token" in found)


def test_a_mark_for_it_is_known_and_told_when_unused(repo):
    repo.write("pyproject.toml", RULE)
    repo.write("a.py", "x = 1  # mlhooks: ignore[secret-acme-token] old\n")
    assert repo.rules() == []
    assert "was looked for here and not found" in repo.run("check", "--min-severity=note")[1]


def test_of_two_at_one_place_the_projects_own_counts(repo):
    repo.write("pyproject.toml", RULE.replace("acme_[0-9a-f]{16,}", "hf_[A-Za-z]{34}"))
    repo.write("a.txt", TOKEN)
    assert repo.rules() == ["a.txt:1 secret-acme-token"]


def test_it_is_accepted_by_the_baseline_and_named_by_extend(repo):
    repo.write("shared.toml", RULE.replace("tool.mlhooks.", "").replace("[tool.mlhooks]", ""))
    repo.write("pyproject.toml", '[tool.mlhooks]\nextend = "shared.toml"\nignore = ["secret-jwt"]\n')
    repo.write("a.txt", VALUE)
    assert repo.rules() == ["a.txt:1 secret-acme-token"]
    repo.run("baseline")
    assert VALUE[5:] not in (repo.root / ".mlhooks-baseline.json").read_text()
    assert repo.rules() == []
    repo.write("a.txt", "x")
    assert "accepts 0 findings" in repo.run("baseline", "--only", "secrets")[1]
    repo.write("pyproject.toml", '[tool.mlhooks]\nextend = "shared.toml"\nignore = ["secret-acme-token"]\n')
    assert repo.run("check") == (0, "")


def test_a_long_list_of_files_over_several_processes(repo):
    repo.write("pyproject.toml", RULE)
    for number in range(501):
        repo.write(f"f/{number}.txt", VALUE if number % 100 == 0 else "x")
    assert len(repo.rules("--jobs=2")) == 6


ROW = '[[tool.mlhooks.secrets.rule]]\nid = "secret-a"\npattern = {}\n'


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ('"("', "cannot be read: parentheses must pair"),
        ('"a*"', "does not compile in Hyperscan: Pattern matches empty buffer"),
        ("'(a)\\1'", "does not compile in Hyperscan: Back-references are unsupported"),
        ('"(?=x)y"', "does not compile in Hyperscan: Zero-width assertions are not supported"),
        ('"."', "matches ordinary text, so that it would match nearly everything"),
        ("'[\\s\\S]{3}'", "matches ordinary text"),
        ("'\\w+'", "matches ordinary text"),
        ("'[a-z]{5,}'", "matches ordinary text"),
        ("'^'", "does not compile in Hyperscan"),
        ('"(a{1,500}){1,500}"', "is too large"),
        ('".{1,30000}x"', "is too large"),
        ("'(x[[:alpha:])]y{500}){500}'", "is too large"),
        ("'(?m-x:a)'", "cannot be read"),
        ('"(?x)( #)\\na{500}){500}"', "cannot be read"),
        ("'(\\Q)\\E a{500}){500}'", "cannot be read"),
        ("'(?#()a'", "cannot be read"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_by_name(repo, pattern, reason):
    repo.write("pyproject.toml", ROW.format(pattern))
    start = perf_counter()
    code, output = repo.run("check", ".")
    assert perf_counter() - start < 5
    assert code == 2
    assert output.startswith(f'mlhooks: pyproject.toml:3: the pattern of "secret-a" {reason}')
    assert output.endswith("Nothing was checked.\n")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('[[tool.mlhooks.secrets.rule]]\npattern = "a"', "1: a rule needs an id such as"),
        (
            '[[tool.mlhooks.secrets.rule]]\nid = "acme"\npattern = "a"',
            '2: a rule needs an id such as "secret-acme-token", not "acme"',
        ),
        ('[[tool.mlhooks.secrets.rule]]\nid = "secret-A"\npattern = "a"', "2: a rule needs an id"),
        (
            '[[tool.mlhooks.secrets.rule]]\nid = "secret-jwt"\npattern = "a"',
            '2: there is a rule "secret-jwt"',
        ),
        (ROW.format('"abc_x"') * 2, '5: there is a rule "secret-a" already'),
        ('[[tool.mlhooks.secrets.rule]]\nid = "secret-a"', '2: the rule "secret-a" has no pattern'),
        (
            ROW.format('"abc_x"') + 'severity = "bad"',
            '4: severity is "note" or "warning" or "error", not "bad"',
        ),
        (ROW.format('"abc_x"') + 'keywords = ["a"]', '4: a keyword of "secret-a" is shorter than two'),
        (ROW.format('"abc_x"') + 'summary = "a\\u001b"', '4: the summary of "secret-a" has more than'),
        (ROW.format('"abc_x"') + "patern = 1", '4: [[tool.mlhooks.secrets.rule]] has no key "patern"; did'),
        ("[tool.mlhooks.secrets]\nrule = 1", "2: rule is an array of tables"),
        ("[tool.mlhooks.secrets]\nallow-values = [1]", "2: allow-values takes a list of strings"),
        (
            '[tool.mlhooks.secrets]\nallow-patterns = ["abc_x", "."]',
            "2: the pattern number 2 matches ordinary text",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(repo, table, message):
    repo.write("pyproject.toml", table)
    code, output = repo.run("check", ".")
    assert code == 2
    assert output.startswith(f"mlhooks: pyproject.toml:{message}")


def test_without_hyperscan_rules_are_refused_by_name(repo, monkeypatch):
    repo.write("pyproject.toml", RULE)
    repo.write("a.txt", VALUE)
    assert repo.rules() == ["a.txt:1 secret-acme-token"]  # the configuration is cached now
    monkeypatch.setenv("MLHOOKS_MATCHER", "stdlib")
    code, output = repo.run("check", ".")
    assert code == 2
    assert "secret-acme-token: needs hyperscan" in output
    repo.write("pyproject.toml", RULE + "# new\n")
    code, output = repo.run("check", ".")
    assert code == 2
    assert 'pyproject.toml:6: the pattern of "secret-acme-token" needs hyperscan' in output


def test_re_never_sees_the_pattern(repo, monkeypatch):
    repo.write("pyproject.toml", RULE)
    repo.write("a.txt", VALUE)
    seen = []
    real = re.compile
    monkeypatch.setattr(re, "compile", lambda p, *a: seen.append(p) or real(p, *a))
    assert repo.rules() == ["a.txt:1 secret-acme-token"]
    assert not [p for p in seen if "acme" in str(p)]


def test_the_second_database_is_cached_like_the_first(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "folders", lambda: [str(tmp_path / "cache")])
    compiled(["acme_[0-9]+"])
    assert [file.name[:4] for file in (tmp_path / "cache").iterdir()] == ["own-"]
    monkeypatch.setattr(patterns, "_compile", lambda *_: pytest.fail("compiled although cached"))
    assert compiled(["acme_[0-9]+"]).find(b"x acme_12", 9) == [(0, 2, 9)]


@pytest.mark.parametrize(
    ("expressions", "text", "found"),
    [
        (["ab+"], b"xabbb ab", [(0, 1, 5), (0, 6, 8)]),
        (["a{3}"], b"aaaaaaa", [(0, 0, 3), (0, 3, 6)]),
        (["ab", "b"], b"ab", [(0, 0, 2), (1, 1, 2)]),
        (["^x$"], b"a\nx\nb", [(0, 2, 3)]),
        (["(?i)key"], b"KEY", [(0, 0, 3)]),
        (["a.b"], b"a\nb", []),
        (["\xe9+"], "\xe9".encode(), [(0, 0, 2)]),
    ],
)
def test_places(expressions, text, found):
    assert compiled(expressions).find(text, 100) == found


def test_too_many_places_are_named_never_dropped(repo):
    with pytest.raises(TooMany):
        compiled(["ab"]).find(b"ab" * 11, 10)
    with pytest.raises(TooMany):
        compiled(["q[a-z]*z"]).find(b"q" + b"z" * 10_000, 10)
    repo.write("pyproject.toml", RULE + "[tool.mlhooks.limits]\ntriggers = 5\n")
    repo.write("a.txt", f"{VALUE}\n" * 6)
    code, output = repo.run("check", ".")
    assert code == 2
    assert "could not read a.txt: rules of the project match at more than 5 places" in output


def test_a_match_anywhere_in_a_long_line(repo):
    repo.write("pyproject.toml", RULE)
    filler = "ab(c)+1;" * 300_000
    repo.write("a.js", f"{filler}{VALUE}{filler}")
    assert repo.rules() == ["a.js:1 secret-acme-token"]


@pytest.mark.parametrize(
    ("pattern", "size"),
    [
        ("abc", 3), ("a{3}", 3), ("a{2,5}", 5), ("a{2,}", 2), ("(ab){3}", 6), ("((ab){3}c){2}", 14),
        (r"[a-z\]]{4}", 4), ("[]a]{4}", 4), ("[^]a]x", 2), (r"\d{4}\(", 5), ("[[:alpha:]x]{3}", 3),
        ("a|b{7}", 9), ("a{x}", 4), (r"\{3}", 3), ("(a{100}){100}", 10_000), ("(a", UNKNOWN),
        ("a)", UNKNOWN), ("(?i:ab){2}", 10),
    ],
)  # fmt: skip
def test_positions(pattern, size):
    assert positions(pattern) == size


def test_the_slowest_patterns_within_the_bound_compile_in_seconds():
    for pattern in ("q(a?b?c?){1,1300}", "q(x.*y.*z){40}", "q" + "(a|b|c){1,3}" * 80, "q[^x]{1,3900}x"):
        start = perf_counter()
        try:
            patterns.check([pattern])
        except Unusable:
            pass
        assert perf_counter() - start < 10, pattern


ALLOW = "[tool.mlhooks.secrets]\n"


@pytest.mark.parametrize(
    ("allow", "path", "found"),
    [
        ('allow-paths = ["fixtures/"]', "fixtures/a.txt", 0),
        ('allow-paths = ["fixtures/"]', "a.txt", 1),
        ('allow-paths = ["*.pem"]', "x/a.pem", 0),
        (f'allow-values = ["{TOKEN}"]', "a.txt", 0),
        (f'allow-values = ["{TOKEN[:-1]}"]', "a.txt", 1),
        (f'allow-patterns = ["^{TOKEN[:12]}"]', "a.txt", 0),
        ('allow-patterns = ["^hf_[A-Za-z]{34}$"]', "a.txt", 0),
        ('allow-patterns = ["^hf_[A-Za-z]{33}$"]', "a.txt", 1),
    ],
)
def test_allowed_by_path_by_value_and_by_pattern(repo, allow, path, found):
    repo.write("mlhooks.toml", (ALLOW + allow).replace("tool.mlhooks.", ""))
    repo.write(path, f"token = {TOKEN}\n")
    assert len(repo.rules(path)) == found
    if not found and "paths" not in allow:
        assert "1 secrets allowed by the configuration" in repo.run("check", "--statistics", path)[1]


def test_a_password_of_a_url_is_allowed_by_its_value(repo):
    password = chance(BASE62, 14)
    repo.write("a.txt", f"postgres://app:{password}@db.registry-host.dev/x\n")
    assert repo.rules() == ["a.txt:1 secret-url-credentials"]
    repo.write("mlhooks.toml", f'[secrets]\nallow-values = ["{password}"]\n')
    assert repo.rules() == []


def test_an_allowed_value_stands_nowhere_in_clear(repo, tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "folders", lambda: [str(tmp_path / "cache")])
    repo.write("pyproject.toml", f'{ALLOW}allow-values = ["{TOKEN}"]\n')
    repo.write("a.txt", TOKEN)
    assert repo.run("check") == (0, "")
    assert TOKEN not in repo.run("config", ".")[1]
    stored = b"".join(file.read_bytes() for file in (tmp_path / "cache").iterdir())
    assert stored
    assert TOKEN[3:].encode() not in stored


FLOOR = '[project]\nname = "x"\nversion = "1"\ndependencies = ["torch>=2.4"]\n'


@pytest.mark.parametrize(
    ("more", "limit", "times"), [("", 9, 1), ('severity = "note"\n', 9, 1), ("", 3, 4)], ids=count()
)
def test_a_secret_of_the_projects_rule_is_quoted_in_no_fix(repo, more, limit, times):
    repo.write("pyproject.toml", f"{FLOOR}{RULE}{more}[tool.mlhooks.limits]\ntriggers = {limit}\n")
    repo.write("a.py", "import torch\n" + f'torch.load("{VALUE}")\n' * times)
    git(repo.root, "add", "-A")
    for arguments in (("check",), ("check", "--only", "unsafe-load", "--diff")):
        output = repo.run(*arguments)[1]
        assert "a.py" in output
        assert VALUE[5:] not in output
        assert "(not shown: it holds a secret)" in output


def test_where_not_every_place_could_be_looked_at_nothing_is_quoted(monkeypatch):
    def find(*_):
        raise TooMany

    monkeypatch.setattr(patterns.Patterns, "find", find)
    source = from_bytes("a.py", VALUE.encode())
    own = [{"id": "secret-acme-token", "pattern": "acme_[0-9a-f]{16,}"}]
    assert Redactor(source, "/nowhere", [], own).hide("torch.load(path)") == HIDDEN


def test_the_schema_knows_the_tables():
    from mlhooks.config.schema import schema

    secrets = schema("x")["properties"]["secrets"]["properties"]
    assert {"rule", "allow-paths", "allow-values", "allow-patterns"} <= set(secrets)
    assert set(secrets["rule"]["items"]["properties"]) == {"id", "pattern", "keywords", "severity", "summary"}
    assert json.dumps(secrets)


def test_ordinary_text_is_what_it_says():
    assert compiled(["acme_[0-9a-f]{16,}"]).find(b"\n".join(ORDINARY), 10) == []


def test_the_documented_example_is_one(repo):
    page = (Path(__file__).parents[2] / "docs/configuration.md").read_text(encoding="utf-8")
    example = page.split("## `[secrets]`")[1].split("```toml")[1].split("```")[0]
    repo.write("pyproject.toml", example)
    repo.write("a.txt", VALUE)
    assert repo.rules() == ["a.txt:1 secret-acme-token"]
