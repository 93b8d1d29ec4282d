"""Holds cold starts light: which vendors a function loads is a choice, and one import too many undoes it unseen."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.bench.imports import A_BOARD, TO_AN_INBOX, ColdStart, cold_starts, import_ratios

MAIL_LIBRARIES = frozenset({"inscriptis", "lxml", "mailparser_reply", "quotequail", "requests"})
PAGES = frozenset({"jinja2", "markupsafe"})
SLACK = frozenset({"slack_sdk"})

GOOGLE = frozenset({"google", "googleapiclient", "gspread", "httplib2"})

NEVER: Mapping[str, frozenset[str]] = {
    "intake-form": MAIL_LIBRARIES | PAGES | SLACK | GOOGLE,
    "intake-chat": MAIL_LIBRARIES | PAGES | SLACK | GOOGLE,
    "intake-mail": PAGES | SLACK | GOOGLE,
    "read": MAIL_LIBRARIES | PAGES | SLACK | GOOGLE,
    "router": MAIL_LIBRARIES | PAGES | SLACK | GOOGLE,
    "dispatch": MAIL_LIBRARIES | PAGES | GOOGLE,
    A_BOARD: MAIL_LIBRARIES | PAGES | GOOGLE,
    TO_AN_INBOX: MAIL_LIBRARIES | SLACK | GOOGLE,
    "sweep": MAIL_LIBRARIES | PAGES | SLACK | GOOGLE,
    "open-file": MAIL_LIBRARIES | PAGES | SLACK | GOOGLE | {"aws_lambda_powertools"},
    "correct-handler": MAIL_LIBRARIES | PAGES | SLACK | GOOGLE,
    "learn": MAIL_LIBRARIES | PAGES | SLACK | GOOGLE,
    "sheet-hook": MAIL_LIBRARIES | PAGES | SLACK | GOOGLE,
    "sheet-wake": MAIL_LIBRARIES | PAGES | SLACK | GOOGLE,
    "drive-sync": PAGES | {"lxml", "slack_sdk", "googleapiclient"},
    "watch-renew": PAGES | SLACK | {"lxml"},
}
"""Vendors that a function's first event has no use for."""
NOBODY_WAITS = frozenset({"drive-sync", "watch-renew"})
"""Functions with Google's libraries, which schedules and queues wake."""
MOST_MODULES, MOST_WITH_GOOGLE = 650, 1_000
"""A function loads fewer than this beyond a bare interpreter; boto3 with a client is well over half of the first."""
HEAVIEST, HEAVIEST_WITH_GOOGLE = 3.5, 4.5
"""Times of `import boto3`. Loose on purpose: it is for the import that doubles a cold start, not for a busy machine."""


@pytest.fixture(scope="module")
def starts() -> Mapping[str, ColdStart]:
    """Every function's first event, in an interpreter of its own."""
    return cold_starts()


@pytest.mark.parametrize("function", NEVER)
def test_a_function_loads_no_vendor_it_has_no_use_for(starts: Mapping[str, ColdStart], function: str) -> None:
    """The vendors of one function's work stay out of every other function's cold start."""
    assert not starts[function].vendors & NEVER[function]


def test_every_function_is_looked_at(starts: Mapping[str, ColdStart]) -> None:
    """A new function is added to the list above before it can grow heavy."""
    assert set(starts) == set(NEVER)


def test_each_vendor_is_seen_where_it_belongs(starts: Mapping[str, ColdStart]) -> None:
    """The bench sees what is loaded: Slack's client for a card, templates for a mail, the reply parser."""
    assert starts["dispatch"].vendors >= SLACK and starts[TO_AN_INBOX].vendors >= PAGES
    assert "mailparser_reply" in starts["intake-mail"].vendors


def test_no_function_loads_the_test_world(starts: Mapping[str, ColdStart]) -> None:
    """What is deployed runs without scripts and tests, from its own source and its pinned distributions alone."""
    assert all(not name.startswith(("scripts", "tests")) for start in starts.values() for name in start.modules)


def test_cold_starts_stay_light(starts: Mapping[str, ColdStart]) -> None:
    """No function loads many more modules, or takes many times longer to import, than boto3 alone."""
    most = {name: MOST_WITH_GOOGLE if name in NOBODY_WAITS else MOST_MODULES for name in starts}
    assert {name: len(s.modules) for name, s in starts.items() if len(s.modules) >= most[name]} == {}
    heaviest = {name: HEAVIEST_WITH_GOOGLE if name in NOBODY_WAITS else HEAVIEST for name in starts}
    ratios = import_ratios(starts, rounds=3)
    assert {name: round(ratio, 1) for name, ratio in ratios.items() if ratio > heaviest[name]} == {}
