# SPDX-License-Identifier: Apache-2.0
"""detect-secrets: its plugins' findings as ours, its baseline honoured, nothing verified over the network."""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import TYPE_CHECKING, Any

from mlhooks.adapters.detect_secrets.settings import Wanted, wanted
from mlhooks.core import child, secrets_baseline
from mlhooks.core.adapter import Adapter
from mlhooks.core.check import Option
from mlhooks.core.child import ToolFailed, ToolMissing
from mlhooks.core.finding import Finding, Help
from mlhooks.core.rule import ERROR, NOTE, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlhooks.core.adapter import Ground

# The tool's name of a type, as our id has it, and the native rules that find the same tokens.
COVERS = {
    "aws-access-key": ("secret-aws-access-key-id", "secret-aws-secret-access-key"),
    "artifactory-credentials": ("secret-jfrog-key",),
    "azure-storage-account-access-key": ("secret-azure-storage-key",),
    "basic-auth-credentials": ("secret-url-credentials",),
    "discord-bot-token": ("secret-discord-token",),
    "github-token": ("secret-github-token",),
    "gitlab-token": ("secret-gitlab-token",),
    "json-web-token": ("secret-jwt",),
    "mailchimp-access-key": ("secret-mailchimp-key",),
    "npm-tokens": ("secret-npm-token", "secret-client-file"),
    "openai-token": ("secret-openai-api-key",),
    "private-key": ("secret-private-key",),
    "pypi-token": ("secret-pypi-token",),
    "sendgrid-api-key": ("secret-sendgrid-key",),
    "slack-token": ("secret-slack-token", "secret-slack-webhook"),
    "square-oauth-secret": ("secret-square-token",),
    "stripe-access-key": ("secret-stripe-key",),
    "telegram-bot-token": ("secret-telegram-token",),
    "twilio-api-key": ("secret-twilio-key",),
}
ADAPTER = Adapter(
    "detect-secrets",
    "what detect-secrets' plugins find, under this configuration, with its baseline honoured",
    "mlhooks.adapters.detect_secrets",
    requirement="detect-secrets==1.5.0",
    home="https://github.com/Yelp/detect-secrets",
    options=(
        Option("rules", "strs", [], 'names of the only plugins, such as "AWSKeyDetector"; empty means all'),
        Option(
            "baseline",
            "str",
            ".secrets.baseline",
            "its plugins, filters and accepted secrets hold; relative to the root, empty means none",
        ),
    ),
    covers={f"detect-secrets-{type}": native for type, native in COVERS.items()},
    types_or=("text",),
    everywhere=True,
)  # fmt: skip
ALLOW = f"`args: [--allow-plugin=FILE]` at {ADAPTER.hook} lets a file of yours run"
GUESSES = ("base64-high-entropy-string", "hex-high-entropy-string", "public-ip-ipv4")
WEAK = {"tests", "docs"}
PRAGMA = "detect_secrets.filters.allowlist.is_line_allowlisted"
ACCEPTED = "secrets of detect-secrets accepted by its baseline"


def run(paths: Sequence[str], project: Ground) -> Iterator[Finding]:
    """See `core.adapter.Runner`; raises `core.check.Unusable` for a baseline that cannot be used."""
    name: str = project.options["baseline"]
    baseline = secrets_baseline.read(project.tree, name) if name else None
    paths = [path for path in paths if path != name]
    chosen = _wanted(baseline, project)
    for what in chosen.refused:
        project.complain(f"has not run {what}: {name} names it, and it is code; {ALLOW}")
    if not paths:
        return
    python = child.python_with("detect_secrets", "detect-secrets")
    if python is None:
        raise ToolMissing
    command = [python, "-I", "-X", "utf8", "-c", driver()]
    given = _given(paths, chosen, project)
    report = _report(child.run(command, given=given, seconds=project.options["seconds"]))
    for plugin in report["missing"]:
        project.complain(f"has no plugin {plugin} in the version installed here, and {name} asks for it")
    seen: Counter[tuple[str, int, str]] = Counter()
    for path, line, type, hash in report["found"]:
        if baseline is not None and _accepts(baseline.of(path), hash):
            project.count(ACCEPTED)
            continue
        seen[path, line, type] += 1
        yield _finding(path, line, type, hash, seen[path, line, type], project)


def _wanted(baseline: secrets_baseline.SecretsBaseline | None, project: Ground) -> Wanted:
    """Plugins and filters, of the baseline or the tool's own, as the table of the configuration has them."""
    allowed = []
    for file in project.plugins:
        if not os.path.isfile(file):
            raise ToolFailed(f'is given --allow-plugin="{file}", and there is no such file')
        allowed.append(os.path.realpath(file))
    chosen = wanted(baseline.document, project.root, allowed) if baseline else Wanted(code=allowed)
    rules: list[str] = project.options["rules"]
    if rules:
        named = {plugin["name"]: plugin for plugin in chosen.plugins or ()}
        chosen.plugins = [named.get(rule, {"name": rule}) for rule in rules]
    return chosen


def driver() -> str:
    """The text of the program that runs in the tool's own process; read, never imported here."""
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, "driver.py"), encoding="utf-8") as stream:
        return stream.read()


def _given(paths: Sequence[str], chosen: Wanted, project: Ground) -> bytes:
    given = {
        "root": project.root,
        "files": list(paths),
        "plugins": chosen.plugins,
        "filters": chosen.filters,
        "code": chosen.code,
        "without": [] if project.foreign_marks else [PRAGMA],
    }
    return json.dumps(given).encode("utf-8", "surrogateescape")


def _report(done: child.Done) -> dict[str, Any]:
    """The driver's document. Raises ToolFailed for anything else."""
    report = child.report_of(done)
    found, missing = report.get("found"), report.get("missing")
    if not isinstance(found, list) or not isinstance(missing, list) or not all(map(_is_row, found)):
        raise ToolFailed("printed a report that is not understood")
    return report


def _is_row(row: object) -> bool:
    kinds = (str, int, str, str)
    return isinstance(row, list) and len(row) == 4 and all(map(isinstance, row, kinds))


def _accepts(known: Mapping[str, set[str]], hash: str) -> bool:
    """Whether the team accepted this hash, and it is that of a secret."""
    return hash in known and hash not in secrets_baseline.common_hashes()


def _finding(path: str, line: int, type: str, hash: str, number: int, project: Ground) -> Finding:
    """One secret; `number` counts those of a type on one line, which are told apart by it alone."""
    rule = ADAPTER.rule(type)
    weak = bool(project.classes.get(path, frozenset()) & WEAK)
    kind = rule.removeprefix("detect-secrets-")
    severity = NOTE if kind in GUESSES else WARNING if weak or kind == "secret-keyword" else ERROR
    more = f", number {number} on this line" if number > 1 else ""
    return Finding(
        rule,
        NOTE if weak and kind == "secret-keyword" else severity,
        project.span(path, line),
        f"{type}{more} (found by detect-secrets, which does not say where in the line)",
        project.tree.digest(f"{type} {hash}".encode()),
        help=(Help("do", "revoke it if it was ever pushed; deleting the line does not undo that"),),
        path=path,
    )
