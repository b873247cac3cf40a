# SPDX-License-Identifier: Apache-2.0
"""Which torch the project allows, and how a message says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

if TYPE_CHECKING:
    from mlhooks.core.project import Project

NO_WEIGHTS_ONLY = Version("1.13")  # below, torch.load does not know the argument
SAFE_DEFAULT = Version("2.6")


class TorchFloor(NamedTuple):
    """The lowest torch allowed (None: no file says), why (a line for people), and where to write one.

    `below`: no allowed version reaches it, where the files say only that much (`torch<2.6`). `settled`: what
    would settle every load of this floor; `because` then ends in the words to which their number is added.
    """

    version: Version | None
    because: str
    place: str
    below: Version | None = None
    settled: str = ""

    @property
    def safe(self) -> bool:
        """Whether the default of weights_only is True in every torch that is allowed."""
        return self.version is not None and self.version >= SAFE_DEFAULT

    @property
    def ancient(self) -> bool:
        """Whether a torch is allowed that has no weights_only at all."""
        return self.version is not None and self.version < NO_WEIGHTS_ONLY

    @property
    def capped(self) -> bool:
        """Whether every torch that is allowed has the default off, although no lowest one is named."""
        return self.version is None and self.below is not None and self.below <= SAFE_DEFAULT

    @property
    def severity(self) -> str:
        """Of a load that leaves weights_only out: "" where that is safe."""
        if self.version is None:
            return "error" if self.capped else "warning"
        return "" if self.safe else "error"


def torch_floor(project: Project) -> TorchFloor:
    """The floor for the file that is judged: the option `torch` of the check's table, else the files'."""
    option = str(project.options.get("torch") or "").strip()
    version = _lowest(option)
    if version is not None:
        return TorchFloor(version, f'torch = "{option}" in {project.table}', project.table)
    floor = project.requirement("torch")
    at = f"{floor.path}:{floor.line}" if floor.path and floor.line else floor.path or floor.manifest
    if floor.version is None and floor.below is not None:
        return TorchFloor(None, f"{floor.text} at {at}", at, floor.below)
    if floor.broken:
        settle = floor.manifest or "pyproject.toml"
        because = f"{floor.path} cannot be read ({floor.broken}); to mend it settles this"
        return TorchFloor(None, because, settle, settled=f"torch at {floor.path}")
    if floor.version is None:
        settle = (
            f"`torch>=2.6` in {at} settles this" if at else "`torch>=2.6` in a pyproject.toml settles this"
        )
        place = at or "pyproject.toml"
        return TorchFloor(None, f"no file says which torch; {settle}", place, settled=f"torch at {place}")
    return TorchFloor(floor.version, f"{floor.text or f'torch {floor.version}'} at {at}", at)


def _lowest(option: str) -> Version | None:
    """The lowest version that a specifier such as ">=2.6" or a bare "2.6" admits, None without one."""
    try:
        parts = [*SpecifierSet(f"=={option}" if option[:1].isdigit() else option)]
        low = [
            Version(part.version.removesuffix(".*"))
            for part in parts
            if part.operator in (">=", "==", "~=", ">", "===")
        ]
    except (InvalidSpecifier, InvalidVersion):
        return None
    return max(low, default=None)
