# SPDX-License-Identifier: Apache-2.0
"""Every report, whole, as it is printed; and that its reader would take it."""

from __future__ import annotations

import json
import re

import pytest

from reporting import DATA, FILES, GITLAB, SARIF, compare, runner

jsonschema = pytest.importorskip("jsonschema")


@pytest.fixture
def everything(repo, monkeypatch):
    """One finding of every kind that a report treats on its own."""
    monkeypatch.setattr("mlhooks.hints.program", lambda: "mlhooks")
    for path, content in FILES.items():
        repo.write(path, content)
    return repo


@pytest.mark.parametrize("format", ["text", "github", "gitlab", "sarif", "json"])
def test_the_whole_report(format, everything):
    code, output = everything.run("check", "--min-severity", "note", "--format", format)
    assert code == 1
    compare(f"{format}.txt", output)


@pytest.mark.parametrize("format", ["text", "sarif", "json"])
def test_the_whole_report_with_what_is_accepted(format, everything):
    code, output = everything.run("check", "--show-suppressed", "--format", format)
    assert code == 1
    compare(f"{format}-suppressed.txt", output)


@pytest.mark.parametrize("format", ["github", "gitlab"])
def test_what_is_accepted_is_not_told_to_those_who_would_show_it_as_open(format, everything):
    arguments = ("check", "--format", format)
    output = everything.run(*arguments, "--show-suppressed")[1]
    if format == "github":
        output = "\n".join(line for line in output.splitlines() if line.startswith("::error"))
    assert "ours.py" not in output
    assert "src/cli.py" in output


def test_without_a_format_nothing_changed(everything):
    assert everything.run("check", "--format", "text") == everything.run("check")


def test_a_clean_tree(repo):
    repo.write("a.py", "x = 1\n")
    assert repo.run("check", "--format", "text") == (0, "")
    assert repo.run("check", "--format", "github") == (0, "")
    assert repo.run("check", "--format", "gitlab") == (0, "[]\n")
    sarif = json.loads(repo.run("check", "--format", "sarif")[1])
    assert sarif["runs"][0]["results"] == []
    jsonschema.validate(sarif, SARIF)
    assert json.loads(repo.run("check", "--format", "json")[1])["summary"]["looked_at"] == 1


def sarif_of(repo, *arguments):
    document = json.loads(repo.run("check", "--format", "sarif", *arguments)[1])
    jsonschema.validators.validator_for(SARIF)(SARIF, format_checker=jsonschema.FormatChecker()).validate(
        document
    )
    assert len(document["runs"]) == 1
    return document["runs"][0]


def test_sarif_is_what_github_wants(everything):
    run = sarif_of(everything, "--show-suppressed", "--min-severity", "note")
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert re.fullmatch(r"[0-9a-f]{1,16}:\d+", result["partialFingerprints"]["primaryLocationLineHash"])
        where = result["locations"][0]["physicalLocation"]
        assert re.fullmatch(r"[\w./%-]+", where["artifactLocation"]["uri"])
        assert where["region"]["startLine"] >= 1
    for rule in rules:
        assert rule["help"]["text"]
        assert rule["help"]["markdown"].startswith(f"# {rule['id']}\n")
        if "security" in rule["properties"]["tags"]:
            assert 0 < float(rule["properties"]["security-severity"]) <= 10
            assert isinstance(rule["properties"]["security-severity"], str)
    by_path = {
        found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]: found
        for found in run["results"]
    }
    assert by_path["src/ours.py"]["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "our own [file]"}
    ]
    assert by_path["examples/a.py"]["suppressions"][0]["kind"] == "external"
    related = by_path["src/cli.py"]["relatedLocations"][0]["physicalLocation"]
    assert (related["artifactLocation"]["uri"], related["region"]["startLine"]) == ("pyproject.toml", 5)
    notebook = by_path["lab/%C3%A9t%C3%A9.ipynb"]["locations"][0]
    assert notebook["logicalLocations"] == [{"fullyQualifiedName": "cell 2, line 3"}]
    assert "web/heap%20%5B1%5D.ts" in by_path


def test_sarif_leaves_out_what_is_accepted(everything):
    everything.run("baseline", "src/settings.py")
    results = sarif_of(everything)["results"]
    assert not any("suppressions" in result for result in results)
    assert not {"src/ours.py", "examples/a.py", "src/settings.py"} & {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results
    }
    shown = sarif_of(everything, "--show-suppressed")["results"]
    assert sum("suppressions" in result for result in shown) == 3
    for result in [*results, *shown]:
        del result["ruleIndex"]  # among the rules that occur
    assert [result for result in shown if "suppressions" not in result] == results


def test_what_is_accepted_elsewhere_is_not_told_of_changed_lines(everything):
    everything.git("add", "-A")
    everything.git("commit", "-q", "-m", "one")
    everything.write("web/new.ts", FILES["web/heap [1].ts"])
    results = sarif_of(everything, "--since", "HEAD", "--show-suppressed")["results"]
    assert [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results] == [
        "web/new.ts"
    ]
    everything.write(
        "examples/a.py", FILES["examples/a.py"] + "x = 1\n"
    )  # accepted, on a line that is as it was
    everything.write("src/ours.py", FILES["src/ours.py"].replace("(p)", "(q)"))
    results = sarif_of(everything, "--since", "HEAD", "--show-suppressed")["results"]
    assert sum("suppressions" in one for one in results) == 1


def test_sarif_tells_what_could_not_be_looked_at(everything, monkeypatch):
    def fail(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("mlhooks.engine.open_source", fail)
    code = everything._capsys.readouterr() and mlhooks_main("check", "--format", "sarif")
    captured = everything._capsys.readouterr()
    invocation = json.loads(captured.out)["runs"][0]["invocations"][0]
    assert code == 2
    assert invocation["executionSuccessful"] is False
    assert "Permission denied" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert "could not read src/cli.py: Permission denied" in captured.err


def mlhooks_main(*arguments):
    from mlhooks.cli import main

    return main(list(arguments))


def test_gitlab_is_what_gitlab_documents(everything):
    output = everything.run("check", "--format", "gitlab", "--min-severity", "note")[1]
    violations = json.loads(output)
    jsonschema.validate(violations, GITLAB)
    assert not output.startswith("\ufeff")
    names = [violation["fingerprint"] for violation in violations]
    assert len(set(names)) == len(names) == 6
    again = json.loads(everything.run("check", "--format", "gitlab", "--min-severity", "note")[1])
    assert [violation["fingerprint"] for violation in again] == names


def test_a_finding_that_moves_keeps_its_name_and_a_second_one_gets_another(repo):
    def names(text):
        repo.write("a.ts", text)
        return [found["fingerprint"] for found in json.loads(repo.run("check", "--format", "gitlab")[1])]

    line = "const heap = new WebAssembly.Memory({ initial: 256 });\n"
    first = names(line + "x();\n" * 30)
    assert names("// new\n" + line + "x();\n" * 30) == first
    twice = names(line + "x();\n" * 60 + line + "x();\n" * 60)
    assert len(set(twice)) == 2
    both = "const a = new WebAssembly.Memory({ initial: 1 }), b = new WebAssembly.Memory({ initial: 1 });\n"
    assert len(set(names(both))) == 2


def test_json_follows_its_schema(everything):
    schema = json.loads((DATA.parents[1] / "docs/report.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    everything.run("baseline", "src/settings.py")
    for arguments in ([], ["--show-suppressed"], ["--min-severity", "note"]):
        document = json.loads(everything.run("check", "--format", "json", *arguments)[1])
        jsonschema.validate(document, schema)
        strict = re.sub(r'"required"', '"additionalProperties": false, "required"', json.dumps(schema))
        jsonschema.validate(document, json.loads(strict))  # no key is left undocumented


def test_github_by_severity_and_whole(everything):
    output = everything.run("check", "--format", "github", "--min-severity", "note")[1]
    commands = [line for line in output.splitlines() if re.match(r"::(error|warning|notice) ", line)]
    kinds = [command.split()[0] for command in commands]
    assert kinds == sorted(kinds, key=["::error", "::warning", "::notice"].index)
    assert set(kinds) == {"::error", "::warning", "::notice"}


@pytest.mark.parametrize("indent", ["", "  "], ids=["pre-commit", "prek"])
def test_annotations_survive_indentation(indent, everything, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    output = everything.run("hook", "mlhooks", *FILES)[1]
    shown = "".join(f"{indent}{line}\n" for line in output.splitlines())
    commands, lines = runner(shown)
    assert len(commands) == 5
    assert all(command.startswith(("::error file=", "::warning file=")) for command in commands)
    assert any("src/cli.py:3:9: torch-load-default" in line for line in lines)
