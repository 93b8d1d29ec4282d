"""How big the package of the functions is: our source and the pinned distributions beside it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from rich.console import Console

from scripts.sandbox.world import CODE
from tests.bench.paper import notes, table

REQUIREMENTS = CODE / "requirements.txt"
MB = 1024 * 1024
LIMIT_UNZIPPED, LIMIT_ZIPPED = 250 * MB, 50 * MB
"""Lambda's own: unzipped with its layers, and zipped for an upload that does not go through S3."""

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_LEFT_OUT = ("__pycache__", ".pyc")


@dataclass(frozen=True)
class Part:
    """One distribution of the package, or our source. Sizes in bytes."""

    name: str
    version: str
    files: int
    unzipped: int
    zipped: int


def pinned() -> dict[str, str]:
    """Name and version of every distribution in the functions' lock."""
    return dict(_PINNED.findall(REQUIREMENTS.read_text(encoding="utf-8")))


def parts() -> list[Part]:
    """Every part, largest first. Raises LookupError when a pinned distribution is not installed here."""
    found = [_part("our source", "", CODE, CODE.rglob("*"))]
    for name, version in pinned().items():
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            raise LookupError(f"{name} is in {REQUIREMENTS.name} and not installed here") from None
        files = [Path(str(installed.locate_file(file))) for file in installed.files or ()]
        inside = [file for file in files if ".." not in file.parts]
        found.append(_part(name, version, Path(str(installed.locate_file(""))), inside))
    return sorted(found, key=lambda part: -part.unzipped)


def report(console: Console) -> None:
    """The table."""
    found = parts()
    rows = [
        [part.name, part.version, f"{part.files}", f"{part.unzipped / MB:.2f}", f"{part.zipped / MB:.2f}"]
        for part in found
    ]
    whole, zipped = sum(part.unzipped for part in found), sum(part.zipped for part in found)
    rows.append(["all", "", f"{sum(part.files for part in found)}", f"{whole / MB:.2f}", f"{zipped / MB:.2f}"])
    columns = ["part", "version", "#files", "#MB unzipped", "#MB zipped"]
    console.print(table("The functions' package", columns, rows, total=True))
    notes(
        console,
        f"{whole / LIMIT_UNZIPPED:.0%} of what Lambda allows unzipped, {zipped / LIMIT_ZIPPED:.0%} of a direct upload.",
        "As installed here; compiled parts differ a little on arm64. boto3 is not in it: the runtime brings it.",
        "One package for all functions, so each carries what only one of them loads.",
    )


def _part(name: str, version: str, root: Path, files: Iterable[Path]) -> Part:
    wanted = [file for file in files if file.is_file() and not any(mark in str(file) for mark in _LEFT_OUT)]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in wanted:
            archive.write(file, file.resolve().relative_to(root.resolve()).as_posix())
    return Part(name, version, len(wanted), sum(file.stat().st_size for file in wanted), len(packed.getvalue()))
