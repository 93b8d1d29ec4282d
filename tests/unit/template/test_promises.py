"""Numbers that code and template must agree on, since each promise rests on both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

from ticket_router.domain.owing import SWEEP_EVERY
from ticket_router.domain.workbook.watch import RENEW_EVERY
from ticket_router.handlers.read import LAST_TRY, WAITS
from ticket_router.services.posting import LEASE

TEMPLATE = Path(__file__).resolve().parents[3] / "template.yaml"


def resources() -> dict[str, Any]:
    """The resources as they are written."""
    found: dict[str, Any] = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))["Resources"]
    return found


def test_a_lease_outlives_the_worker_that_took_it() -> None:
    """A claim's lease is longer than dispatch may run, so that a live lease means a live worker."""
    assert resources()["DispatchFunction"]["Properties"]["Timeout"] < LEASE.total_seconds()


def test_the_reader_gives_up_before_the_dead_letters() -> None:
    """The last try that read knows of is the queue's last delivery before the dead letters."""
    assert resources()["IntakeQueue"]["Properties"]["RedrivePolicy"]["maxReceiveCount"] == LAST_TRY
    assert len(WAITS) < LAST_TRY


def test_schedules_beat_as_the_code_believes() -> None:
    """The schedules' rates are the ones that deadlines are reckoned with."""
    schedules = {n: r["Properties"] for n, r in resources().items() if r["Type"] == "AWS::Scheduler::Schedule"}
    minutes, hours = int(SWEEP_EVERY.total_seconds() // 60), int(RENEW_EVERY.total_seconds() // 3600)
    assert schedules["SweepSchedule"]["ScheduleExpression"] == f"rate({minutes} minutes)"
    assert schedules["WatchRenewSchedule"]["ScheduleExpression"] == f"rate({hours} hours)"
