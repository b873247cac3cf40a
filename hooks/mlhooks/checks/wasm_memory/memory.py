# SPDX-License-Identifier: Apache-2.0
"""The limits of one memory, from a JavaScript descriptor or a binary, and what the policy says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlhooks.checks.wasm_memory import rules
from mlhooks.checks.wasm_memory.units import (
    DEFAULT_CAP,
    PAGE,
    PAGES_32,
    PAGES_64,
    PAGES_64_DECLARED,
    measure,
    parse_size,
    size,
)
from mlhooks.core.rule import ERROR, NOTE, WARNING

if TYPE_CHECKING:
    from collections.abc import Mapping

ABSENT, KNOWN, OPEN = "absent", "known", "open"
ENOUGH = "when the devices that it must run on have that much"


class Limits(NamedTuple):
    """What is known of a memory. `initial` and `maximum` in pages of `page` bytes, None when not known.

    `bound`: whether a maximum is ABSENT, KNOWN, or there but not resolved (OPEN). `shared` and `wide`
    (64-bit addresses) are None when not known. `binary`: it is declared by a module, `.wasm` or text.
    """

    initial: int | None
    maximum: int | None
    bound: str
    shared: bool | None = False
    wide: bool | None = False
    page: int = PAGE
    binary: bool = False


class Settings(NamedTuple):
    """The check's table, in bytes. `cap` is None until the team has set `max`; `mobile_cap` counts for
    shared memories, and `mobile` says whether it is enforced. `table` is how people write the table."""

    cap: int | None
    mobile_cap: int
    mobile: bool
    table: str


class Verdict(NamedTuple):
    """A rule that a memory breaks, before the place in the project softens it.

    `cap` in bytes; `option`: what to do to which key when more is wanted. `advice`: what to do about limits
    that no engine takes.
    """

    rule: str
    severity: str
    message: str
    because: str = ""
    cap: int = DEFAULT_CAP
    option: str = ""
    advice: str = ""


def settings(options: Mapping[str, Any], table: str) -> Settings:
    """Read the check's table. Raises ValueError for a size that is none."""
    cap = parse_size(str(options["max"]), "max") if options.get("max") else None
    mobile_cap = parse_size(str(options.get("mobile-max") or "512MiB"), "mobile-max")
    return Settings(cap, mobile_cap, options.get("target") == "mobile", table)


def verdict(limits: Limits, told: Settings) -> Verdict | None:
    """The gravest thing to say of a memory; None when there is nothing."""
    wrong = _wrong(limits)
    if wrong is not None:
        return wrong
    if limits.bound == ABSENT:
        return _unbounded(limits)
    if limits.maximum is None:
        return None
    return _too_large(limits, limits.maximum, told)


def _wrong(limits: Limits) -> Verdict | None:
    """Why no engine makes this memory; None for one that an engine makes."""
    refuses = "the engine refuses the module" if limits.binary else "the constructor throws {}"
    initial, maximum, page = limits.initial, limits.maximum, limits.page
    if limits.wide is not None:
        bits, ceiling, declared = _ceilings(limits)
        for name, value, most in (("initial", initial, ceiling), ("maximum", maximum, declared)):
            if value is not None and value > most:
                message = (
                    f"{name} of {measure(value, page)} is above the {measure(most, page)} that a {bits}-bit "
                    f"memory can have; {refuses.format('RangeError')}"
                )
                return _invalid(message, f"lower {name}: a {bits}-bit memory takes at most {most} pages")
    if limits.shared and limits.bound == ABSENT:
        return _invalid(f"shared memory has no maximum; {refuses.format('TypeError')} and nothing starts")
    if initial is not None and maximum is not None and maximum < initial:
        message = (
            f"maximum of {measure(maximum, page)} is below initial, {measure(initial, page)}; "
            f"{refuses.format('RangeError')}"
        )
        return _invalid(message, "write a maximum that is not below initial")
    return None


def _invalid(message: str, advice: str = "") -> Verdict:
    return Verdict(rules.INVALID.id, ERROR, message, advice=advice)


def _ceilings(limits: Limits) -> tuple[int, int, int]:
    """Width in bits, and the largest initial and maximum, in pages."""
    if not limits.wide:
        most = PAGES_32 * PAGE // limits.page
        return 32, most, most
    if limits.binary:
        most = PAGES_64_DECLARED * PAGE // limits.page
        return 64, most, most
    return 64, PAGES_64, PAGES_64


def _unbounded(limits: Limits) -> Verdict:
    most = PAGES_64 if limits.wide else PAGES_32
    end = f"may grow to {size(most * PAGE)}; phones kill the tab on the way"
    where = "the module declares" if limits.binary else "the descriptor has"
    ceiling = f"{where} no maximum: only the engine stops it, at {most * PAGE // limits.page} pages"
    if limits.initial is None:
        return Verdict(rules.UNBOUNDED.id, WARNING, f"has no maximum, so it {end}", ceiling)
    start = f"starts at {size(limits.initial * limits.page)}, "
    return Verdict(rules.UNBOUNDED.id, WARNING, start + end, f"{ceiling}; it starts at {limits.initial}")


def _too_large(limits: Limits, maximum: int, told: Settings) -> Verdict | None:
    count = maximum * limits.page
    most = measure(maximum, limits.page)
    beyond_phones = count > told.mobile_cap
    if told.mobile and limits.shared and beyond_phones:
        return Verdict(
            rules.MOBILE.id,
            WARNING,
            f"shared memory reserves its maximum of {most}, above {_cap(told.mobile_cap)} for phones; "
            "iOS Safari refuses large shared maximums when the memory is made",
            f'target = "mobile" in {told.table}',
            told.mobile_cap,
            "raise mobile-max",
        )
    cap = DEFAULT_CAP if told.cap is None else told.cap
    if count <= cap:
        return None
    kills = "; phones kill the tab on the way" if beyond_phones else ""
    shared = "; iOS Safari refuses a shared maximum of this size" if limits.shared and beyond_phones else ""
    return Verdict(
        rules.TOO_LARGE.id,
        NOTE if told.cap is None else WARNING,
        f"may grow to {most}, above {_cap(cap)}{kills}{shared}",
        "" if told.cap is None else f"max = {size(cap)} in {told.table}",
        cap,
        "set max" if told.cap is None else "raise max",
    )


def _cap(count: int) -> str:
    return measure(count // PAGE)
