"""Visibility, timeouts and retries only work in proportion to each other; these tests hold the proportions."""

from __future__ import annotations

from .conftest import Stack, text_of

#: `read` takes one message per invocation and chooses its longer waits itself, and a second delivery while the first
#: still runs is impossible from once the timeout on; so the advised six times may be three. In the workbook's queue a
#: batch that crashed keeps every later hint waiting until it shows again, so there it is two.
RATIOS = {
    "ReadQueueSource": 3, "DispatchQueueSource": 6, "SheetQueueSource": 2, "SheetLaterQueueSource": 6,
    "LearnQueueSource": 6,
}  # fmt: skip


def test_visibility_outlasts_the_function(stack: Stack) -> None:
    """No message shows again while the function that has it may still be working on it."""
    functions, queues = stack.of("AWS::Lambda::Function"), stack.of("AWS::SQS::Queue")
    sources = {n: s for n, s in stack.of("AWS::Lambda::EventSourceMapping").items() if n.endswith("QueueSource")}
    assert set(sources) == set(RATIOS)
    for name, source in sources.items():
        function = functions[source["FunctionName"]["Fn::GetAtt"][0]]
        queue = queues[source["EventSourceArn"]["Fn::GetAtt"][0]]
        assert queue["VisibilityTimeout"] >= RATIOS[name] * function["Timeout"], name


def test_the_reader_is_asked_for_one_ticket_at_a_time(stack: Stack) -> None:
    """One message per invocation: a throttled ticket must not delay others, and five waits must fit before the DLQ."""
    source = stack.of("AWS::Lambda::EventSourceMapping")["ReadQueueSource"]
    queue = stack.of("AWS::SQS::Queue")["IntakeQueue"]
    assert source["BatchSize"] == 1
    assert queue["VisibilityTimeout"] == 180
    assert queue["RedrivePolicy"]["maxReceiveCount"] == 8


def test_the_reader_fits_two_model_calls(stack: Stack) -> None:
    """A model call may hang for 22 s and be asked once more, stricter, within the timeout."""
    assert stack.of("AWS::Lambda::Function")["ReadFunction"]["Timeout"] >= 2 * 22 + 10


def test_every_working_queue_has_a_dead_letter_queue_that_waits_longer(stack: Stack) -> None:
    """A message's age goes with it into the DLQ, so the DLQ keeps for longer than the queue."""
    queues = stack.of("AWS::SQS::Queue")
    for name in ("IntakeQueue", "DispatchQueue"):
        dead = text_of(queues[name]["RedrivePolicy"]["deadLetterTargetArn"]).split(".")[0]
        assert queues[name]["RedrivePolicy"]["maxReceiveCount"] >= 5
        assert queues[dead]["MessageRetentionPeriod"] > queues[name]["MessageRetentionPeriod"]


def test_a_hint_that_crashes_its_run_is_soon_forgotten(stack: Stack) -> None:
    """Without dead letters, retention ends it; it outlasts one more try, and delays count against it."""
    queues = stack.of("AWS::SQS::Queue")
    hints, later = queues["SheetQueue"], queues["SheetLaterQueue"]
    assert "RedrivePolicy" not in hints and "RedrivePolicy" not in later
    assert 2 * hints["VisibilityTimeout"] <= hints["MessageRetentionPeriod"] <= 900
    assert later["MessageRetentionPeriod"] >= 900 + 2 * later["VisibilityTimeout"]


def test_the_sweep_has_time_to_drain_failed_mail(stack: Stack) -> None:
    """A failed mail in the sweep's hands stays hidden until that sweep is surely over."""
    sweep = stack.of("AWS::Lambda::Function")["SweepFunction"]
    assert stack.of("AWS::SQS::Queue")["MailFailedQueue"]["VisibilityTimeout"] >= 2 * sweep["Timeout"]
    assert sweep["Timeout"] < 300


def test_mail_of_forty_megabytes_fits(stack: Stack) -> None:
    """intake-mail has a whole core and room for several copies of the largest mail SES takes."""
    assert stack.of("AWS::Lambda::Function")["IntakeMailFunction"]["MemorySize"] >= 1769
