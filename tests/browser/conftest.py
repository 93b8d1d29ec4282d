"""A fresh world with its page for each file of tests, and a browser page that reports whatever goes wrong in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect, sync_playwright

from scripts.sandbox import page as demo_page
from scripts.sandbox.world import World

LAPTOP: ViewportSize = {"width": 1440, "height": 900}
PATIENCE = 45_000
"""Milliseconds for anything that a function has to do first: on a busy machine a cold start takes seconds."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
]
WATCH_POLICY = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""


@dataclass(frozen=True)
class Stage:
    """A world and the address of its page."""

    world: World
    url: str


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """A fresh world with its page."""
    with World() as world:
        handle = demo_page.start(world)
        try:
            yield Stage(world, handle.url)
        finally:
            handle.stop()


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    """Debian's Chromium without a window, for one file: playwright keeps an event loop running in this very thread."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def viewport() -> ViewportSize:
    """The window's size; a file about phones says otherwise."""
    return LAPTOP


def _is_wrong(message: ConsoleMessage) -> bool:
    """Whether the console complains. Scripts are off in a mail's frame, so that playwright's own are blocked there too
    when somebody clicks in it: that is as it should be."""
    blocked = message.text.startswith("Blocked script execution in") and "/mail/" in message.text
    return message.type in ("error", "warning") and not blocked


@pytest.fixture
def page(browser: Browser, stage: Stage, viewport: ViewportSize) -> Iterator[Page]:
    """The page, opened; in the end its console is clean and its own policy was not violated."""
    context = browser.new_context(viewport=viewport, reduced_motion="reduce")
    context.add_init_script(WATCH_POLICY)
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    wrong: list[str] = []
    tab.on("console", lambda message: wrong.append(message.text) if _is_wrong(message) else None)
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.goto(stage.url)
    expect(tab.get_by_role("heading", name="Queue", exact=True)).to_be_visible()
    yield tab
    violations = tab.evaluate("window.violations")
    context.close()
    assert wrong == []
    assert violations == []
