"""A journey that cannot be run says what is wrong and where, before any world is started."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.sandbox.journeys.checks import check
from scripts.sandbox.journeys.runner import VERBS
from scripts.sandbox.journeys.script import BadJourney, load

SEND = "  - send: {form: {email: a@b.example, message: hello there you}}\n    as: t1\n"
BAD = {
    "  - snd: {}\n": "line 3: unknown verb 'snd' (did you mean 'send'?)",
    SEND + "  - expect: {ticket: t1, statsu: held}\n": "line 5: 'expect' has no key 'statsu' (did you mean 'status'?)",
    SEND + "  - expect: {ticket: t2}\n": "line 5: nothing was sent as 't2'; there are t1",
    SEND + SEND: "line 5: 't1' is the name of an earlier ticket",
    "  - advance: 5x\n": "line 3: '5x' is no span of time",
    "  - fail: {service: slak, with: '429'}\n": "line 3: unknown service: 'slak'",
    "  - fail: {service: slack, with: '404'}\n": "line 3: unknown way to fail: '404'",
    "  - fail: {service: slack, with: '429', calls: 0}\n": "line 3: 'calls' is a number from 1",
    "  - send: {mail: missing.eml}\n": "line 3: there is no file missing.eml",
    "  - send: {mail: {form: a}}\n": "line 3: a mail has no form",
    "  - expect: {status: held}\n": "line 3: 'expect' is about one of ticket, channel, inbox",
    "  - advance: 5m\n    as: t1\n": "line 3: only 'send' takes 'as'",
    "  - [advance]\n": "line 3: a step is a verb with what it needs",
    "  - {advance: 5m, fire: sweep}\n": "line 3: a step has one verb, this one has advance, fire",
}


@pytest.mark.parametrize("steps", BAD, ids=range(len(BAD)))
def test_a_bad_step_is_named_by_its_line(tmp_path: Path, steps: str) -> None:
    """Each mistake is answered with the file, the line, and what is known there."""
    path = tmp_path / "bad.yaml"
    path.write_text(f"title: bad\nsteps:\n{steps}", encoding="utf-8")
    with pytest.raises(BadJourney) as caught:
        check(load(path, VERBS))
    assert f"bad.yaml {BAD[steps]}" in str(caught.value)


@pytest.mark.parametrize("text", ["", "title: a\n", "title: a\nsteps: []\n", "steps: [{advance: 5m}]\n", "a: [\n"])
def test_a_file_without_a_title_and_steps_is_no_journey(tmp_path: Path, text: str) -> None:
    """An empty, half-written or broken file is refused by name."""
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadJourney, match=r"bad\.yaml line \d+: "):
        check(load(path, VERBS))
