# SPDX-License-Identifier: Apache-2.0
"""A rule's page, in one text: `docs/rules/ID.md`, `mlhooks rule ID`, the help in a SARIF file."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, metadata
from typing import TYPE_CHECKING

from mlhooks import __version__
from mlhooks.registry import adapter_of, check_of, rules
from mlhooks.report.sarif import Explained

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from mlhooks.core.adapter import Adapter
    from mlhooks.core.check import Check
    from mlhooks.core.rule import Rule

# The weakness that a rule looks for, by its id or by its check's; a rule without one is not about security.
WEAKNESSES = {
    "secrets": "CWE-798",
    "unsafe-load": "CWE-502",
    "load-hub": "CWE-494",
    "load-hub-revision": "CWE-494",
    "load-remote-code": "CWE-494",
    "torch-floor": "CWE-1395",
    "model-file": "CWE-502",
    "wasm-memory": "CWE-770",
    "wasm-memory-invalid": "",
}
# What is true of all rules of a check, besides what the rule itself names.
REFERENCES = {
    "secrets": ("https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",),
    "unsafe-load": ("https://docs.python.org/3/library/pickle.html",),
    "model-file": ("https://docs.python.org/3/library/pickle.html",),
    "wasm-memory": ("https://webassembly.github.io/spec/js-api/#memories",),
    "license-header": ("https://reuse.software/spec-3.3/",),
    "": ("docs/configuration.md of mlhooks",),
}


def page(rule: Rule) -> str:
    """The page in Markdown."""
    check = check_of(rule.id)
    belongs = f"Check: `{check.id}`." if check else "Reported by mlhooks itself."
    parts = [
        f"# {rule.id}",
        f"## What it does\n\n{sentence(rule.summary)}\n\n{belongs} Default: {rule.verdict}.",
        f"## Why is this bad?\n\n{rule.why}",
        f"## Example\n\n```{rule.language}\n{rule.bad.strip()}\n```",
        f"## Use instead\n\n```{rule.language}\n{rule.good.strip()}\n```",
        f"## Configuration\n\n{_configuration(rule, check)}",
        "## References\n\n" + "\n".join(f"- {reference}" for reference in _references(rule, check)),
    ]
    return "\n\n".join(parts) + "\n"


def foreign_page(adapter: Adapter, name: str) -> str:
    """What is known of another tool's rule, in Markdown."""
    covering = adapter.covers.get(name, ())
    native = ", ".join(f"`{rule}`" for rule in covering)
    same = "which find the same, are on" if len(covering) > 1 else "which finds the same, is on"
    parts = [
        f"# {name}",
        f"A rule of {adapter.id}, run by the hook `{adapter.hook}` and by `mlhooks check --deep`; "
        f"{adapter.id} documents it: {adapter.home}",
        *([f"Off while {native} of mlhooks, {same}."] if native else []),
        f"## Configuration\n\n{_shared(name, marks=True)}",
    ]
    return "\n\n".join(parts) + "\n"


def own_page(row: Mapping[str, Any], check: str, file: str) -> str:
    """What a project says of a rule that it added, in Markdown."""
    name, severity = row["id"], row.get("severity", "error")
    parts = [
        f"# {name}",
        f"A rule of this project in `{file}`: {row.get('summary') or 'no summary'}.",
        f"Check: `{check}`. Default: {severity}.",
        f"## Configuration\n\n{_shared(name, marks=True)}",
    ]
    return "\n\n".join(parts) + "\n"


def _shared(rule: str, *, marks: bool) -> str:
    """How every rule is configured; `marks`: a comment accepts it as well."""
    comment = f"In one place: `mlhooks: ignore[{rule}] <why>` in a comment on the line or on the one above. "
    return (
        f"{comment if marks else 'In one file: an entry of `per-path-ignores`; no comment accepts it. '}"
        "Elsewhere:\n\n"
        f'```toml\n[tool.mlhooks]\nignore = ["{rule}"] # never report it\n\n'
        f'[tool.mlhooks.severity]\n{rule} = "note" # or "warning", "error"\n\n'
        f'[tool.mlhooks.per-path-ignores]\n"examples/**" = ["{rule}"]\n```'
    )


def _configuration(rule: Rule, check: Check | None) -> str:
    text = _shared(rule.id, marks=rule.marks)
    if check is None or not check.options:
        return text
    off = ", which turns this check on" if check.opt_in else ""
    keys = "\n".join(f"- `{option.name}`: {option.doc}" for option in check.options)
    return f"{text}\n\nThe check's own keys, in `[tool.mlhooks.{check.id}]`{off}:\n\n{keys}"


def _references(rule: Rule, check: Check | None) -> list[str]:
    weakness = weakness_of(rule.id)
    number = weakness.partition("-")[2]
    cwe = [f"https://cwe.mitre.org/data/definitions/{number}.html"] if weakness else []
    return list(dict.fromkeys([*rule.references, *REFERENCES[check.id if check else ""], *cwe]))


def weakness_of(rule: str) -> str:
    """The CWE of a rule, "" where it is not about security."""
    check = check_of(rule)
    return WEAKNESSES.get(rule, WEAKNESSES.get(check.id, "") if check else "")


def sentence(text: str) -> str:
    """A summary as a sentence; a name such as torch.load keeps its spelling."""
    first = text.split(" ", 1)[0]
    plain = first.isalpha() or first.rstrip(",").isalpha()
    return f"{text[:1].upper() if plain else text[:1]}{text[1:]}."


def homepage() -> str:
    """The project's address as the installed package knows it, "" where it is not installed."""
    try:
        urls = metadata("mlhooks").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    return next((url.partition(", ")[2] for url in urls if url.startswith("Homepage")), "")


def explained(wanted: Iterable[str]) -> dict[str, Explained]:
    """What a report says of these rules, other tools' among them."""
    home, known = homepage(), {rule.id: rule for rule in rules()}
    found = {}
    for name in sorted(set(wanted)):
        rule = known.get(name)
        found[name] = _explained(rule, home) if rule else _foreign(name)
    return found


def _explained(rule: Rule, home: str) -> Explained:
    check = check_of(rule.id)
    return Explained(
        rule.id,
        check.id if check else "mlhooks",
        rule.severity,
        sentence(rule.summary),
        rule.why,
        page(rule),
        f"{home}/blob/v{__version__}/docs/rules/{rule.id}.md" if home else "",
        weakness_of(rule.id),
    )


def _foreign(name: str) -> Explained:
    """A rule of another tool: its name begins with the tool's."""
    adapter = adapter_of(name)
    told = "Found by another tool that mlhooks ran; its own documentation explains the rule."
    if adapter is None:
        return Explained(name, "mlhooks", "warning", f"{name}.", told, f"# {name}\n\n{told}\n")
    page = foreign_page(adapter, name)
    return Explained(name, adapter.id, "warning", f"A rule of {adapter.id}.", told, page, adapter.home)
