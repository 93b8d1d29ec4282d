"""The monthly bill for each model, what it rests on, and whether a prompt cache would pay."""

from __future__ import annotations

from rich.console import Console

from tests.bench import traffic as t
from tests.bench.bill import Line, Measures, bill, measures, model_line
from tests.bench.caching import ANY_TIME, HOURS, WORKDAYS, pays_from, ways
from tests.bench.paper import notes, table
from tests.bench.prices import FREE_ALARM_METRICS, MODELS, Model

GOAL = 3.00
"""Dollars a month on Haiku 4.5, what the reference design states."""


def totals(model: Model, found: Measures) -> tuple[float, float]:
    """The whole bill in dollars a month: at list price, and less what is always free."""
    lines = [model_line(model, found), *bill(found)]
    return sum(line.price for line in lines), sum(line.after_free for line in lines)


def report(console: Console) -> None:
    """The tables."""
    found = measures()
    infrastructure = list(bill(found))
    for model in MODELS:
        lines = [model_line(model, found), *infrastructure]
        price, after = totals(model, found)
        rows = [_row(line) for line in lines] + [_row(Line("all", "", price, after))]
        title = f"{model.name}: a month of {t.TICKETS:,} tickets"
        console.print(table(title, ["line", "use", "#$ at list price", "#$ with always-free"], rows, total=True))
        verdict = f"goal ${GOAL:.2f}: ${after:.2f} with the always-free allowances, ${price:.2f} without"
        console.print(f"  {'[green]within' if after <= GOAL else '[red]above'}[/] the {verdict}\n")
    _whatifs(console, found)
    _caching(console, found)
    mix = ", ".join(f"{share:.0%} {name}" for name, share in t.MIX.items())
    latencies = ", ".join(f"{service} {seconds * 1000:g}" for service, seconds in t.LATENCY.items())
    notes(
        console,
        f"Traffic (assumed): {mix}; a sweep and a look at the workbook every 5 minutes, {t.HOURS} hours a month.",
        "Counted: calls, wake-ups and request units by journey; tokens of the demo set; bytes stored per ticket.",
        f"Lambda (assumed): milliseconds a call: {latencies}; {t.WORK * 1000:g} of own work a wake-up; "
        f"{t.COLD_SHARE:.0%} of tickets find a function cold for {t.INIT} s.",
        f"SQS (assumed): {t.POLLERS} long polls of {t.LONG_POLL} s at a time on each queue that a function reads.",
        f"Mail (assumed): {t.MAIL_KB} KB each. Logs (assumed): {t.LOG_BYTES:,} bytes a run. Custom metrics: free.",
        "Not in it: Slack, Google, data transfer, tax, a regional inference profile (+10 %), functions to come.",
    )


def _whatifs(console: Console, found: Measures) -> None:
    rows = []
    for model in MODELS:
        price, after = totals(model, found)
        replies = model_line(model, found, t.TICKETS * t.REPLIES_PER_TICKET).price
        hidden = t.TICKETS * model.tool_prompt * model.input / 1_000_000
        rows += [
            [
                model.name,
                f"{t.REPLIES_PER_TICKET:.0%} of tickets get a reply, which is read too",
                f"{replies:+.2f}",
                f"{after + replies:.2f}",
            ],
            ["", "an account without the always-free allowances", f"{price - after:+.2f}", f"{price:.2f}"],
            ["", "the vendor's hidden tool prompt is not billed", f"{-hidden:+.2f}", f"{after - hidden:.2f}"],
            ["", "five secrets in Secrets Manager", "+2.00", f"{after + 2:.2f}"],
        ]
    metrics = found.stack.alarm_metrics
    if metrics > FREE_ALARM_METRICS:
        saved = (metrics - FREE_ALARM_METRICS) * 0.10
        rows.append(["any", f"alarms over {FREE_ALARM_METRICS} metrics instead of {metrics}", f"{-saved:+.2f}", ""])
    console.print(table("What would change it", ["model", "if", "#$", "#$ then, with always-free"], rows))


def _caching(console: Console, found: Measures) -> None:
    rows = []
    for model in MODELS:
        name = model.name
        for way in ways(model, found.prompt, t.TICKETS):
            rows.append([name, way.name, f"{way.prefix:,.0f}", f"{way.hits:.0%}", f"{way.dollars:.2f}"])
            name = ""
    columns = ["model", "way to send the prompt", "#prefix tokens", "#found in the cache", "#$ input a month"]
    console.print(table("Would a prompt cache pay?", columns, rows))
    notes(
        console,
        *map(_answer, MODELS, [found] * len(MODELS)),
        f"Arrivals (assumed): at random in {HOURS} hours of {WORKDAYS} days, {ANY_TIME:.0%} at any time of the month.",
        "Fixed examples replace those chosen for the ticket: cheaper is not the same as better read.",
    )


def _answer(model: Model, found: Measures) -> str:
    prefix = found.prompt.prefix * model.tokenizer
    verdict = "too short" if prefix < model.min_cached else "long enough"
    short = f"a prefix of {prefix:,.0f} tokens is {verdict} to be cached"
    pays = pays_from(model, found.prompt)
    answer = f"the cheapest cache pays from {pays:,} reads a month on" if pays else "no cache pays"
    return f"{model.name}: {short} ({model.min_cached:,} at least); {answer}."


def _row(line: Line) -> list[str]:
    return [line.name, line.use, f"{line.price:.3f}", f"{line.after_free:.3f}"]
