"""Finds the Chromium that the browser tests drive, and installs Debian's where that is possible."""

from __future__ import annotations

import os
import shutil

from scripts.bootstrap.console import capture, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-liberation")
MISSING = (
    "Chromium is not installed, and the tests in tests/browser need it. "
    f"On Debian, as root: apt-get install {' '.join(PACKAGES)}. "
    "Elsewhere: install Chromium or Chrome so that it is on PATH."
)


def find() -> str | None:
    """The path of a Chromium on PATH, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def ensure() -> None:
    """Installs Chromium where we are root on Debian; elsewhere says what to do, and the tests then fail."""
    if find():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _install()
    if not find():
        say(MISSING)


def _install() -> None:
    say("Installing Chromium for the browser tests with apt-get (once; about a minute)")
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
        status, output = capture(["apt-get", *words])
        if status:
            say(f"{output}\napt-get {words[0]} failed: its words are above.")
            return
