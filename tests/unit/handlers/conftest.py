"""The events of tests/data/events, an App over the fakes, and what the functions log."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aws_lambda_powertools.logging
import pytest

from tests.fakes.world import World
from tests.unit.handlers.mailed import Mailed
from tests.unit.handlers.slack_desk import Desk
from ticket_router.adapters.links import SignedLinks
from ticket_router.adapters.mail.desk import MailDesk
from ticket_router.domain.errors import NotFound
from ticket_router.handlers import (
    by_link,
    correct_handler,
    dispatch,
    drive_sync,
    intake_chat,
    intake_form,
    intake_mail,
    learn,
    open_file,
    read,
    router,
    rows,
    sheet_hook,
    sheet_wake,
    sweep,
    watch_renew,
)
from ticket_router.handlers.logs import logger
from ticket_router.settings import Settings

EVENTS = Path(__file__).resolve().parents[2] / "data" / "events"
HANDLERS = (
    dispatch, drive_sync, intake_chat, intake_form, intake_mail, learn, open_file, read, router, rows, sheet_hook,
    sheet_wake, sweep, watch_renew,
)  # fmt: skip
Event = dict[str, Any]


@pytest.fixture
def event() -> Callable[[str], Event]:
    """An event by the name of its file."""
    return lambda name: dict(json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8")))


class FakeApp:
    """The object graph with fakes in it; a test replaces whatever it wants to fail."""

    def __init__(self) -> None:
        self.world = World()
        self.settings = Settings(form_origins=frozenset({"https://shop.example"}))
        self.clock = self.world.clock
        self.desk = self.world.desk
        self.secrets = {"form": "form-secret", "chat": "chat-secret", "links": "links-secret", "poke": "poke-secret"}
        self.raw: dict[str, bytes] = {}
        self.put_back: list[tuple[str, int]] = []
        self.take_in: Any = self.world.take_in
        self.read_ticket: Any = self.world.read_ticket
        self.route_ticket: Any = self.world.route_ticket
        self.dispatch: Any = self.world.dispatch
        self.sweep: Any = self.world.sweep
        self.mail_failures: Any = dict
        self.ask_boards: Any = SimpleNamespace(make_good=int)
        self.draw_board: Any = None
        self.tell_sheet: Any = bool
        self.hear_sheet: Any = None
        self.keep_watch: Any = None
        self.sync_workbook: Any = None
        self.sheet_hints: Any = None
        self.links = SignedLinks("https://files.example", lambda: self.secret("links"))
        self.files = SimpleNamespace(
            raw=lambda key: self.raw[key], opened=lambda key, name: f"https://s3.example/{key}?name={name}"
        )
        self.mail_desk = MailDesk(
            support_addresses=frozenset({"support@company.example"}),
            own_domains=frozenset({"company.example"}),
            handoff_from="router@company.example",
        )

    def secret(self, name: str) -> str:
        """A secret, or NotFound as SSM says it."""
        if name not in self.secrets:
            raise NotFound(name)
        return self.secrets[name]

    def queue(self, name: str) -> Any:
        """The intake queue as the reader's handler uses it."""
        assert name == "intake_queue_url"
        return SimpleNamespace(put_back=lambda receipt, wait: self.put_back.append((receipt, wait)))


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> FakeApp:
    """The App that every handler finds."""
    fake = FakeApp()
    for module in HANDLERS:
        monkeypatch.setattr(module, "app", lambda: fake)
    return fake


@pytest.fixture(autouse=True)
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What was logged so far, line by line."""
    stream, real = io.StringIO(), aws_lambda_powertools.logging.Logger
    monkeypatch.setattr(
        aws_lambda_powertools.logging, "Logger", lambda: real(service=f"test-{uuid.uuid4().hex}", stream=stream)
    )
    logger.cache_clear()
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.cache_clear()


@pytest.fixture
def desk(app: FakeApp, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk in front of the handler."""
    monkeypatch.setattr(correct_handler, "app", lambda: app)
    monkeypatch.setattr(correct_handler, "row_may_have_changed", lambda: None)
    return Desk(app)


@pytest.fixture
def mailed(app: FakeApp, monkeypatch: pytest.MonkeyPatch) -> Mailed:
    """The ticket in front of the handler."""
    for module in (correct_handler, by_link):
        monkeypatch.setattr(module, "app", lambda: app)
        monkeypatch.setattr(module, "row_may_have_changed", lambda: None)
    return Mailed(app)
