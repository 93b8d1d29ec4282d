"""The object graph of each function, built from the environment that the template gives it and from nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ticket_router.bootstrap import App
from ticket_router.domain.route import LandingKind
from ticket_router.settings import Settings, settings

ROOT = Path(__file__).resolve().parents[3]
HANDLERS = ROOT / "backend" / "src" / "ticket_router" / "handlers"
PARTS = re.compile(r"\b(?:here|app\(\))\.([a-z_]+)(?:\(\"([a-z_]+)\"\))?")
LISTS = {"support_addresses": "support@company.example", "own_domains": "company.example", "form_origins": ""}


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short tags left out."""


_Loader.add_multi_constructor("!", lambda *_: None)


def functions() -> dict[str, list[str]]:
    """The environment's names by handler module."""
    document: dict[str, Any] = yaml.load((ROOT / "template.yaml").read_text(encoding="utf-8"), _Loader)  # noqa: S506
    every = document["Globals"]["Function"]["Environment"]["Variables"]
    found = {}
    for resource in document["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            given = resource["Properties"]
            own = given.get("Environment", {}).get("Variables", {})
            found[given["Handler"].split(".")[-2]] = [*every, *own]
    return found


def app_of(module: str) -> App:
    """The App in that function's environment."""
    names = [name.lower() for name in functions()[module] if name.lower() in Settings.model_fields]
    return App(Settings.model_validate({name: LISTS.get(name, f"a-{name.replace('_', '-')}") for name in names}))


@pytest.mark.parametrize("module", sorted(functions()))
def test_each_function_can_build_all_that_its_handler_uses(module: str) -> None:
    """A variable that the template forgot is found here, not by the first ticket."""
    app = app_of(module)
    used = PARTS.findall((HANDLERS / f"{module}.py").read_text(encoding="utf-8"))
    assert used
    for part, named in used:
        found = getattr(app, part)
        if part == "queue":
            assert found(named)


def test_the_mail_that_intake_gave_up_on_can_be_parsed_in_the_sweep() -> None:
    """What the graph hands over is called with the arguments that the parser has."""
    failures = app_of("sweep").mail_failures
    inbound = failures._parse(b"From: ana@studio.example\r\nSubject: x\r\n\r\n", "in/1", "it failed")
    assert (inbound.customer.address, inbound.raw_key) == ("ana@studio.example", "in/1")
    assert "it failed" in inbound.problem


def test_cards_go_to_slack_itself_unless_a_local_world_says_otherwise() -> None:
    """The template names no address for Slack, so the default is the one that counts in production."""
    channels = app_of("dispatch").dispatch._channels
    assert set(channels) == set(LandingKind)
    assert Settings().slack_base_url == "https://slack.com/api/"


def test_the_environment_is_read_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists are split at commas and folded; what is missing is named when it is needed."""
    monkeypatch.setenv("TICKETS_TABLE", "tr-tickets")
    monkeypatch.setenv("SUPPORT_ADDRESSES", " Support@Company.example, help@company.example,, ")
    monkeypatch.setenv("OWN_DOMAINS", "")
    settings.cache_clear()
    try:
        given = settings()
    finally:
        settings.cache_clear()
    assert given.need("tickets_table") == "tr-tickets"
    assert given.support_addresses == {"support@company.example", "help@company.example"}
    assert given.own_domains == frozenset()
    with pytest.raises(LookupError, match="RULES_BUCKET"):
        given.need("rules_bucket")
