"""The locks decide what runs on every machine and in every function: held to hashes and to each other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.house.tree import ROOT

RUNTIME = ROOT / "backend" / "src" / "requirements.txt"
DEV = ROOT / "scripts" / "locks" / "dev.txt"
EMULATOR = ROOT / "scripts" / "locks" / "ministack.txt"
LOCKS = [RUNTIME, DEV, EMULATOR]
REQUIREMENT = re.compile(r"^(?P<name>[a-z0-9][a-z0-9.-]*)==(?P<version>[\w.+!-]+)(?: ; (?P<marker>.+?))?$")


def _entries(lock: Path) -> list[str]:
    """One string per requirement, its continued lines joined; comments and pip's options left out."""
    joined = re.sub(r"\\\n\s*", "", lock.read_text(encoding="utf-8"))
    return [line for line in joined.splitlines() if line and not line.lstrip().startswith(("#", "--"))]


def _pins(lock: Path) -> dict[tuple[str, str], str]:
    """(name, marker) -> version."""
    pins = {}
    for entry in _entries(lock):
        match = REQUIREMENT.match(entry.partition("--hash")[0].strip())
        assert match, entry
        pins[match["name"], match["marker"] or ""] = match["version"]
    return pins


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_has_its_hashes(lock: Path) -> None:
    """Each requirement is an exact version with at least one SHA-256, so nothing else can get in."""
    assert len(_pins(lock)) > 10
    assert [entry for entry in _entries(lock) if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry)] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_host(lock: Path) -> None:
    """Where packages come from is each machine's own affair: a lock holds no address and no index option."""
    text = lock.read_text(encoding="utf-8")
    options = {line.split()[0] for line in text.splitlines() if line.startswith("--")}
    assert "://" not in text
    assert options <= {"--only-binary", "--no-binary"}


@pytest.mark.parametrize("lock", [RUNTIME, EMULATOR], ids=lambda lock: lock.name)
def test_one_package_has_one_version_everywhere(lock: Path) -> None:
    """What is deployed, what is emulated and what is tested are the same code."""
    dev = _pins(DEV)
    assert {key: (version, dev[key]) for key, version in _pins(lock).items() if dev.get(key, version) != version} == {}


def test_the_tests_and_the_emulator_hold_all_that_is_deployed() -> None:
    """A function can import the same things on this machine as in the cloud."""
    deployed = _pins(RUNTIME).keys()
    assert deployed <= _pins(DEV).keys()
    assert deployed <= _pins(EMULATOR).keys()


def test_the_cloud_brings_boto3_itself() -> None:
    """17 MB that the Lambda runtime already has are not uploaded again with every function."""
    assert not {"boto3", "botocore"} & {name for name, _ in _pins(RUNTIME)}
