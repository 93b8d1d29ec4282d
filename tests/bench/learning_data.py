"""Public tickets for the learning curve: banking77 and CLINC150, as desks of ten topics; no part of the project."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NEEDED = ("banking_train.csv", "clinc150_full.json", "clinc150_domains.json", "desk_topics.json")
WHERE = """\
The learning curve needs public tickets, in a folder given as argument: python -m tests.bench learning FOLDER
  banking_train.csv       banking77, CC BY 4.0: github.com/PolyAI-LDN/task-specific-datasets, banking_data/train.csv
  clinc150_full.json      CLINC150, CC BY 3.0: github.com/clinc/oos-eval, data/data_full.json
  clinc150_domains.json   the same, data/domains.json
  desk_topics.json        {"banking10": {"topic_of_intent": {intent: topic}, "lines": {topic: description}},
                           "clinc10": {"lines": {domain: description}}}, made by hand: which topics such a desk has"""
SEED = 7


@dataclass(frozen=True)
class Stream:
    """Tickets in the order in which they arrive, as (text, right topic); `lines` describe the desk's topics."""

    name: str
    lines: Mapping[str, str]
    tickets: Sequence[tuple[str, str]]
    test: Sequence[tuple[str, str]] = ()
    """Tickets that are not in the stream."""
    strange: Sequence[str] = ()
    """Questions that belong to no topic."""


def missing_in(folder: Path) -> list[str]:
    """Names of the files that are not there."""
    return [name for name in NEEDED if not (folder / name).is_file()]


def streams(folder: Path, tickets: int) -> list[Stream]:
    """Both desks, each with at most so many tickets in an order of its own that is always the same."""
    topics = _json(folder / "desk_topics.json")
    with (folder / "banking_train.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    topic_of = topics["banking10"]["topic_of_intent"]
    banking = [(row["text"].strip(), topic_of[row["category"]]) for row in rows if row["category"] in topic_of]
    clinc = _json(folder / "clinc150_full.json")
    domain_of = {i: domain for domain, intents in _json(folder / "clinc150_domains.json").items() for i in intents}
    asked = [(text, domain_of[intent]) for text, intent in clinc["train"]]
    tested = [(text, domain_of[intent]) for text, intent in clinc["test"]]
    strange = [text for text, _ in clinc["oos_test"]]
    return [
        Stream("banking77 as 10 topics", topics["banking10"]["lines"], _some(banking, tickets)),
        Stream(
            "CLINC150 as 10 topics",
            topics["clinc10"]["lines"],
            _some(asked, tickets),
            _some(tested, 1_000),
            random.Random(SEED).sample(strange, min(500, len(strange))),
        ),
    ]


def _some(tickets: Sequence[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    return random.Random(SEED).sample(list(tickets), min(most, len(tickets)))


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
