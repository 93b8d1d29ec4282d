"""`scripts/ticket-router examples`: what was learned when, and one step back from a flood of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from scripts.cli.console import err, out, plain
from scripts.ops.examples import ExampleVersions, NoSuchVersion, added
from ticket_router.domain.errors import TicketRouterError

SHOWN_TEXT = 60
Work = Callable[[ExampleVersions], int]


def list_them(prefix: str, bucket: str, most: int) -> int:
    """0 when they could be listed, 2 when the bucket cannot be reached."""

    def work(versions: ExampleVersions) -> int:
        found = versions.all()
        if not found:
            out.print("Nothing was learned yet.")
        for version in found[:most]:
            count = len(versions.learned(version))
            mark = "  [green]in force[/]" if version.live else ""
            out.print(f"{version.at.isoformat()}  {plain(version.id)}  {count:>5} examples{mark}", highlight=False)
        if len(found) > most:
            out.print(f"and {len(found) - most} older ones")
        return 0

    return _with_versions(prefix, bucket, work)


def roll_back(prefix: str, bucket: str, to: str) -> int:
    """0 when it is done, 2 when there is no such state or the bucket cannot be reached."""

    def work(versions: ExampleVersions) -> int:
        target = versions.named(to)
        found = versions.all()
        lost = list(added(versions.learned(target), versions.learned(found[0])))
        left = versions.roll_back(target, datetime.now(UTC))
        for one in lost:
            text = one.text if len(one.text) <= SHOWN_TEXT else f"{one.text[:SHOWN_TEXT]}\u2026"
            out.print(f"[red]taken back:[/] {plain(one.topic)}: {plain(text)} ({plain(one.origin)})", highlight=False)
        out.print(f"{left} learned examples are in force, as of {target.at.isoformat()}.", highlight=False)
        out.print("What people correct from now on is learned; what they corrected in between is not.")
        return 0

    return _with_versions(prefix, bucket, work)


def _with_versions(prefix: str, bucket: str, work: Work) -> int:
    try:
        session = boto3.Session()
        where = bucket or _bucket(session, prefix)
        return work(ExampleVersions(s3=session.client("s3"), bucket=where))
    except NoSuchVersion as problem:
        return _refused(f"{problem}.")
    except TicketRouterError as problem:
        return _refused(f"AWS: {problem}. Running it again is safe.")
    except (BotoCoreError, ClientError) as problem:
        return _refused(f"AWS: {problem}")


def _bucket(session: boto3.Session, prefix: str) -> str:
    """The rules bucket as template.yaml names it, of the account and region whose credentials these are."""
    account = session.client("sts").get_caller_identity()["Account"]
    return f"{prefix}-rules-source-{account}-{session.region_name}"


def _refused(sentence: str) -> int:
    err.print(f"[red]{plain(sentence)}[/]", highlight=False)
    return 2
