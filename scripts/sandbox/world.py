"""The whole local world: the deployed stack, the stand-ins it talks to, a desk with its starter rules, and its senders.

No product code knows that it is here: functions are pointed at the stand-ins by their environment alone.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from scripts.ops.starter import starter_rulebook
from scripts.sandbox import desk
from scripts.sandbox.aws import AwsWorld, InProcessPlatform
from scripts.sandbox.faults import Troubles
from scripts.sandbox.furnished import furnish
from scripts.sandbox.not_bedrock import NotBedrock
from scripts.sandbox.not_google import NotGoogle
from scripts.sandbox.not_ses import NotSes
from scripts.sandbox.not_slack import NotSlack
from scripts.sandbox.senders import Senders
from scripts.sandbox.standin import Standin
from scripts.sandbox.views import Views
from ticket_router.domain.rulebook import RuleBook

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "template.yaml"
CODE = ROOT / "backend" / "src"

SHORT_WAIT = 5.0
"""Seconds of the world's time that count as "on its way"."""
SHEET_WAIT = 30.0
"""Seconds within which the workbook shows what the desk wants seen there."""
MOST_TURNS = 2000

AwsHalf = AwsWorld | InProcessPlatform
MakeAws = Callable[[Path, Mapping[str, str], Mapping[str, str]], AwsHalf]


class World:
    """One fresh world. `aws` is what AWS plays, `standins` the vendors around it; `send` plays customers."""

    def __init__(
        self, make_aws: MakeAws | None = None, rulebook: RuleBook | None = None, *, workbook: bool = True
    ) -> None:
        """`make_aws(template, parameters, environment)` brings another platform than functions as processes.

        Without `workbook` none is connected, as right after a first deployment. The workbook has the starter rules in
        it: another `rulebook` in force beside one is replaced at the first look.
        """
        self.slack = NotSlack(now=self.now)
        self.bedrock = NotBedrock(now=self.now)
        self.ses = NotSes(now=self.now, verified=[desk.DOMAIN])
        self.google = NotGoogle(now=self.now)
        self.standins: tuple[Standin, ...] = (self.slack, self.bedrock, self.ses, self.google)
        self._aws: AwsHalf | None = None
        self._rules_seen: tuple[str, RuleBook]
        self._buckets: list[str] = []
        self._closing = threading.Lock()
        try:
            for standin in self.standins:
                standin.start()
            environment = {
                "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": self.bedrock.url,
                "AWS_ENDPOINT_URL_SESV2": self.ses.url,
                "SLACK_BASE_URL": self.slack.api_url,
                "GOOGLE_BASE_URL": self.google.url,
            }
            parameters = {**desk.PARAMETERS, "SpreadsheetId": desk.SPREADSHEET_ID if workbook else ""}
            self._aws = (make_aws or functions_as_processes)(TEMPLATE, parameters, environment)
            self._furnish(self._staffed(rulebook or starter_rulebook(version=1, now=self.datetime())))
            if workbook:
                self._connect_workbook()
        except BaseException:
            self.close()
            raise
        self.send = Senders(self.aws)
        self.views = Views(self)
        self.troubles = Troubles(self)

    @property
    def aws(self) -> AwsHalf:
        """The AWS half."""
        if self._aws is None:
            raise RuntimeError("this world has no AWS half yet")
        return self._aws

    def now(self) -> float:
        """Seconds since 1970 by the world's clock."""
        return self.aws.clock.now()

    def datetime(self) -> datetime:
        """The world's time."""
        return self.aws.clock.datetime()

    def bucket(self, purpose: str) -> str:
        """Name of the bucket `raw-mail` or `rules-source`."""
        if not self._buckets:
            self._buckets = [str(b["Name"]) for b in self.aws.client("s3").list_buckets()["Buckets"]]
        return next(name for name in self._buckets if name.startswith(f"{desk.PREFIX}-{purpose}-"))

    @property
    def rulebook(self) -> RuleBook:
        """The RuleBook in force right now."""
        found = self.aws.client("s3").get_object(Bucket=self.bucket("rules-source"), Key="rules.json")
        if found["ETag"] != self._rules_seen[0]:
            self._rules_seen = found["ETag"], RuleBook.model_validate_json(found["Body"].read())
        return self._rules_seen[1]

    def publish(self, rulebook: RuleBook) -> None:
        """Put a RuleBook in force."""
        body = rulebook.model_dump_json().encode()
        answer = self.aws.client("s3").put_object(Bucket=self.bucket("rules-source"), Key="rules.json", Body=body)
        self._rules_seen = answer["ETag"], rulebook

    def _staffed(self, rulebook: RuleBook) -> RuleBook:
        """The rules with everybody's Slack id, which only exists once the workspace has its people."""
        for team in rulebook.teams:
            if team.slack_channel:
                self.slack.add_channel(team.slack_channel.removeprefix("#"))
        people = [person.renewed(slack_id=self.slack.add_user(person.name, person.email)) for person in rulebook.people]
        return rulebook.renewed(people=tuple(people))

    def _furnish(self, rulebook: RuleBook) -> None:
        for name, value in {
            "slack": self.slack.token,
            "slack-signing": self.slack.signing_secret,
            "form": desk.FORM_SECRET,
            "chat": desk.CHAT_SECRET,
            "links": desk.LINKS_SECRET,
            "poke": desk.POKE_SECRET,
            "google": json.dumps(self.google.service_account_info()),
        }.items():
            self.aws.secret(name, value)
        self.publish(rulebook)

    def _connect_workbook(self) -> None:
        """The workbook as a person made it and shared it, with the starter rows, and Drive telling us of changes."""
        furnish(self.google, desk.SPREADSHEET_ID, desk.WORKBOOK_OWNER)
        self.google.push.changed = self.aws.wake
        self.aws.join(self.google.push)
        # As the scheduler does when the schedule is made; nobody waits for it.
        self.aws.schedules.fire(f"{desk.PREFIX}-watch-renew", self.now())
        self.aws.wake()

    def settle(self, timeout: float = 60, *, within: float = 0.0) -> None:
        """Come to rest, short waits included: a card whose turn is some seconds away is still on its way.

        Longer waits are back-off; they sleep until somebody moves the clock, unless they end `within` so many seconds
        from now. Raises NotQuiet.
        """
        self.aws.quiet(timeout)
        at_least = self.now() + within
        for _ in range(MOST_TURNS):
            until = max(at_least, self.now() + SHORT_WAIT)
            near = [moment for moment in self.aws.sleeping() if moment <= until]
            if not near:
                return
            self.aws.advance(max(0.0, near[0] - self.now()) + 0.01)

    def settle_workbook(self) -> None:
        """Come to rest, and let the workbook catch up with the desk. Raises NotQuiet."""
        self.settle(within=SHEET_WAIT)

    def close(self) -> None:
        """End every process and server of this world."""
        with self._closing:
            if self._aws is not None:
                self._aws.close()
                self._aws = None
            for standin in self.standins:
                standin.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def functions_as_processes(template: Path, parameters: Mapping[str, str], environment: Mapping[str, str]) -> AwsWorld:
    """The real thing: the emulator runs the unmodified functions as processes of their own."""
    return AwsWorld(template, parameters, CODE, environment)
