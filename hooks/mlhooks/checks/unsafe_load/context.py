# SPDX-License-Identifier: Apache-2.0
"""What every verdict on a file needs, and the finding that it makes."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlhooks.checks.unsafe_load.report import finding

if TYPE_CHECKING:
    from mlhooks.checks.unsafe_load.calls import Load
    from mlhooks.checks.unsafe_load.floor import TorchFloor
    from mlhooks.checks.unsafe_load.index import Index
    from mlhooks.checks.unsafe_load.network import Network
    from mlhooks.checks.unsafe_load.program import Program
    from mlhooks.core.finding import Edit, Finding, Help

BREAKS = "whole pickled models stop loading: save a state_dict"


@dataclass(frozen=True)
class Context:
    """What every verdict needs."""

    program: Program
    index: Index
    network: Network
    floor: TorchFloor
    tests: bool
    quiet: bool = False  # tests and examples, where the policy says nothing of some


def make(
    load: Load, context: Context, rule: str, severity: str, message: str, help: tuple[Help, ...],
    fix: tuple[Edit, ...] = (),
) -> Finding:  # fmt: skip
    """A finding at the call of a load."""
    node = load.site.node
    assert isinstance(node, ast.Call)
    return finding(context.program, node, load.site.around.statement, rule, severity, message, help, fix)
