"""Outbound calls per ticket: what each journey asks of every service, and the ceilings on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rich.console import Console

from tests.bench.counted import counted
from tests.bench.ledger import Ledger
from tests.bench.paper import notes, table
from tests.bench.spine import HELD_FORM, JOURNEYS, MERGED_CHAT, ROUTED_FORM, ROUTED_MAIL

FOUR = tuple(journey.name for journey in JOURNEYS)
FORMS_AND_CHAT = (ROUTED_FORM.name, HELD_FORM.name, MERGED_CHAT.name)
ONE_CARD = (ROUTED_MAIL.name, ROUTED_FORM.name, HELD_FORM.name)


@dataclass(frozen=True)
class Ceiling:
    """At most so many calls of a kind in each of these journeys, cold starts included. No function: all together."""

    journeys: tuple[str, ...]
    service: str
    at_most: int
    because: str
    function: str = ""

    def count(self, ledger: Ledger) -> int:
        """The calls that fall under it."""
        return ledger.by_service((self.function,) if self.function else ())[self.service]


CEILINGS = (
    Ceiling(FOUR, "bedrock-runtime", 1, "a customer message is read once, and the model is most of the bill"),
    Ceiling(FOUR, "slack", 1, "one card or one reply in its thread; Slack takes about one post a second in a channel"),
    Ceiling(FOUR, "sqs", 4, "wake-ups for the reader and the board; a word to the workbook when held, and when shown"),
    Ceiling(FOUR, "google", 0, "the workbook is looked at for many tickets at once, never within a ticket's own way"),
    Ceiling(FORMS_AND_CHAT, "s3", 5, "rules to read, decide (twice in a merge) and hand off; and what was learned"),
    Ceiling((ROUTED_MAIL.name,), "s3", 5, "raw mail, rules for reading, decision and hand-off, what was learned"),
    Ceiling(FOUR, "ssm", 3, "each secret once in a worker's five minutes: the lane's, Slack's, and that of links"),
    Ceiling(FORMS_AND_CHAT, "dynamodb", 3, "look (route, ticket), and save", "intake-form"),
    Ceiling(FORMS_AND_CHAT, "dynamodb", 3, "look (route, ticket), and save", "intake-chat"),
    Ceiling((ROUTED_MAIL.name,), "dynamodb", 5, "as a form, and where its Message-ID and thread belong", "intake-mail"),
    Ceiling(FOUR, "dynamodb", 7, "two looks of three reads (before the model and before saving), one write", "read"),
    Ceiling(ONE_CARD, "dynamodb", 5, "one look of three reads, the claim on the problem, and one write", "router"),
    Ceiling(
        (MERGED_CHAT.name,),
        "dynamodb",
        12,
        "the other ticket is looked at too, and decided again with the new words",
        "router",
    ),
    Ceiling(
        ONE_CARD,
        "dynamodb",
        13,
        "a look, turn, landing, claim, post, the board asked for, finish; a look for each wake-up of its own",
        "dispatch",
    ),
    Ceiling((MERGED_CHAT.name,), "dynamodb", 10, "as a card, but landing and turn are known", "dispatch"),
)

SELF_WAKES: Mapping[str, tuple[int, str]] = {
    **dict.fromkeys(ONE_CARD, (3, "landing, claim and outcome are written while the route still owes its hand-off")),
    MERGED_CHAT.name: (2, "claim and outcome are written while the route still owes its hand-off"),
}
"""Wake-ups of dispatch at which nothing was left to do. Each costs a look of three reads, on AWS perhaps a run."""


def broken(ledgers: Mapping[str, Ledger]) -> Iterator[str]:
    """Every ceiling that does not hold, as a sentence."""
    for ceiling in CEILINGS:
        for name in ceiling.journeys:
            if (count := ceiling.count(ledgers[name])) > ceiling.at_most:
                where = f" by {ceiling.function}" if ceiling.function else ""
                yield f"{name}: {count} calls to {ceiling.service}{where}, at most {ceiling.at_most}: {ceiling.because}"
    for name, (at_most, because) in SELF_WAKES.items():
        if (count := ledgers[name].wakes("dispatch", idle=True)) > at_most:
            yield f"{name}: dispatch was woken {count} times for nothing, at most {at_most}: {because}"


def report(console: Console) -> None:
    """The tables."""
    ledgers = counted().cold
    services = sorted({service for ledger in ledgers.values() for service in ledger.by_service()})
    rows = []
    for name, ledger in ledgers.items():
        for place, (function, counts) in enumerate(ledger.by_function().items()):
            asked = [str(counts[service] or "") for service in services]
            rows.append(["" if place else name, function, *asked, str(counts.total())])
        total = ledger.by_service()
        rows.append(["", "[bold]all", *(f"[bold]{total[s] or ''}" for s in services), f"[bold]{total.total()}"])
    columns = ["journey", "function", *(f"#{service}" for service in services), "#all"]
    console.print(table("Outbound calls per ticket, every function cold", columns, rows))
    rows = []
    for name, ledger in ledgers.items():
        units, wakes = ledger.units(), ledger.wakes("dispatch")
        idle = ledger.wakes("dispatch", idle=True)
        operations = ", ".join(f"{count} {operation}" for operation, count in ledger.by_operation("dynamodb").items())
        rows.append(
            [name, f"{units.read:g}", f"{units.write:g}", f"{units.index:g}", f"{wakes}", f"{idle}", operations]
        )
    columns = [
        "journey",
        "#read units",
        "#write units",
        "#index writes",
        "#dispatch wakes",
        "#for nothing",
        "DynamoDB calls",
    ]
    console.print(table("DynamoDB request units and wake-ups of dispatch", columns, rows))
    rows = [
        [
            ceiling.service,
            ceiling.function or "all",
            ", ".join(ceiling.journeys),
            f"{_most(ceiling, ledgers)}",
            f"{ceiling.at_most}",
            ceiling.because,
        ]
        for ceiling in CEILINGS
    ]
    console.print(table("Ceilings", ["service", "function", "journeys", "#most", "#ceiling", "because"], rows))
    for sentence in broken(ledgers):
        console.print(f"[red]over its ceiling:[/red] {sentence}")
    notes(
        console,
        "Counted where the program calls its SDKs, in one process, over the deployed template's own wiring.",
        "A merged chat is measured from its own delivery on; the mail that it joins was there before.",
        "Request units are computed from the real items: twice in a transaction, and once more for an index entry.",
    )


def _most(ceiling: Ceiling, ledgers: Mapping[str, Ledger]) -> int:
    return max(ceiling.count(ledgers[name]) for name in ceiling.journeys)
