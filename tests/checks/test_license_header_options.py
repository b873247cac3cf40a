# SPDX-License-Identifier: Apache-2.0
"""`license-header`: policies by path, templates, years from git, counts; end to end where git is asked."""

from __future__ import annotations

import os
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlhooks import fix
from mlhooks.checks.license_header import CHECK, VALIDATOR
from mlhooks.checks.license_header.settings import option_error
from mlhooks.checks.license_header.template import Template, _parse
from mlhooks.core.check import NotConfigured
from mlhooks.core.project.history import first_years
from mlhooks.core.source import from_bytes
from support import judge, judge_source

TABLE = '[tool.mlhooks.license-header]\nlicense = "MIT"\nholder = "Ex"\n'
POLICY = "[[tool.mlhooks.license-header.policy]]\n"
FIX = ("check", "--only", "license-header", "--fix")


def header_of(repo, path):
    """The SPDX lines of a file, without comment signs."""
    lines = (repo.root / path).read_text().splitlines()
    return [line[line.index("SPDX-") :] for line in lines if "SPDX-" in line]


@pytest.mark.parametrize(
    ("policies", "path", "expected"),
    [
        ("", "a.py", ["SPDX-FileCopyrightText: Ex", "SPDX-License-Identifier: MIT"]),
        ('paths = ["docs"]\nlicense = "CC-BY-4.0"\n', "docs/a.py", ["SPDX-FileCopyrightText: Ex", "SPDX-License-Identifier: CC-BY-4.0"]),
        ('paths = ["docs"]\nlicense = "CC-BY-4.0"\n', "a.py", ["SPDX-FileCopyrightText: Ex", "SPDX-License-Identifier: MIT"]),
        ('paths = ["*.js", "/x/**"]\nholder = "Other"\n', "x/y/a.py", ["SPDX-FileCopyrightText: Other", "SPDX-License-Identifier: MIT"]),
        ('paths = ["*"]\nyear = "2020"\n', "a.py", ["SPDX-FileCopyrightText: 2020 Ex", "SPDX-License-Identifier: MIT"]),
        (f'paths = ["*"]\nlicense = "ISC"\n{POLICY}paths = ["a.*"]\nholder = "B"\n', "a.py", ["SPDX-FileCopyrightText: B", "SPDX-License-Identifier: MIT"]),
        (f'paths = ["a.*"]\nlicense = "ISC"\n{POLICY}paths = ["b.*"]\nholder = "B"\n', "a.py", ["SPDX-FileCopyrightText: Ex", "SPDX-License-Identifier: ISC"]),
    ],
)  # fmt: skip
def test_policy_by_path(policies, path, expected, repo):
    repo.write("pyproject.toml", TABLE + (POLICY + policies if policies else ""))
    repo.write(path, "x = 1\n")
    assert repo.run(*FIX, path) == (0, f"Fixing {path}\n")
    assert header_of(repo, path) == expected
    assert repo.run("check", path) == (0, "")


def test_a_policy_allows_and_is_named(repo):
    gpl = "# SPDX-License-Identifier: GPL-3.0-only\nx = 1\n"
    repo.write("pyproject.toml", TABLE + POLICY + 'paths = ["gpl"]\nallow = ["GPL-3.0-only"]\n')
    repo.write("gpl/a.py", gpl)
    repo.write("a.py", gpl)
    assert repo.rules() == ["a.py:1 license-header-foreign"]
    repo.write("pyproject.toml", TABLE + POLICY + 'paths = ["gpl"]\nlicense = "ISC"\n')
    _, output = repo.run("check", "gpl")
    assert "the license is ISC, as [[tool.mlhooks.license-header.policy]] in pyproject.toml says" in output


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('paths = ["a"]\nlicens = "MIT"\n', '6: [[tool.mlhooks.license-header.policy]] has no key "licens"; did you mean "license"?'),
        ('paths = ["a"]\nlicense = "mit"\n', '6: license: SPDX does not spell it "mit"; write "MIT".'),
        (f'paths = ["a"]\n{POLICY}paths = ["b"]\nyear = "x"\n', '8: year: "x" is neither'),
        ('license = "MIT"\n', "policy: each policy needs paths."),
        ("paths = []\n", "5: paths: name at least one glob."),
        ("paths = 'a'\n", "5: paths takes a list of strings, not a string."),
        ('paths = ["a"]\nstyle = "../x"\n', '6: style: "../x" leaves the project'),
    ],
)  # fmt: skip
def test_a_mistake_in_a_policy_names_its_line(text, message, repo):
    repo.write("pyproject.toml", TABLE + POLICY + text)
    repo.write("a.py", "x = 1\n")
    code, output = repo.run("check")
    assert code == 2
    assert message in output
    assert output.startswith("mlhooks: pyproject.toml:")
    assert output.count("\n") == 1


def test_policy_is_an_array_of_tables(repo):
    repo.write("pyproject.toml", TABLE + 'policy = "x"\n')
    _, output = repo.run("check")
    assert "4: policy is an array of tables: write [[tool.mlhooks.license-header.policy]]." in output


LONG = "Copyright {year} {holder}\n\nUse of this source is granted by {holder} under terms of its own.\n{license}\n"


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("a.py", "x = 1\n", "# Copyright 2020 Ex\n#\n# Use of this source is granted by Ex under terms of its own.\n# MIT\n\nx = 1\n"),
        ("a.c", "int x;\n", "// Copyright 2020 Ex\n//\n// Use of this source is granted by Ex under terms of its own.\n// MIT\n\nint x;\n"),
        ("a.css", "a{}\n", "/*\n * Copyright 2020 Ex\n *\n * Use of this source is granted by Ex under terms of its own.\n * MIT\n */\n\na{}\n"),
        ("a.html", "<p>\n", "<!--\n  Copyright 2020 Ex\n\n  Use of this source is granted by Ex under terms of its own.\n  MIT\n-->\n\n<p>\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_template(tmp_path, path, before, after, end):
    (tmp_path / "header.txt").write_text(LONG.replace("\n", end), newline="")
    options = {"license": "MIT", "holder": "Ex", "year": "2020", "style": "header.txt"}
    old = before.replace("\n", end).encode()
    (finding,) = judge(CHECK, tmp_path, path, old, options=options)
    new = fix.apply(finding.fix, old)
    assert new == after.replace("\n", end).encode()
    assert judge(CHECK, tmp_path, path, new, options=options) == []
    other_years = new.replace(b"2020", b"2017-2019")
    assert judge(CHECK, tmp_path, path, other_years, options=options) == []
    changed = new.replace(b"granted", b"refused")
    assert [f.rule for f in judge(CHECK, tmp_path, path, changed, options=options)] != []


def test_template_without_a_year(tmp_path):
    (tmp_path / "t").write_text("Copyright {year} {holder}. MIT License\n")
    options = {"license": "MIT", "holder": "Ex", "style": "t"}
    (finding,) = judge(CHECK, tmp_path, "a.py", "x = 1\n", options=options)
    assert finding.fix[0].new == b"# Copyright Ex. MIT License\n\n"


def test_replace_own_in_a_template(tmp_path):
    (tmp_path / "t").write_text("Copyright {holder}\nUnder SPDX-License-Identifier: {license}\n")
    options = {"license": "MIT", "holder": "Ex", "style": "t", "replace-own": True}
    old = b"# Copyright Ex\n# Under SPDX-License-Identifier: ISC\nx = 1\n"
    (finding,) = judge(CHECK, tmp_path, "a.py", old, options=options)
    assert fix.apply(finding.fix, old) == old.replace(b"ISC", b"MIT")
    other = old.replace(b"# Under", b"# Ask before use.\n# Under")
    (finding,) = judge(CHECK, tmp_path, "a.py", other, options=options)
    assert (finding.rule, finding.fix) == ("license-header-stale", ())


@pytest.mark.parametrize(
    ("name", "content", "wrong"),
    [
        ("t", None, "t is no file inside the project that can be read without a link"),
        ("t/", "x", "t/ is no file inside the project"),
        ("t", "a\n{ownr}\n", 't:2: there is no variable "{ownr}"; known are {holder}, {license} and {year}'),
        ("t", "{Holder}\n", 't:1: there is no variable "{Holder}"; did you mean "{holder}"?'),
        ("t", "{years}", 't:1: there is no variable "{years}"; did you mean "{year}"?'),
        ("t", "", "t:1: it is empty"),
        ("t", "\n \n", "t:1: it is empty"),
        ("t", b"a\n\xff\n", "t:2: it is not UTF-8"),
        ("t", "a\x1b[0m", "t:1: a control character"),
        ("t", "x" * 70_000, "t is larger than 64 KiB"),
    ],
)
def test_bad_template(tmp_path, name, content, wrong):
    if content is not None:
        (tmp_path / "t").write_bytes(content if isinstance(content, bytes) else content.encode())
    options = {"license": "MIT", "holder": "Ex", "style": name}
    with pytest.raises(NotConfigured) as raised:
        judge(CHECK, tmp_path, "a.py", "x\n", options=options)
    assert str(raised.value).startswith(wrong)
    assert str(raised.value).endswith("in pyproject.toml). Nothing was checked.")


def test_template_that_leaves_the_root(tmp_path, repo):
    (tmp_path / "secret.txt").write_text("outside\n")
    for style in ("../secret.txt", str(tmp_path / "secret.txt"), "a/../../secret.txt", "~/x", "a\\b"):
        repo.write("mlhooks.toml", f"[license-header]\nlicense = 'MIT'\nstyle = '{style}'\n")
        repo.write("a.py", "x = 1\n")
        code, output = repo.run("check")
        assert (code, "leaves the project" in output, output.count("\n")) == (2, True, 1)
    os.symlink(tmp_path / "secret.txt", repo.root / "linked.txt")
    os.symlink(tmp_path, repo.root / "folder")
    for style in ("linked.txt", "folder/secret.txt"):
        repo.write("mlhooks.toml", f"[license-header]\nlicense = 'MIT'\nstyle = '{style}'\n")
        code, output = repo.run("check")
        assert (code, "outside" in output) == (2, False)
        assert "without a link" in output


def test_template_that_needs_a_holder(tmp_path):
    (tmp_path / "t").write_text("{holder}\n")
    with pytest.raises(NotConfigured, match="nothing names one"):
        judge(CHECK, tmp_path, "a.py", "x\n", options={"license": "MIT", "style": "t"})


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["", "2020"]))
def test_any_template_is_refused_or_found_again(tmp_path_factory, text, year):
    found = _parse(text.encode("utf-8", "surrogatepass"))
    if not isinstance(found, Template):
        return
    root = tmp_path_factory.mktemp("t")
    (root / "t").write_text(text, encoding="utf-8", newline="")
    options = {"license": "MIT", "holder": "Ex", "style": "t", "year": year or "none"}
    for finding in judge_source(CHECK, root, from_bytes("a.py", b"x = 1\n"), options=options):
        if finding.fix:
            new = fix.apply(finding.fix, b"x = 1\n")
            assert judge_source(CHECK, root, from_bytes("a.py", new), options=options) == []


def commit(repo, year, monkeypatch):
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setenv(name, f"{year}-06-15T12:00:00Z")
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "x")


def test_year_of_the_first_commit(repo, monkeypatch):
    repo.write("pyproject.toml", TABLE + 'year = "first-commit"\n')
    repo.write("old.py", "x = 1\ny = 2\nz = 3\n")
    commit(repo, 2018, monkeypatch)
    repo.write("old.py", "x = 2\ny = 2\nz = 3\n")
    repo.write("later é.py", "y = 1\n")
    commit(repo, 2020, monkeypatch)
    repo.git("mv", "old.py", "moved.py")
    commit(repo, 2022, monkeypatch)
    repo.write("new.py", "z = 1\n")
    assert repo.run(*FIX)[0] == 0
    years = {name: header_of(repo, name)[0] for name in ("moved.py", "later é.py", "new.py")}
    assert years == {
        "moved.py": "SPDX-FileCopyrightText: 2018 Ex",
        "later é.py": "SPDX-FileCopyrightText: 2020 Ex",
        "new.py": f"SPDX-FileCopyrightText: {time.localtime().tm_year} Ex",
    }


def test_one_walk_however_many_files(repo, monkeypatch):
    from mlhooks.core.project import history

    repo.write("pyproject.toml", TABLE + 'year = "first-commit"\n')
    for number in range(20):
        repo.write(f"{number}.py", "x = 1\n")
    commit(repo, 2019, monkeypatch)
    asked = Counter()
    git = history.git
    monkeypatch.setattr(
        history,
        "git",
        lambda root, *words, **more: (asked.update([len(words)]), git(root, *words, **more))[1],
    )
    assert repo.run(*FIX)[0] == 0
    assert asked.total() == 4


@pytest.mark.parametrize("shallow", [True, False])
def test_a_year_that_git_cannot_tell_is_not_written(shallow, repo, monkeypatch, tmp_path):
    repo.write("pyproject.toml", TABLE + 'year = "first-commit"\n')
    repo.write("a.py", "x = 1\n")
    commit(repo, 2019, monkeypatch)
    repo.write("b.txt", "x\n")
    commit(repo, 2021, monkeypatch)
    other = tmp_path / "other"
    if shallow:
        repo.git("clone", "-q", "--depth", "1", repo.root.as_uri(), str(other))
    else:
        other.mkdir()
        for name in ("a.py", "pyproject.toml"):
            (other / name).write_bytes((repo.root / name).read_bytes())
    monkeypatch.chdir(other)
    code, output = repo.run(*FIX)
    assert code == 1
    assert "fetch the whole history: git cannot tell the year of the first commit here" in output
    assert (other / "a.py").read_text() == "x = 1\n"


def test_strict_compares_years_with_git(repo, monkeypatch):
    repo.write("pyproject.toml", "[tool.mlhooks]\nstrict = true\n" + TABLE)
    head = "# SPDX-FileCopyrightText: {} {}\n# SPDX-License-Identifier: MIT\nx = 1\n"
    for name, year, holder in (
        ("right.py", "2019", "Ex"), ("range.py", "2019-2023", "Ex"), ("late.py", "2021", "Ex"),
        ("early.py", "2001", "Ex"), ("none.py", "", "Ex"), ("other.py", "2001", "Other"),
    ):  # fmt: skip
        repo.write(name, head.format(year, holder))
    commit(repo, 2019, monkeypatch)

    def wrong(*arguments):
        return [row for row in repo.rules(*arguments) if row.endswith("-year")]

    assert wrong() == ["early.py:1 license-header-year", "late.py:1 license-header-year"]
    _, output = repo.run("check", "late.py")
    assert "the header says 2021; git says that the file was first committed in 2019" in output
    repo.write("pyproject.toml", "[tool.mlhooks]\nstrict = true\n" + TABLE + 'year = "2021"\n')
    assert wrong() == []
    repo.write("pyproject.toml", TABLE)
    assert wrong("--min-severity", "note") == []


@pytest.mark.parametrize(
    ("log", "years"),
    [
        (b"", {}),
        (b"\x012019\0\nA\0a\0A\0b\0\x012020\0\nR090\0a\0c\0D\0b\0", {"c": 2019}),
        (b"\x012019\0\x012020\0\nA\0a\nb\0", {"a\nb": 2020}),
        (b"\x01\0\nA\0a\0", {}),
        (b"\x012019\0\nR100\0gone\0new\0", {"new": 2019}),
        (b"\x012019\0\nA", {"": 2019}),
    ],
)
def test_first_years(log, years):
    assert first_years(log) == years


@given(
    st.lists(st.sampled_from([b"\x012020", b"\nA", b"R1", b"D", b"a", b"b", b""])).map(b"\0".join)
    | st.binary()
)
def test_first_years_takes_anything(log):
    assert all(isinstance(year, int) for year in first_years(log).values())


def test_statistics(repo):
    repo.write("pyproject.toml", TABLE + 'allow = ["ISC"]\n')
    mit, isc = "# SPDX-License-Identifier: MIT\n", "# SPDX-License-Identifier: ISC\n"
    repo.write("a.py", mit)
    repo.write("b.py", isc)
    repo.write("c.py", "# SPDX-License-Identifier: GPL-2.0-only\n")
    repo.write("d.py", "x = 1\n")
    repo.write("e.py", "# Copyright Ex\n# SPDX-License-Identifier: 0BSD\n")
    repo.write("f.py", "x = 1\n")
    repo.write("f.py.license", mit)
    repo.write("vendor/g.py", "x = 1\n")
    _, output = repo.run("check", "--only", "license-header", "--statistics")
    counts = {
        line[11:].strip(): int(line[:11])
        for line in output.splitlines()
        if line.startswith("     ") and "files" in line
    }
    assert counts == {
        "files with license-header ok": 1,
        "files with license-header foreign, allowed": 1,
        "files with license-header foreign": 1,
        "files with license-header missing": 2,
        "files with license-header stale": 1,
        "files with license-header licensed by a file beside it": 1,
        "files under MIT": 1,
        "files under ISC": 1,
        "files under GPL-2.0-only": 1,
        "files under 0BSD": 1,
        "files that name no license themselves": 3,
    }


def test_counts_of_workers_add_up(repo):
    repo.write("pyproject.toml", TABLE)
    for number in range(520):
        repo.write(f"{number}.py", "# SPDX-License-Identifier: MIT\n")
    _, output = repo.run("check", "--only", "license-header", "--statistics", "--jobs", "2")
    assert "   520 files with license-header ok\n" in output


def test_options_of_a_policy_are_validated():
    (policy,) = [option for option in CHECK.options if option.name == "policy"]
    assert {field.name for field in policy.fields if field.validator == VALIDATOR} == {
        *("paths", "license", "holder", "year", "style", "allow"),
    }
    assert {field.name for field in policy.fields} - {"paths"} == {o.name for o in CHECK.options} - {"policy"}
    assert option_error("year", "first-commit") == ""
