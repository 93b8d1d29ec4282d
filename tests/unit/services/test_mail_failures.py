"""Mail that intake gave up on: started afresh twice, then held for a person by its headers alone."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.fakes.deliveries import mail
from tests.fakes.small import FakeFailures, FakeIntakeAgain
from tests.fakes.wire import BreaksAt, Killed
from tests.fakes.world import World
from ticket_router.domain.base import Status
from ticket_router.domain.errors import NotFound
from ticket_router.domain.inbound import FailedMail, Inbound, MailKind
from ticket_router.services.mail_failures import MailFailures


def failure(key: str, rounds: int = 0) -> FailedMail:
    """A mail that failed."""
    return FailedMail(raw_key=key, rounds=rounds, problem="MemoryError", receipt=f"receipt of {key}")


class Setting:
    """The use case with its fakes; `heads` is what the bucket holds."""

    def __init__(self, *failures: FailedMail) -> None:
        self.world = World()
        self.failed = FakeFailures(*failures)
        self.again = FakeIntakeAgain()
        self.heads: dict[str, bytes] = {"in/1": b"From: ana@studio.example", "in/2": b"From: ben@studio.example"}
        self.use = MailFailures(
            failed=self.failed, again=self.again, head=self._head, parse=self._parse, take_in=self.world.take_in
        )

    def _head(self, key: str) -> bytes:
        if key not in self.heads:
            raise NotFound(key)
        return self.heads[key]

    @staticmethod
    def _parse(head: bytes, key: str, problem: str) -> Inbound:
        if not head:
            raise ValueError("not even headers")
        return mail("", kind=MailKind.unparsable, raw_key=key, problem=problem, identity=key, message_id="")


@pytest.mark.parametrize("rounds", [0, 1])
def test_it_is_started_afresh_first(rounds: int) -> None:
    """What failed may have been the moment, not the mail."""
    setting = Setting(failure("in/1", rounds))
    assert setting.use() == Counter({"mail tried again": 1})
    assert setting.again.started == [("in/1", rounds + 1)]
    assert (setting.failed.left, setting.world.desk.rows.tickets) == ([], {})


def test_after_that_a_person_gets_it_by_its_headers() -> None:
    """The ticket is held, says what failed how often, and has the raw mail linked."""
    setting = Setting(failure("in/1", 2))
    assert setting.use() == Counter({"mail held by its headers": 1})
    setting.world.run()
    (ticket,) = setting.world.desk.rows.tickets.values()
    assert ticket.status is Status.held
    assert "taking it in failed 3 times (MemoryError)" in ticket.hold_because[0]
    assert setting.world.file(ticket.ticket_id).messages[0].raw_key == "in/1"
    assert setting.failed.left == []


def test_a_mail_that_is_gone_is_settled() -> None:
    """There is nothing left that anybody could do with it."""
    setting = Setting(failure("in/gone", 2))
    assert setting.use() == Counter({"mail gone from the bucket": 1})
    assert setting.failed.left == []


def test_one_bad_mail_does_not_keep_the_others() -> None:
    """It waits for the next round, and the sweep says that something failed."""
    setting = Setting(failure("in/1", 2), failure("in/2", 2), failure("in/3"))
    setting.heads["in/1"] = b""
    assert setting.use() == Counter({"failed with ValueError": 1, "mail held by its headers": 1, "mail tried again": 1})
    assert [left.raw_key for left in setting.failed.left] == ["in/1"]


@pytest.mark.parametrize("rounds", [0, 2])
@pytest.mark.parametrize("after", [False, True])
def test_a_sweep_that_dies_loses_no_mail(rounds: int, after: bool) -> None:
    """A failure is settled after what replaces it is done: at worst that is done twice, and is one ticket."""
    setting = Setting(failure("in/1", rounds))
    setting.failed.wire = BreaksAt(0, Killed(), after=after)
    with pytest.raises(Killed):
        setting.use()
    assert setting.again.started or setting.world.desk.rows.tickets
    setting.use()
    assert setting.failed.left == []
    assert len(setting.world.desk.rows.tickets) == (1 if rounds else 0)
