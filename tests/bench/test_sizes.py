"""Holds the functions' package small: a large one is slower to load and hides what it carries."""

from __future__ import annotations

from tests.bench.sizes import LIMIT_UNZIPPED, LIMIT_ZIPPED, MB, parts, pinned

LARGEST = 40 * MB
"""Unzipped; lxml, for mail in HTML, is close to half of what there is."""


def test_the_package_stays_small() -> None:
    """The whole package is a fraction of what Lambda allows, zipped and unzipped."""
    found = parts()
    assert sum(part.unzipped for part in found) < LARGEST < LIMIT_UNZIPPED
    assert sum(part.zipped for part in found) < LIMIT_ZIPPED / 2


def test_the_runtime_brings_boto3() -> None:
    """The SDK, larger than everything else together, is left to the runtime."""
    assert not {"boto3", "botocore"} & set(pinned())


def test_no_part_is_empty() -> None:
    """Every pinned distribution is installed here and was measured."""
    assert all(part.files and part.zipped for part in parts())
