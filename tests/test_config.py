# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json

import pytest

from mlhooks import config
from mlhooks.config import load, locate
from mlhooks.config.schema import schema
from mlhooks.core.toml import parse_toml

BAD = "import torch\ntorch.load(path)\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[tool.mlhooks]\nselct = ["a"]', '2: [tool.mlhooks] has no key "selct"; did you mean "select"?'),
        (
            "[tool.mlhooks]\nunsafe_load = 1",
            '2: [tool.mlhooks] has no key "unsafe_load"; did you mean "unsafe-load"?',
        ),
        (
            "[tool.mlhooks]\nqqqq = 1",
            '2: [tool.mlhooks] has no key "qqqq"; it knows bandit, detect-secrets, docs, examples, exclude, ',
        ),
        ('[tool.mlhooks]\n\nstrict = "yes"', "3: strict takes true or false, not a string"),
        ("[tool.mlhooks]\nexclude = 'a'", "2: exclude takes a list of strings, not a string"),
        ("[tool.mlhooks]\nexclude = [1]", "2: exclude takes a list of strings, not an array"),
        (
            '[tool.mlhooks]\nselect = ["torch-laod-default"]',
            '2: no rule or check is called "torch-laod-default"; did',
        ),
        ('[tool.mlhooks]\nignore = ["nothing-*"]', '2: no rule or check is called "nothing-*"'),
        (
            '[tool.mlhooks]\nmin-severity = "warn"',
            '2: min-severity is "note" or "warning" or "error", not "warn"; did',
        ),
        ('[tool.mlhooks.severity]\ntorch-load-default = "bad"', "2: torch-load-default is"),
        ('[tool.mlhooks.per-path-ignores]\n"a/**" = ["nope"]', '2: no rule or check is called "nope"'),
        ("[tool.mlhooks.limits]\nfile-size = 0", "2: file-size is at least 1"),
        (
            "[tool.mlhooks.limits]\nfile-sise = 1",
            '2: [tool.mlhooks.limits] has no key "file-sise"; did you mean',
        ),
        (
            "[tool.mlhooks.wasm-memory]\nmaxx = 1",
            '2: [tool.mlhooks.wasm-memory] has no key "maxx"; did you mean "max"?',
        ),
        ('[tool.mlhooks.wasm-memory]\nmax = "lots"', "2: max takes a size"),
        ("[tool.mlhooks.wasm-memory]\nmax = true", "2: max takes a size"),
        ('[tool.mlhooks.unsafe-load]\ntorch = "new"', '2: torch takes versions such as ">=2.6", not "new"'),
        (
            '[tool.mlhooks.severity]\nload-yaml = "off"',
            '2: load-yaml is "error", "warning" or "note", not "off"; to turn',
        ),
        (
            '[tool.mlhooks.per-path-ignores]\n"*.py" = "x"',
            '2: per-path-ignores."*.py" takes a list of rule ids',
        ),
        ("[tool]\nmlhooks = 1", "tool.mlhooks is no table"),
        ("[tool.mlhooks]\nsecrets = 1", "2: secrets is a table: write [tool.mlhooks.secrets]"),
        ("[tool.mlhooks]\na = = 1", "2: is not TOML"),
        ("[tool.mlhooks]\na = [\n", "is not TOML"),
        ("[tool.mlhooks]\n" + "a." * 40 + "b = 1", "2: is not TOML: a key has more than thirty parts"),
        ("[tool.mlhooks]\na = " + "[" * 5000, "is not TOML"),
        ('[tool.mlhooks]\nextend = "../x.toml"', '2: "../x.toml" lies outside the project'),
        ('[tool.mlhooks]\nextend = "x.toml"', '2: "x.toml" does not exist'),
    ],
)
def test_a_mistake_stops_with_file_line_and_nearest_name(text, message, repo):
    repo.write("pyproject.toml", text + "\n")
    repo.write("a.py", BAD)
    for command in (["check"], ["hook", "mlhooks", "a.py"], ["config", "a.py"]):
        code, output = repo.run(*command)
        assert code == 2
        assert output.startswith(f"mlhooks: pyproject.toml:{message}") or f": {message}" in output
        assert output.endswith("Nothing was checked.\n")
        assert output.count("\n") == 1


def test_not_utf8_is_named(repo):
    repo.write("mlhooks.toml", b"strict = true\nexclude = ['\xff']\n")
    repo.write("a.py", BAD)
    assert repo.run("check") == (2, "mlhooks: mlhooks.toml:2: is not UTF-8. Nothing was checked.\n")


def test_every_error_names_a_line_that_holds_the_key(repo):
    text = '[project]\nname = "x"\n\n[tool.mlhooks]\nstrict = true\n\n[tool.mlhooks.severity]\n"x" = 1\n'
    assert locate.line_of_key(text, ["tool", "mlhooks", "severity", "x"]) == 8
    assert locate.line_of_key(text, ["tool", "mlhooks", "nothing"]) == 4
    assert locate.line_of_key(text, ["nothing"]) == 0


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({}, ["a.py", "sub/b.py"], id="none"),
        pytest.param({"mlhooks.toml": 'exclude = ["a.py"]'}, ["sub/b.py"], id="own file"),
        pytest.param({"pyproject.toml": "[tool.mlhooks]\nexclude = ['sub']"}, ["a.py"], id="shared file"),
        pytest.param({"pyproject.toml": "[project]\nname = 'mlhooks'"}, ["a.py", "sub/b.py"], id="no table"),
        pytest.param(
            {"mlhooks.toml": "exclude = []", "pyproject.toml": "[tool.mlhooks]\nexclude = ['**']"},
            ["a.py", "sub/b.py"],
            id="own file wins in a folder",
        ),
        pytest.param(
            {"mlhooks.toml": "exclude = ['*']", "sub/mlhooks.toml": ""}, ["sub/b.py"], id="nearest wins"
        ),
        pytest.param(
            {"mlhooks.toml": "exclude = ['b.py']", "sub/mlhooks.toml": 'extend = "../mlhooks.toml"'},
            ["a.py"],
            id="extend",
        ),
        pytest.param(
            {
                "mlhooks.toml": "exclude = ['*']",
                "sub/mlhooks.toml": 'extend = "../mlhooks.toml"\nexclude = []',
            },
            ["sub/b.py"],
            id="a key here wins over the extended one",
        ),
        pytest.param(
            {"sub/mlhooks.toml": "exclude = ['b.py']"}, ["a.py"], id="globs are relative to their file"
        ),
        pytest.param({"mlhooks.toml": "select = ['secrets']"}, [], id="select a check"),
        pytest.param({"mlhooks.toml": "select = ['torch-*']"}, ["a.py", "sub/b.py"], id="select a prefix"),
        pytest.param({"mlhooks.toml": "ignore = ['torch-load-default']"}, [], id="ignore a rule"),
        pytest.param({"mlhooks.toml": "severity = {torch-load-default = 'note'}"}, [], id="severity"),
        pytest.param({"mlhooks.toml": "severity = {unsafe-load = 'note'}"}, [], id="severity of a check"),
        pytest.param(
            {"mlhooks.toml": "severity = {unsafe-load='note', torch-load-default='error'}"},
            ["a.py", "sub/b.py"],
            id="the exact name wins",
        ),
        pytest.param(
            {"mlhooks.toml": "per-path-ignores = {'sub/**' = ['torch-*']}"}, ["a.py"], id="per path"
        ),
        pytest.param({"mlhooks.toml": "tests = ['sub/**']"}, ["a.py"], id="classes of paths"),
        pytest.param({"mlhooks.toml": "tests = ['**']\nstrict = true"}, ["a.py", "sub/b.py"], id="strict"),
        pytest.param({"mlhooks.toml": "limits = {file-size = 5}"}, [], id="limits"),
    ],
)
def test_what_is_in_force(files, expected, repo):
    repo.write("a.py", BAD)
    repo.write("sub/b.py", BAD)
    for path, content in files.items():
        repo.write(path, content + "\n")
    for _ in range(2):  # parsed, then from the cache
        found = [line.split(":")[0] for line in repo.rules()]
        assert [path for path in ("a.py", "sub/b.py") if path in found] == expected


def test_exclude_holds_for_files_that_are_named(repo):
    repo.write("a.py", BAD)
    repo.write("mlhooks.toml", "exclude = ['a.py']\n")
    assert repo.run("hook", "mlhooks", "a.py") == (0, "")


def test_config_and_no_config(repo):
    repo.write("a.py", BAD)
    repo.write("mlhooks.toml", "exclude = ['a.py']\n")
    other = repo.write("other/strict.toml", "ignore = ['unsafe-load']\n")
    assert repo.run("check", "--no-config", "a.py")[0] == 1
    assert repo.run("check", "--config", str(other), "a.py")[0] == 0
    assert repo.run("hook", "mlhooks", "--config=other/strict.toml", "a.py")[0] == 0
    code, output = repo.run("check", "--config", "gone.toml")
    assert (code, output) == (2, "mlhooks: gone.toml: no such file; --config takes the path of a TOML file\n")


def test_fail_on_error_shows_warnings_and_passes(repo):
    repo.write("a.py", "import torch\ntorch.load(path, weights_only=False)\n")
    repo.write("mlhooks.toml", 'fail-on = "error"\n')
    code, output = repo.run("check")
    assert code == 0
    assert "torch-load-unsafe" in output


def test_extend_does_not_follow_a_link_out(repo, tmp_path):
    (tmp_path / "outside.toml").write_text("strict = true\n")
    (repo.root / "link.toml").symlink_to(tmp_path / "outside.toml")
    repo.write("mlhooks.toml", 'extend = "link.toml"\n')
    repo.write("a.py", BAD)
    assert repo.run("check")[1].startswith('mlhooks: mlhooks.toml:1: "link.toml" lies outside the project')


def test_extend_in_a_circle_ends(repo):
    repo.write("mlhooks.toml", 'extend = "b.toml"\n')
    repo.write("b.toml", 'extend = "mlhooks.toml"\n')
    repo.write("a.py", BAD)
    assert "extends back to this file" in repo.run("check")[1]


def test_config_command_says_what_is_in_force_and_from_where(repo):
    repo.write("sub/mlhooks.toml", "strict = true\n")
    repo.write("sub/tests/test_a.py", BAD)
    code, output = repo.run("config", "sub/tests/test_a.py")
    assert code == 0
    assert "from      sub/mlhooks.toml\n" in output
    assert "class     tests\n" in output
    assert "strict = true   # set\n" in output
    assert 'fail-on = "warning"\n' in output
    assert "[license-header]" not in output
    assert "[wasm-memory]\n" in output


def test_schema_accepts_what_the_reader_accepts():
    jsonschema = pytest.importorskip("jsonschema")
    document = schema("https://example.invalid/mlhooks")
    jsonschema.Draft7Validator.check_schema(document)
    text = b"strict = true\nselect = ['secrets', 'torch-*']\n[severity]\ntorch-load-default = 'note'\n[limits]\nnesting = 3\n"
    assert load.load(text, "/nowhere", "mlhooks.toml") is not None
    jsonschema.validate(parse_toml(text), document)
    for wrong in ({"selct": []}, {"strict": 1}, {"limits": {"x": 1}}, {"min-severity": "bad"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, document)
    assert json.dumps(document)


def test_a_broken_configuration_is_not_cached(repo, monkeypatch):
    stored = []
    monkeypatch.setattr(config.cache, "write", lambda kind, key, payload: stored.append(kind))
    repo.write("mlhooks.toml", "strict = 1\n")
    repo.write("a.py", "x = 1\n")
    assert repo.run("check")[0] == 2
    assert "config" not in stored


def test_the_likeliest_mistake_in_the_own_file_is_explained(repo):
    repo.write("mlhooks.toml", "[tool.mlhooks]\nstrict = true\n")
    repo.write("a.py", BAD)
    assert "the keys stand in this file without [tool.mlhooks]" in repo.run("check")[1]


def test_selecting_an_opt_in_check_turns_it_on(repo):
    repo.write("pyproject.toml", '[project]\nname = "x"\nversion = "1"\nlicense = "MIT"\n')
    repo.write("mlhooks.toml", 'select = ["license-header"]\n')
    repo.write("a.py", "x = 1\n")
    assert repo.rules() == ["a.py:1 license-header-missing"]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ('loaders = {"a.b" = "unsafe"}', ""),
        ('loaders = {"a.b" = "unsave"}', 'loaders."a.b" is "unsafe" or "safe", not "unsave"'),
        ('loaders = ["a.b"]', "loaders takes a table of names, not an array"),
    ],
)
def test_loaders_are_a_table_of_words(written, message):
    content = f"[unsafe-load]\n{written}\n".encode()
    if not message:
        read = load.load(content, "/nowhere", "mlhooks.toml")
        assert read is not None
        assert read.tables["unsafe-load"]["loaders"] == {"a.b": "unsafe"}
        return
    with pytest.raises(config.ConfigError) as caught:
        load.load(content, "/nowhere", "mlhooks.toml")
    assert message in str(caught.value)
