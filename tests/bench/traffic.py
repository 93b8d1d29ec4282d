"""The month that the bill is for. Everything here is assumed, and printed beside the numbers that rest on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.bench.ledger import Ledger
from tests.bench.spine import HELD_FORM, MAILED_FORM, MERGED_CHAT, ROUTED_FORM, ROUTED_MAIL

TICKETS = 1_500
MIX: Mapping[str, float] = {
    ROUTED_MAIL.name: 0.60,
    ROUTED_FORM.name: 0.20,
    HELD_FORM.name: 0.10,
    MERGED_CHAT.name: 0.05,
    MAILED_FORM.name: 0.05,
}
REPLIES_PER_TICKET = 0.2
"""Only in the line that says what replies would add: the goal is stated for tickets."""

HOURS = 730
SWEEPS = HOURS * 12
"""Sweeps, and as many scheduled looks at the workbook."""
RENEWALS = HOURS // 6
LOOKS = SWEEPS + 2 * TICKETS
"""A look for each schedule, and two for each ticket's row: the one that writes it and its echo."""
LISTED, ROUTE_KB = TICKETS / 30 * 2, 1.5
"""Routes of two days that a look lists, and the size of one; an eventually consistent read takes 8 KB a unit."""
POLLERS, POLLERS_WITH_A_CAP, LONG_POLL = 2, 5, 20
"""Lambda long-polls a quiet queue with two of its pollers; with MaximumConcurrency set, it keeps all five (seconds)."""

LATENCY: Mapping[str, float] = {
    "dynamodb": 0.010, "s3": 0.025, "sqs": 0.015, "ssm": 0.025, "bedrock-runtime": 2.0, "slack": 0.4, "sesv2": 0.12,
    "google": 0.4,
}  # fmt: skip
"""Seconds for one call from a warm function."""
WORK = 0.020
"""Seconds of a function's own work for one wake-up."""
COLD_SHARE, INIT = 0.6, 1.5
"""Share of tickets that find a function cold, and the seconds of a cold start (billed) at a third of a core."""

MAIL_KB, MAIL_CHUNKS = 60, 0.2
"""Size of a raw mail, and started chunks of 256 KB of it that are charged, on average."""
LOG_BYTES = 1_500
"""Per invocation: Lambda's own three lines and one of ours."""
KEPT_MONTHS = 12


def per_month(ledgers: Mapping[str, Ledger], count: Callable[[Ledger], float], tickets: int = TICKETS) -> float:
    """A count over the month's tickets, by the mix of journeys."""
    return tickets * sum(share * count(ledgers[name]) for name, share in MIX.items())


def gigabyte_seconds(ledger: Ledger, cold_share: float = COLD_SHARE) -> float:
    """Lambda time of one journey: the latency of its calls, its own work, and its cold starts' share."""
    whole = 0.0
    for run in ledger.invocations:
        seconds = WORK * run.records + sum(LATENCY[call.service] for call in run.calls) + run.cold * cold_share * INIT
        whole += seconds * run.memory / 1024
    return whole


def invocations(ledger: Ledger) -> float:
    """Runs of functions if every wake-up were one of its own, as on a quiet stream."""
    return sum(run.records for run in ledger.invocations)
