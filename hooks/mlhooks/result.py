# SPDX-License-Identifier: Apache-2.0
"""What a run is asked for, and what it found. On the hot path."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from mlhooks.baseline import Baseline
    from mlhooks.changes import Changes
    from mlhooks.core.finding import Finding
    from mlhooks.staged import Staged


class Settings:
    """What the command line asks for, over the configuration. None means: as configured.

    `only`: ids of the checks to run. `asked`: checks that were added by name, so that they run without a
    table. `config`: the file given by `--config`; with `no_config` there is none. `collect`:
    the baseline that is being written anew: what fails is reported, accepted or not, under its key.
    `statistics`: what the checks count will be shown. `fixing`: fixes will be written, so that what costs
    time to prove is proven now. `since`: what changed; findings elsewhere are counted and not reported.
    `staged`: the index that contents come from, in the place of the working tree. `quoted`: a report shows
    the lines at a finding, or their hash. `suppressed`: a report shows what was accepted. `tick`: is called
    for each file that is looked at. `listed`: files were listed and not named, so that one that is not there
    is no error. `named`: files that the user named, each of which is told of when it is not looked at.
    """

    __slots__ = (
        "asked",
        "collect",
        "config",
        "fail_on",
        "fixing",
        "jobs",
        "listed",
        "min_severity",
        "named",
        "no_config",
        "only",
        "quoted",
        "since",
        "staged",
        "statistics",
        "suppressed",
        "tick",
    )

    def __init__(
        self,
        *,
        only: "frozenset[str] | None" = None,
        asked: "frozenset[str]" = frozenset(),
        config: "str | None" = None,
        no_config: bool = False,
        min_severity: "str | None" = None,
        fail_on: "str | None" = None,
        collect: "Baseline | None" = None,
        jobs: int = 1,
        fixing: bool = False,
        statistics: bool = False,
        quoted: bool = False,
        suppressed: bool = False,
        since: "Changes | None" = None,
        staged: "Staged | None" = None,
        listed: bool = False,
    ) -> None:
        self.only = only
        self.asked = asked
        self.config = config
        self.no_config = no_config
        self.min_severity = min_severity
        self.fail_on = fail_on
        self.collect = collect
        self.jobs = jobs
        self.fixing = fixing
        self.statistics = statistics
        self.quoted = quoted
        self.suppressed = suppressed
        self.tick: "Callable[[], None] | None" = None
        self.since = since
        self.staged = staged
        self.listed = listed
        self.named: "frozenset[str]" = frozenset()


class Result:
    """What a run found. `failed` counts the findings that make the exit code 1.

    `left_out`: reason -> number of files. `unread`: (path, reason) of files that could not be read.
    `broken`: sentences about checks that raised. `accepted` and `suppressed`: how many findings do not show,
    by the baseline and otherwise; `hidden`: these findings, where a report asked for them.
    `texts`: path as shown -> content, of the files for which a finding carries a fix, and `own`: the rules
    that the project of each added to `secrets`. `counted`: name -> how often a check counted it, for
    `--statistics`. `said`: sentences that change no exit code.
    """

    __slots__ = ("accepted", "broken", "counted", "failed", "findings", "hidden", "left_out", "looked_at",
                 "own", "said", "seconds", "suppressed", "texts", "unread")  # fmt: skip

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.hidden: list[Finding] = []
        self.left_out: dict[str, int] = {}
        self.unread: list[tuple[str, str]] = []
        self.broken: list[str] = []
        self.said: list[str] = []
        self.looked_at = 0
        self.accepted = 0
        self.suppressed = 0
        self.failed = 0
        self.seconds = 0.0
        self.texts: dict[str, bytes] = {}
        self.own: dict[str, list[dict[str, Any]]] = {}
        self.counted: dict[str, int] = {}

    @property
    def exit_code(self) -> int:
        """0 clean, 1 findings, 2 when something could not be looked at."""
        if self.unread or self.broken:
            return 2
        return 1 if self.failed else 0

    def leave_out(self, reason: str) -> None:
        """Count a file that is not looked at, by policy."""
        self.left_out[reason] = self.left_out.get(reason, 0) + 1

    def count(self, name: str) -> None:
        """Count one more of what a check wants to be seen with `--statistics`."""
        self.counted[name] = self.counted.get(name, 0) + 1

    def merge(self, other: "Result") -> None:
        """Add what another part of the same run found."""
        self.findings += other.findings
        self.hidden += other.hidden
        self.unread += other.unread
        self.broken += [line for line in other.broken if line not in self.broken]
        self.said += [line for line in other.said if line not in self.said]
        for reason, count in other.left_out.items():
            self.left_out[reason] = self.left_out.get(reason, 0) + count
        self.looked_at += other.looked_at
        self.accepted += other.accepted
        self.suppressed += other.suppressed
        self.failed += other.failed
        self.texts.update(other.texts)
        self.own.update(other.own)
        for name, count in other.counted.items():
            self.counted[name] = self.counted.get(name, 0) + count
