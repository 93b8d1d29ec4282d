"""The template's promises about delivery, retries and safety: nothing else would notice them break."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ticket_router.handlers.metrics import NAMESPACE

from .conftest import MAIL_RULES, TEMPLATE, Stack, text_of

HANDLERS = {
    "intake_mail", "intake_form", "intake_chat", "read", "router", "dispatch", "sweep", "open_file", "correct_handler",
    "learn", "sheet_hook", "watch_renew", "sheet_wake", "drive_sync",
}  # fmt: skip
WITH_GOOGLE = {"watch_renew", "drive_sync"}


def test_cfn_lint_has_nothing_to_say() -> None:
    """Both templates pass cfn-lint, warnings included."""
    run = subprocess.run(
        [Path(sys.executable).with_name("cfn-lint"), TEMPLATE, MAIL_RULES], capture_output=True, text=True
    )
    assert (run.returncode, run.stdout) == (0, "")


def test_one_function_per_handler_on_the_chosen_runtime(stack: Stack) -> None:
    """Each handler has exactly one function, on python3.14 and arm64."""
    functions = stack.of("AWS::Lambda::Function").values()
    assert sorted(f["Handler"] for f in functions) == sorted(f"ticket_router.handlers.{h}.handler" for h in HANDLERS)
    assert {f["Runtime"] for f in functions} == {"python3.14"}
    assert {tuple(f["Architectures"]) for f in functions} == {("arm64",)}


def test_a_function_is_named_after_its_handler(stack: Stack) -> None:
    """Operators find a function's code by its name."""
    for function in stack.of("AWS::Lambda::Function").values():
        handler = function["Handler"].split(".")[-2]
        assert text_of(function["FunctionName"]) == "${Prefix}-" + handler.replace("_", "-")


def test_every_function_logs_json_for_thirty_days(stack: Stack) -> None:
    """Each function writes JSON to a log group of its own that forgets after 30 days."""
    groups = stack.of("AWS::Logs::LogGroup")
    used = set()
    for function in stack.of("AWS::Lambda::Function").values():
        assert function["LoggingConfig"]["LogFormat"] == "JSON"
        group = function["LoggingConfig"]["LogGroup"]["Ref"]
        assert groups[group]["RetentionInDays"] == 30
        used.add(group)
    assert used == set(groups) and len(used) == len(HANDLERS)


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [s for k, v in value.items() for s in [str(k), *_strings(v)]]
    if isinstance(value, list):
        return [s for v in value for s in _strings(v)]
    return [str(value)]


def test_no_endpoint_is_ever_overridden(stack: Stack) -> None:
    """What is deployed talks to the real vendors: endpoints belong to the local world's configuration alone."""
    for word in _strings(stack.document):
        assert "ENDPOINT_URL" not in word.upper() and "BASE_URL" not in word.upper()
        assert "localhost" not in word and "127.0.0.1" not in word


def test_no_secret_is_in_an_environment(stack: Stack) -> None:
    """Functions get the path of their secrets, never a value."""
    for function in stack.of("AWS::Lambda::Function").values():
        for name, value in function["Environment"]["Variables"].items():
            if "SECRET" in name:
                assert (name, text_of(value)) == ("SECRET_PATH", "/${Prefix}/secret")


@pytest.mark.parametrize(("mapping", "owed"), [("RouterStream", "decide"), ("DispatchStream", "dispatch")])
def test_stream_filters_ask_for_owes_alone(stack: Stack, mapping: str, owed: str) -> None:
    """Each stream filter is a string equality on owes, since below dynamodb AWS honours little else."""
    source = stack.of("AWS::Lambda::EventSourceMapping")[mapping]
    patterns = [json.loads(f["Pattern"]) for f in source["FilterCriteria"]["Filters"]]
    assert patterns == [{"dynamodb": {"NewImage": {"owes": {"S": [owed]}}}}]


def test_no_other_source_filters(stack: Stack) -> None:
    """A filter on a queue would delete what it rejects, and any correction may teach: two streams have one."""
    filtered = {n for n, s in stack.of("AWS::Lambda::EventSourceMapping").items() if "FilterCriteria" in s}
    assert filtered == {"RouterStream", "DispatchStream"}


def test_every_source_reports_partial_failures(stack: Stack) -> None:
    """One bad item of a batch never repeats or loses the others."""
    for source in stack.of("AWS::Lambda::EventSourceMapping").values():
        assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_a_poison_record_leaves_the_shard(stack: Stack) -> None:
    """Streams bisect, give up after five tries or within a day, and say so in the failure queue."""
    for name, source in stack.of("AWS::Lambda::EventSourceMapping").items():
        if name.endswith("Stream"):
            assert source["BisectBatchOnFunctionError"] is True
            assert source["MaximumRetryAttempts"] == 5
            assert 0 < source["MaximumRecordAgeInSeconds"] < 86400
            assert text_of(source["DestinationConfig"]["OnFailure"]["Destination"]) == "StreamFailedQueue.Arn"
            assert source["StartingPosition"] == "TRIM_HORIZON"


def test_streams_carry_the_new_image(stack: Stack) -> None:
    """The filters look at the new image, so the streams must hold it; no other table wakes anybody."""
    views = {n: t.get("StreamSpecification") for n, t in stack.of("AWS::DynamoDB::Table").items()}
    assert views == {
        "TicketsTable": {"StreamViewType": "NEW_IMAGE"},
        "RoutesTable": {"StreamViewType": "NEW_IMAGE"},
        "AuditTable": None,
        "CorrectionsTable": {"StreamViewType": "NEW_IMAGE"},
        "StateTable": None,
    }


def test_what_is_owed_can_be_found(stack: Stack) -> None:
    """Both tables with an outbox have the sparse index the sweep reads."""
    tables = stack.of("AWS::DynamoDB::Table")
    for name in ("TicketsTable", "RoutesTable"):
        index = {i["IndexName"]: i for i in tables[name]["GlobalSecondaryIndexes"]}["owes-due"]
        assert [k["AttributeName"] for k in index["KeySchema"]] == ["owes", "due"]
        assert index["Projection"]["ProjectionType"] == "KEYS_ONLY"


def test_data_outlives_mistakes(stack: Stack) -> None:
    """Tables and buckets stay when the stack goes; tables can be restored and are protected; no history expires."""
    kept = {n: r for n, r in stack.resources.items() if r["Type"] in {"AWS::DynamoDB::Table", "AWS::S3::Bucket"}}
    # What the state table holds can be worked out again.
    del kept["StateTable"]
    for resource in kept.values():
        assert resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == "Retain"
    for name, table in stack.of("AWS::DynamoDB::Table").items():
        if name not in kept:
            continue
        assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
        assert table["DeletionProtectionEnabled"] is True
        assert "TimeToLiveSpecification" not in table


def test_at_most_ten_alarms_each_heard(stack: Stack) -> None:
    """Alarms cost money and attention: at most ten, each sent to the topic, each saying what it means."""
    alarms = stack.of("AWS::CloudWatch::Alarm")
    assert len(alarms) <= 10
    for alarm in alarms.values():
        assert alarm["AlarmActions"] == [{"Ref": "AlertTopic"}]
        assert alarm["AlarmDescription"].endswith(".")


def test_every_failure_queue_has_an_alarm(stack: Stack) -> None:
    """Nothing may rot unseen in a queue that catches failures."""
    watched = {
        dimension["Value"]["Fn::GetAtt"][0]
        for alarm in stack.of("AWS::CloudWatch::Alarm").values()
        for dimension in alarm.get("Dimensions", [])
        if dimension["Name"] == "QueueName"
    }
    assert {"IntakeDeadQueue", "DispatchDeadQueue", "MailFailedQueue", "StreamFailedQueue"} <= watched


def test_errors_of_what_no_queue_watches_are_heard(stack: Stack) -> None:
    """Every public endpoint that people wait at, the sweep, and learn, whose schedule has no failure queue."""
    metrics = stack.of("AWS::CloudWatch::Alarm")["ErrorsAlarm"]["Metrics"]
    summed = [m["MetricStat"]["Metric"] for m in metrics if "MetricStat" in m]
    assert {m["MetricName"] for m in summed} == {"Errors"} and len({m["Id"] for m in metrics}) == len(metrics)
    heard = [text_of(dimension["Value"]) for m in summed for dimension in m["Dimensions"]]
    urls = stack.of("AWS::Lambda::Url").values()
    endpoints = {text_of(url["TargetFunctionArn"]).removesuffix(".Arn") for url in urls}
    # The workbook's own hints are looked after by the workbook's alarm.
    assert sorted(heard) == sorted({*endpoints, "SweepFunction", "LearnFunction"} - {"SheetHookFunction"})


@pytest.mark.parametrize(
    ("name", "rate", "function"),
    [
        ("SweepSchedule", "rate(5 minutes)", "SweepFunction"),
        ("DriveSyncSchedule", "rate(5 minutes)", "SheetWakeFunction"),
        ("WatchRenewSchedule", "rate(6 hours)", "WatchRenewFunction"),
        ("LearnSchedule", "rate(6 hours)", "LearnFunction"),
    ],
)
def test_schedules_run_and_are_retried(stack: Stack, name: str, rate: str, function: str) -> None:
    """The safety nets themselves are delivered with a retry policy, and the scheduler may call what they aim at."""
    schedule = stack.of("AWS::Scheduler::Schedule")[name]
    assert schedule["ScheduleExpression"] == rate
    assert schedule["Target"]["RetryPolicy"]["MaximumRetryAttempts"] >= 1
    assert text_of(schedule["Target"]["Arn"]) == f"{function}.Arn"
    (fire,) = [s for role, s in stack.statements() if role == "ScheduleRole"]
    assert f"{function}.Arn" in map(text_of, fire["Resource"])


def test_without_a_workbook_nothing_of_it_runs_or_alarms(stack: Stack) -> None:
    """The stack can be deployed before there is a workbook: then nobody looks for one, and nobody misses it."""
    conditions = {n: r.get("Condition") for n, r in stack.resources.items() if r.get("Condition") == "HasWorkbook"}
    assert set(conditions) == {"DriveSyncSchedule", "WatchRenewSchedule", "WorkbookAlarm"}


def test_hints_come_one_at_a_time_and_name_themselves(stack: Stack) -> None:
    """drive-sync's queue is FIFO, and two hints that look alike are still two unless their sender says otherwise."""
    queue = stack.of("AWS::SQS::Queue")["SheetQueue"]
    assert queue["FifoQueue"] is True and queue["ContentBasedDeduplication"] is False
    assert text_of(queue["QueueName"]).endswith(".fifo")


def test_only_what_talks_to_google_carries_its_libraries(stack: Stack) -> None:
    """The layer is on two functions and no more: its size would slow down every other cold start."""
    with_layers = {f["Handler"].split(".")[-2] for f in stack.of("AWS::Lambda::Function").values() if f.get("Layers")}
    assert with_layers == WITH_GOOGLE
    (layer,) = stack.of("AWS::Lambda::LayerVersion").values()
    assert (layer["CompatibleRuntimes"], layer["CompatibleArchitectures"]) == (["python3.14"], ["arm64"])


def test_a_watch_that_could_not_be_renewed_is_tried_again(stack: Stack) -> None:
    """Two more tries within the hour; when they fail too, its channel runs out, which the workbook's alarm tells."""
    (config,) = [
        c
        for c in stack.of("AWS::Lambda::EventInvokeConfig").values()
        if c["FunctionName"]["Ref"] == "WatchRenewFunction"
    ]
    assert (config["MaximumRetryAttempts"], config["MaximumEventAgeInSeconds"]) == (2, 3600)


def test_silence_about_the_workbook_is_trouble(stack: Stack) -> None:
    """Runs that fail tell no metric, so missing data must alarm, and the metric is the one that the code tells."""
    alarm = stack.of("AWS::CloudWatch::Alarm")["WorkbookAlarm"]
    assert alarm["TreatMissingData"] == "breaching"
    assert (alarm["Namespace"], alarm["MetricName"]) == (NAMESPACE, "DriveWatchTrouble")
    teller = stack.of("AWS::Lambda::Function")["DriveSyncFunction"]["Environment"]["Variables"]
    assert alarm["Dimensions"] == [{"Name": "service", "Value": teller["POWERTOOLS_SERVICE_NAME"]}]


def test_mail_is_retried_twice_and_then_kept(stack: Stack) -> None:
    """A mail that cannot be taken in ends in the queue that the sweep drains."""
    configs = [
        c
        for c in stack.of("AWS::Lambda::EventInvokeConfig").values()
        if c["FunctionName"]["Ref"] == "IntakeMailFunction"
    ]
    assert [c["MaximumRetryAttempts"] for c in configs] == [2]
    assert text_of(configs[0]["DestinationConfig"]["OnFailure"]["Destination"]) == "MailFailedQueue.Arn"


def test_only_new_raw_mail_wakes_intake(stack: Stack) -> None:
    """Files and texts that intake itself writes into the bucket must not call it again."""
    notifications = stack.of("AWS::S3::Bucket")["RawMailBucket"]["NotificationConfiguration"]["LambdaConfigurations"]
    assert [(n["Event"], n["Filter"]["S3Key"]["Rules"]) for n in notifications] == [
        ("s3:ObjectCreated:Put", [{"Name": "prefix", "Value": "in/"}])
    ]


def test_old_mail_is_archived_where_links_still_open_it(stack: Stack) -> None:
    """Raw mail moves to a Glacier class with instant retrieval after 30 days and goes after a year."""
    (rule,) = stack.of("AWS::S3::Bucket")["RawMailBucket"]["LifecycleConfiguration"]["Rules"]
    assert rule["Transitions"] == [{"StorageClass": "GLACIER_IR", "TransitionInDays": 30}]
    assert rule["ExpirationInDays"] == 365


def test_the_rules_can_step_back(stack: Stack) -> None:
    """Every version of the rules is kept."""
    assert stack.of("AWS::S3::Bucket")["RulesBucket"]["VersioningConfiguration"] == {"Status": "Enabled"}
