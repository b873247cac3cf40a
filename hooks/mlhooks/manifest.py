# SPDX-License-Identifier: Apache-2.0
"""What pre-commit is told of each hook id: the manifest is generated from this and from the registry."""

from __future__ import annotations

from dataclasses import dataclass

from mlhooks.hook import ALL, BASELINE, FIXER
from mlhooks.registry import CHECKS, check_named


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

    @property
    def entry(self) -> str:
        """The console script; `args` is the user's to overwrite, so what the hook needs stands here."""
        return f"mlhooks hook {self.id}"


def hooks() -> list[Hook]:
    """Every hook id, the recommended one first."""
    fixable = check_named("license-header")
    assert fixable is not None
    return [
        Hook(ALL, ALL, "every enabled check, one process, one read of each file", require_serial=True),
        *[Hook(check.id, check.id, check.summary, check.files, check.types_or) for check in CHECKS],
        Hook(
            FIXER,
            FIXER,
            "write the missing license headers that license-header reports",
            fixable.files,
            fixable.types_or,
        ),
        Hook(
            BASELINE,
            BASELINE,
            "accept what fails now: write .mlhooks-baseline.json",
            stages=("manual",),
            pass_filenames=False,
            require_serial=True,
            verbose=True,
        ),
    ]
