"""The monthly bill, line by line, from measured counts, the template, stated traffic and list prices."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scripts.sandbox import desk
from scripts.sandbox.aws.translate import translate
from scripts.sandbox.world import TEMPLATE
from tests.bench import prices as p
from tests.bench import traffic as t
from tests.bench.caching import Prompt
from tests.bench.counted import counted
from tests.bench.ledger import Ledger
from tests.bench.spine import ROUTED_MAIL
from tests.bench.tokens import reads


@dataclass(frozen=True)
class Line:
    """One line of the bill in dollars a month: at list price, and less what is always free."""

    name: str
    use: str
    price: float
    after_free: float


@dataclass(frozen=True)
class Stack:
    """What the template brings that bills by itself."""

    queue_sources: int
    capped_sources: int
    alarms: int
    alarm_metrics: int


@dataclass(frozen=True)
class Measures:
    """What was counted: calls by journey, a quiet sweep, a quiet look at the workbook, the workbook's side of a ticket,
    a redraw of a board, tokens of a read, and stored bytes of a ticket."""

    ledgers: Mapping[str, Ledger]
    sweep: Ledger
    sync: Ledger
    row: Ledger
    board: Ledger
    prompt: Prompt
    output: float
    ticket_bytes: float
    stack: Stack


def measures() -> Measures:
    """Count it all."""
    found, counts = reads(), counted()
    many = len(found)
    prompt = Prompt(
        prefix=sum(one.tools + one.system for one in found) / many,
        examples=sum(one.examples for one in found) / many,
        ticket=sum(one.ticket for one in found) / many,
    )
    output = sum(one.output for one in found) / many
    return Measures(
        counts.cold, counts.sweep, counts.sync, counts.row, counts.board, prompt, output, counts.ticket_bytes, stack()
    )


def stack() -> Stack:
    """Read the template as CloudFormation gets it."""
    resources: list[dict[str, Any]] = list(translate(TEMPLATE, desk.PARAMETERS)["Resources"].values())
    mappings = [one["Properties"] for one in resources if one["Type"] == "AWS::Lambda::EventSourceMapping"]
    queues = [one for one in mappings if "StartingPosition" not in one]
    alarms = [one["Properties"] for one in resources if one["Type"] == "AWS::CloudWatch::Alarm"]
    looked_at = sum(sum("MetricStat" in metric for metric in one.get("Metrics", [])) or 1 for one in alarms)
    return Stack(len(queues), sum("ScalingConfig" in one for one in queues), len(alarms), looked_at)


def model_line(model: p.Model, found: Measures, tickets: float = t.TICKETS) -> Line:
    """The model's line: our prompt, the vendor's hidden one, and the answer."""
    prompt = found.prompt
    sent = (prompt.prefix + prompt.examples + prompt.ticket) * model.tokenizer + model.tool_prompt
    output = found.output * model.tokenizer
    dollars = tickets * (sent * model.input + output * model.output) / p.MILLION
    return Line(
        f"Bedrock, {model.name}", f"{tickets:,.0f} reads of {sent:,.0f} in, {output:,.0f} out", dollars, dollars
    )


def bill(found: Measures) -> Iterator[Line]:
    """Every other line."""

    def month(count: Callable[[Ledger], float]) -> float:
        by_schedule = t.SWEEPS * (count(found.sweep) + count(found.sync))
        return t.per_month(found.ledgers, count) + by_schedule + t.TICKETS * (count(found.row) + count(found.board))

    def calls(service: str, operation: str) -> float:
        return month(lambda ledger: ledger.by_operation(service)[operation])

    seconds = t.per_month(found.ledgers, t.gigabyte_seconds)
    seconds += t.SWEEPS * (t.gigabyte_seconds(found.sweep, 0) + t.gigabyte_seconds(found.sync, 0))
    seconds += t.TICKETS * (t.gigabyte_seconds(found.row) + t.gigabyte_seconds(found.board, 0))
    runs = month(t.invocations)
    yield _line("Lambda time", f"{seconds:,.0f} GB-s", seconds, p.LAMBDA_GB_SECOND, p.FREE_LAMBDA_GB_SECONDS)
    yield _line("Lambda requests", f"{runs:,.0f}", runs, p.LAMBDA_REQUEST, p.FREE_LAMBDA_REQUESTS)
    indexed = month(lambda ledger: ledger.units().index)
    written = indexed + month(lambda ledger: ledger.units().write)
    # Counted over almost empty tables: on a desk at work each look also reads the routes of the last days.
    looks = month(lambda ledger: ledger.units().read) + t.LOOKS * t.LISTED * t.ROUTE_KB / 4 / 2
    yield _line("DynamoDB writes", f"{written:,.0f} units ({indexed:,.0f} of indexes)", written, p.WRITE_UNIT)
    yield _line("DynamoDB reads", f"{looks:,.0f} units", looks, p.READ_UNIT)
    stored = t.TICKETS * t.KEPT_MONTHS * found.ticket_bytes / p.GB
    yield _line(
        "DynamoDB storage", f"{stored:.2f} GB after {t.KEPT_MONTHS} months", stored, p.TABLE_GB, p.FREE_TABLE_GB
    )
    yield _line("DynamoDB backups", f"{stored:.2f} GB, point in time", stored, p.BACKUP_GB)
    sent = calls("sqs", "SendMessage")
    pollers = t.POLLERS * (found.stack.queue_sources - found.stack.capped_sources)
    pollers += t.POLLERS_WITH_A_CAP * found.stack.capped_sources
    idle = pollers * t.HOURS * 3600 / t.LONG_POLL
    asked = 3 * sent + calls("sqs", "ReceiveMessage") + idle
    yield _line("SQS", f"{asked:,.0f} requests ({idle:,.0f} idle polls)", asked, p.SQS_REQUEST, p.FREE_SQS)
    mails = t.TICKETS * t.MIX[ROUTED_MAIL.name]
    puts, gets = mails + calls("s3", "PutObject"), calls("s3", "GetObject")
    kept = mails * t.KEPT_MONTHS * t.MAIL_KB * p.KB / p.GB
    price = puts * p.S3_PUT + gets * p.S3_GET + kept * p.S3_GB
    yield Line("S3", f"{puts:,.0f} PUT, {gets:,.0f} GET, {kept:.2f} GB after {t.KEPT_MONTHS} months", price, price)
    out = calls("sesv2", "SendEmail")
    price = (mails + out) * p.SES_MAIL + mails * t.MAIL_CHUNKS * p.SES_IN_CHUNK
    yield Line("SES", f"{mails:,.0f} in, {out:,.0f} out", price, price)
    keys = t.COLD_SHARE * calls("ssm", "GetParameter")
    yield _line("SSM secrets (KMS)", f"{keys:,.0f} decryptions; parameters are free", keys, p.KMS_REQUEST, p.FREE_KMS)
    fired = 2 * t.SWEEPS + t.RENEWALS
    yield _line("Scheduler", f"{fired:,} sweeps, looks and renewals", fired, p.SCHEDULER_REQUEST, p.FREE_SCHEDULER)
    metrics = found.stack.alarm_metrics
    yield _line(
        "Alarms", f"{found.stack.alarms} alarms over {metrics} metrics", metrics, p.ALARM_METRIC, p.FREE_ALARM_METRICS
    )
    logs = runs * t.LOG_BYTES / p.GB
    yield _line("Logs", f"{logs:.3f} GB", logs, p.LOG_GB, p.FREE_LOG_GB)


def _line(name: str, use: str, amount: float, price: float, free: float = 0) -> Line:
    return Line(name, use, amount * price, max(0.0, amount - free) * price)
