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
    "  - expect: {status: held}\n": "line 3: 'expect' is about one of tab, ticket, channel, inbox",
    "  - advance: 5m\n    as: t1\n": "line 3: only 'send' takes 'as'",
    "  - [advance]\n": "line 3: a step is a verb with what it needs",
    "  - {advance: 5m, fire: sweep}\n": "line 3: a step has one verb, this one has advance, fire",
    "  - edit: {tab: Topcs, where: {topic: a}, set: {team: b}}\n": (
        "line 3: there is no tab 'Topcs' (did you mean 'Topics'?)"
    ),
    "  - edit: {tab: Topics, where: {topic: a}, set: {teem: b}}\n": (
        "line 3: Topics has no column 'teem' (did you mean 'team'?); it has topic, team"
    ),
    "  - edit: {tab: Topics, where: {topc: a}, set: {team: b}}\n": "line 3: Topics has no column 'topc'",
    "  - edit: {tab: Topics, where: {topic: a}}\n": "line 3: 'edit' needs 'set'",
    "  - edit: {tab: Topics, where: {}, set: {team: b}}\n": "line 3: 'where' is {column: value, ...}",
    "  - edit: {tab: Topics, where: {topic: [a]}, set: {team: b}}\n": "line 3: the cell 'topic' holds one value",
    "  - edit: {tab: Topics, where: {topic: a}, set: {status: fine}}\n": (
        "line 3: the column 'Status' of Topics is not filled in by people"
    ),
    "  - edit: {tab: Topics, where: {topic: a}, set: {team: b}, by: ann}\n": "line 3: 'by' is the mail address",
    "  - add_row: {tab: Topics, rows: {topic: a}}\n": "line 3: 'add_row' has no key 'rows' (did you mean 'row'?)",
    "  - delete_row: {tab: Topics, by: ann@company.example}\n": "line 3: 'delete_row' needs 'where'",
    "  - delete_tab: Topics\n": "line 3: 'delete_tab' needs {...} with tab, by",
    "  - sort: {tab: Triage, by_column: custmer}\n": (
        "line 3: Triage has no column 'custmer' (did you mean 'customer'?)"
    ),
    "  - sort: {tab: Triage, by_column: customer, descending: 7}\n": "line 3: 'descending' is true or false",
    "  - tick: {tab: Triage, ticket: t1}\n": "line 3: nothing was sent as 't1'; there are none",
    SEND
    + "  - tick: {tab: Topics, ticket: t1}\n": "line 5: there is nothing to tick in Topics; there is in Triage, Routed",
    SEND + "  - tick: {tab: Triage, ticket: t1, set: {guess: billing}}\n": (
        "line 5: the column 'guess' of Triage is not filled in by people"
    ),
    "  - push: loose\n": "line 3: 'push' takes one of deliver, lose, double, {delay: 180s} (did you mean 'lose'?)",
    "  - push: {delay: soon}\n": "line 3: 'soon' is no span of time",
    "  - expect: {tab: Triage, ticket: t1}\n": "line 3: nothing was sent as 't1'; there are none",
    "  - expect: {tab: Topics, status_has: live}\n": "line 3: 'status_has' is about one row",
    "  - expect: {tab: Rules log, where: {what: x}, status_has: y}\n": "line 3: Rules log has no Status",
    "  - expect: {tab: Topics, rows: many}\n": "line 3: 'rows' is a number from 0",
    "  - expect: {tab: Topics, landed: triage}\n": "line 3: 'expect' has no key 'landed'",
    "  - click: {ticket: t1, by: '@dana', action: take}\n": "line 3: nothing was sent as 't1'; there are none",
    SEND + "  - click: {ticket: t1, by: '@dana', action: tke}\n": (
        "line 5: there is no action 'tke' (did you mean 'take'?); there are take, done"
    ),
    SEND + "  - click: {ticket: t1, by: '@dana', action: reassign, set: {topik: billing}}\n": (
        "line 5: 'reassign' does not take 'topik' (did you mean 'topic'?); it takes topic, team, person"
    ),
    SEND + "  - click: {ticket: t1, by: '@dana', action: take, set: {topic: billing}}\n": (
        "line 5: 'take' does not take 'topic'; it takes nothing"
    ),
    SEND + "  - click: {ticket: t1, by: '@dana', action: bump, set: {to: high}}\n": (
        "line 5: 'bump' is set {to: priority} or {to: normal}"
    ),
    SEND + "  - click: {ticket: t1, by: '@dana', action: split, set: {first: a}}\n": "line 5: 'split' is set {first: ",
    SEND + "  - click: {ticket: t1, by: dana, action: take}\n": "line 5: 'by' is a handle like '@dana'",
    SEND + "  - link: {ticket: t1, by: [Dana], action: take}\n": "line 5: 'by' is the name that somebody gives",
    SEND + "  - link: {ticket: t1, by: Dana, action: bump}\n": "line 5: 'bump' is set {to: priority} or {to: normal}",
    SEND + "  - click: {ticket: t1, action: take}\n": "line 5: 'click' needs 'by'",
}
GOOD = (
    "  - edit: {tab: topics, where: {topic: billing}, set: {hold below: 0.7}, by: ann@company.example}\n",
    "  - add_row: {tab: VIPs, row: {customer: acme.example, until: 2027-01-31}, by: ann@company.example}\n",
    "  - push: {delay: 180s}\n",
    "  - push: 'delay: 180s'\n",
    "  - expect: {tab: Topics, absent: true}\n",
    "  - expect: {tab: Rules log, contains: did you mean}\n",
    SEND + "  - tick: {tab: Triage, ticket: t1, set: {topic: billing, go: false}, by: bob@company.example}\n",
    SEND + "  - delete_row: {tab: Triage, where: {ticket: t1}}\n",
)


@pytest.mark.parametrize("steps", GOOD, ids=range(len(GOOD)))
def test_a_step_about_the_workbook_is_taken_as_people_write_it(tmp_path: Path, steps: str) -> None:
    """Columns go by their name in the sheet or their field, in whatever case, and dates are dates."""
    path = tmp_path / "good.yaml"
    path.write_text(f"title: good\nsteps:\n{steps}", encoding="utf-8")
    check(load(path, VERBS))


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
