"""The repository runs on any machine: no file in it names one, nor the registry that served its packages."""

from __future__ import annotations

import re

from tests.unit.house.tree import files, where

# Put together from parts, or this file would find itself.
HOSTS = [
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("registry.npmjs", "org"),
    ("deb.debian", "org"),
    ("crates", "io"),
    ("proxy.golang", "org"),
]
PATHS = [
    ("work", "main"),
    ("work", "shared"),
    ("tmp", "team"),
    ("opt", "pypi"),
    ("root", r"\.[a-z]"),
    ("home", r"\w+/"),
]
NEEDLE = re.compile(
    "|".join(
        [re.escape(".".join(host)) for host in HOSTS] + [r"(?<![\w.])/" + "/".join(path) for path in PATHS]
    ).encode()
)


def test_no_file_names_a_registry_or_a_machine() -> None:
    """Neither a package registry's host nor a path of somebody's machine is in any tracked file."""
    found = [
        f"{where(path, number)} {match.group().decode()}"
        for path in files()
        for number, line in enumerate(path.read_bytes().splitlines(), 1)
        for match in NEEDLE.finditer(line)
    ]
    assert found == []


def test_the_needle_finds_what_it_is_for() -> None:
    """The pattern above matches such a host and such a path, and leaves the like of them alone."""
    guilty = ["https://" + ".".join(HOSTS[0]) + "/simple", "cd /" + "/".join(PATHS[0])]
    assert all(NEEDLE.search(text.encode()) for text in guilty)
    assert not NEEDLE.search(b"https://company.example" + b"/" + "/".join(PATHS[0]).encode() + b" and ./home/page")
