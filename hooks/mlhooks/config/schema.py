# SPDX-License-Identifier: Apache-2.0
"""The JSON schema of the configuration, for editors; made from the same field lists that validate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlhooks.config.fields import FIELDS
from mlhooks.core.limits import LIMITS
from mlhooks.core.rule import SEVERITIES
from mlhooks.registry import ADAPTERS, CHECKS, rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhooks.core.check import Option


def schema(url: str) -> dict[str, Any]:
    """JSON Schema (draft 7, which SchemaStore takes) of `mlhooks.toml`, and of `[tool.mlhooks]` alike."""
    properties = {option.name: _option(option) for option in FIELDS}
    for check in (*CHECKS, *ADAPTERS):
        properties[check.id] = {"description": check.summary, **_table(check.options)}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"{url}/raw/main/docs/mlhooks.schema.json",
        "title": "mlhooks",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "definitions": {"rules": _rules()},
    }


def _rules() -> dict[str, Any]:
    """A name of rules: ours are known, those of another tool only by the tool's name before them."""
    foreign = "|".join(adapter.id for adapter in ADAPTERS)
    patterns = [{"pattern": r"\*$"}, {"pattern": f"^({foreign})-"}]
    return {"anyOf": [{"enum": _names()}, *patterns], "type": "string"}


def _names() -> list[str]:
    return [table.id for table in (*CHECKS, *ADAPTERS)] + [rule.id for rule in rules()]


def _table(options: Sequence[Option]) -> dict[str, Any]:
    properties = {option.name: _option(option) for option in options}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _option(option: Option) -> dict[str, Any]:
    return {"description": option.doc, "default": option.default, **_type(option)}


def _type(option: Option) -> dict[str, Any]:
    if option.name in ("select", "ignore"):
        return {"type": "array", "items": {"$ref": "#/definitions/rules"}}
    if option.type in ("str", "strs", "digests"):
        text: dict[str, Any] = {"type": "string"}
        if option.choices:
            text["enum"] = list(option.choices)
        return text if option.type == "str" else {"type": "array", "items": text}
    if option.type == "tables":
        return {"type": "array", "items": _table(option.fields)}
    rules_list = {"type": "array", "items": {"$ref": "#/definitions/rules"}}
    bound = {"type": "integer", "minimum": 1}
    kinds: dict[str, dict[str, Any]] = {
        "bool": {"type": "boolean"},
        "int": {"type": "integer"},
        "size": {"type": ["integer", "string"]},
        "versions": {"type": "string"},
        "words": {"type": "object", "additionalProperties": {"enum": list(option.choices)}},
        "ids-by-glob": {"type": "object", "additionalProperties": rules_list},
        "severities": {"type": "object", "additionalProperties": {"enum": list(SEVERITIES)}},
        "limits": {
            "type": "object",
            "additionalProperties": False,
            "properties": dict.fromkeys(LIMITS, bound),
        },
    }
    return kinds[option.type]
