# SPDX-License-Identifier: Apache-2.0
"""What pre-commit is told of each hook id: the manifest is generated from this and from the registry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlhooks.hook import ALL, BASELINE, FIXERS, INIT
from mlhooks.registry import ADAPTERS, CHECKS, check_named

if TYPE_CHECKING:
    from mlhooks.core.adapter import Adapter

# hook id -> what it does, and pre-commit's types where they are fewer than the check's
FIX = {
    "unsafe-load-fix": (
        "add weights_only=True where unsafe-load reports torch-load-default and the torch is known",
        ("python", "jupyter"),
    ),
    "wasm-memory-fix": ("write the configured max into a literal memory descriptor without a maximum", ()),
    "license-header-fix": ("write the missing license headers that license-header reports", ()),
}


@dataclass(frozen=True)
class Hook:
    """One entry of `.pre-commit-hooks.yaml`; the keys are pre-commit's own."""

    id: str
    name: str
    description: str
    files: str = ""
    types_or: tuple[str, ...] = ()
    stages: tuple[str, ...] = ("pre-commit", "pre-push", "manual")
    pass_filenames: bool = True
    require_serial: bool = False
    verbose: bool = False
    additional_dependencies: tuple[str, ...] = ()

    @property
    def entry(self) -> str:
        """The console script; `args` is the user's to overwrite, so what the hook needs stands here."""
        return f"mlhooks hook {self.id}"


def hooks() -> list[Hook]:
    """Every hook id, the recommended one first."""
    return [
        Hook(ALL, ALL, "every enabled check, one process, one read of each file", require_serial=True),
        *[Hook(check.id, check.id, check.summary, check.files, check.types_or) for check in CHECKS],
        *[_fixer(hook, check) for hook, check in FIXERS.items()],
        *[_adapter(adapter) for adapter in ADAPTERS],
        Hook(
            BASELINE,
            BASELINE,
            "accept what fails now: write .mlhooks-baseline.json",
            stages=("manual",),
            pass_filenames=False,
            require_serial=True,
            verbose=True,
        ),
        Hook(
            INIT,
            INIT,
            "print what sets mlhooks up for this repository: hooks, configuration, CI stage",
            stages=("manual",),
            pass_filenames=False,
            require_serial=True,
            verbose=True,
        ),
    ]


def _adapter(adapter: Adapter) -> Hook:
    """Serial, since a tool takes seconds to start, and what it says of itself is said once."""
    return Hook(
        adapter.hook,
        adapter.hook,
        adapter.summary,
        types_or=adapter.types_or,
        stages=("pre-push", "manual"),
        require_serial=True,
        additional_dependencies=(adapter.requirement,),
    )


def _fixer(hook: str, check: str) -> Hook:
    fixable = check_named(check)
    assert fixable is not None
    description, types = FIX[hook]
    return Hook(hook, hook, description, fixable.files, types or fixable.types_or)
