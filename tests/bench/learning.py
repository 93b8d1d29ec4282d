"""The learning curve: how much better the reader gets by corrections, by how the examples for a prompt are chosen.

Run: `python -m tests.bench learning FOLDER [TICKETS]`. The stand-in reads by likeness, so it favours like examples; how
much a real model gains is for a run with the model to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track

from tests.bench.learning_data import WHERE, Stream, missing_in, streams
from tests.bench.learning_desk import LearningDesk, Policy, chosen, latest, none
from tests.bench.paper import notes, table
from ticket_router.domain.base import UNSURE

EVERY = 500
TICKETS = 2_000
POLICIES: dict[str, Policy] = {"chosen for the ticket": chosen, "latest per topic": latest, "no examples": none}
THRESHOLDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def report(console: Console, folder: Path | None, tickets: int = TICKETS) -> None:
    """The tables; without the data, what to fetch and from where."""
    if folder is None or (missing := missing_in(folder)):
        console.print(
            "skipped: no folder was given" if folder is None else f"skipped: no {', '.join(missing)} in {folder}"
        )
        console.print(WHERE, highlight=False)
        return
    for stream in streams(folder, tickets):
        desks = {name: LearningDesk(stream.lines, policy) for name, policy in POLICIES.items()}
        console.print(_curve(stream, desks))
        if stream.strange:
            console.print(_coverage(stream, desks["chosen for the ticket"]))
    notes(
        console,
        "Right: the topic as the data has it; unsure counts as wrong. Every wrong reading is corrected and learned.",
        "Same number of examples and the same token budget for both ways of choosing; topic lines are always shown.",
        "Study before (24 examples, another stand-in): banking 72 -> 88 % chosen, 65 -> 66 % latest, 71 -> 73 % none.",
        "Study before, CLINC at 0.6, 10 to 25 a topic: 61-64 % kept, 89-91 % of them right, 78-79 % strange ones held.",
    )


def curve(stream: Stream, desk: LearningDesk, every: int = EVERY) -> list[float]:
    """Share read right, 0 to 1, in each span of the stream."""
    right = [
        desk.arrive(number, text, topic)
        for number, (text, topic) in enumerate(track(stream.tickets, "reading", transient=True))
    ]
    return [sum(part) / len(part) for part in (right[n : n + every] for n in range(0, len(right), every))]


def coverage(stream: Stream, desk: LearningDesk) -> list[tuple[float, float, float, float]]:
    """(threshold, kept, right of the kept, strange ones held) as shares, over tickets that were never learned from."""
    read = [(desk.read(text), topic) for text, topic in stream.test]
    strange = [desk.read(text) for text in stream.strange]
    found = []
    for threshold in THRESHOLDS:
        sure = [(tags, topic) for tags, topic in read if tags.topic != UNSURE and tags.topic_confidence >= threshold]
        kept = [tags.topic == topic for tags, topic in sure]
        held = sum(tags.topic == UNSURE or tags.topic_confidence < threshold for tags in strange)
        found.append((threshold, len(kept) / len(read), sum(kept) / max(1, len(kept)), held / max(1, len(strange))))
    return found


def _curve(stream: Stream, desks: dict[str, LearningDesk]) -> object:
    rows: list[Sequence[str]] = []
    for name, desk in desks.items():
        shares = curve(stream, desk)
        tokens = f"{desk.shown_tokens / len(stream.tickets):.0f}"
        rows.append([name, *(f"{share:.1%}" for share in shares), str(len(desk.learned)), tokens])
    spans = [f"#to {min(n + EVERY, len(stream.tickets))}" for n in range(0, len(stream.tickets), EVERY)]
    title = f"{stream.name}: read right, by tickets so far"
    return table(title, ["examples", *spans, "#learned", "#tokens of examples"], rows)


def _coverage(stream: Stream, desk: LearningDesk) -> object:
    rows = [
        [f"{at:.1f}", f"{kept:.1%}", f"{right:.1%}", f"{held:.1%}"] for at, kept, right, held in coverage(stream, desk)
    ]
    title = (
        f"{stream.name}: held below a confidence, {len(stream.test)} new tickets and {len(stream.strange)} strange ones"
    )
    return table(title, ["hold below", "#kept", "#right of the kept", "#strange ones held"], rows)
