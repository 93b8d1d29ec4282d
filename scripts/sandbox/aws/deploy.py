"""Deploys the template into the emulator and reads back, from the emulator's own APIs, how everything is wired."""

from __future__ import annotations

import io
import json
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from .config import AsyncConfig, BucketTrigger, Deployed, Function, QueueMapping, Schedule, StreamMapping
from .emulator import Emulator, emulator_python
from .nurseries import SHIM
from .translate import for_emulator, translate

CODE_BUCKET, CODE_KEY, TEMPLATE_KEY, STACK = "sandbox-code", "functions.zip", "template.json", "sandbox"


def zipped(folder: Path | None) -> bytes:
    """Return the folder as a deployment package with its code compiled; None gives a package without code."""
    if folder is None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as package:
            package.writestr("empty.txt", "")
        return buffer.getvalue()
    files = [(file, file.stat().st_mtime_ns) for file in sorted(folder.rglob("*.*")) if file.suffix != ".pyc"]
    return _packaged(folder, tuple(files))


@lru_cache(4)
def _packaged(folder: Path, _files: tuple[tuple[Path, int], ...]) -> bytes:
    """Kept as long as no file changes: a suite deploys the same code for each of its worlds."""
    with tempfile.TemporaryDirectory() as place:
        package = Path(place) / "functions.zip"
        subprocess.run([str(emulator_python()), str(SHIM / "package.py"), str(folder), str(package)], check=True)
        return package.read_bytes()


def deploy(
    emulator: Emulator,
    template: Path,
    parameters: Mapping[str, str],
    code: bytes,
    environment: Mapping[str, str],
    urls: str,
) -> Deployed:
    """Deploy and return the wiring; `environment` is added to every function, `urls` replaces Function URL hosts.

    Raises RuntimeError with CloudFormation's reasons when the stack does not come up.
    """
    s3 = emulator.client("s3")
    s3.create_bucket(Bucket=CODE_BUCKET)
    s3.put_object(Bucket=CODE_BUCKET, Key=CODE_KEY, Body=code)
    document = translate(template, parameters, f"s3://{CODE_BUCKET}/{CODE_KEY}")
    document = for_emulator(document, environment, urls)
    # By its address, as `sam deploy` gives it: a body in the call itself may have 51,200 bytes.
    s3.put_object(Bucket=CODE_BUCKET, Key=TEMPLATE_KEY, Body=json.dumps(document).encode())
    cloudformation = emulator.client("cloudformation")
    cloudformation.create_stack(
        StackName=STACK,
        TemplateURL=f"{emulator.url}/{CODE_BUCKET}/{TEMPLATE_KEY}",
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
    )
    outputs = _outputs_when_up(cloudformation)
    return _wiring(emulator, parameters.get("Prefix", "tr"), outputs)


def _outputs_when_up(cloudformation: Any) -> dict[str, str]:
    deadline = time.monotonic() + 60
    stack = cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]
    while stack["StackStatus"].endswith("IN_PROGRESS") and time.monotonic() < deadline:
        time.sleep(0.02)
        stack = cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]
    if stack["StackStatus"] != "CREATE_COMPLETE":
        events = cloudformation.describe_stack_events(StackName=STACK)["StackEvents"]
        failed = [e for e in events if e["ResourceStatus"].endswith("FAILED")]
        reasons = [f"{e['LogicalResourceId']}: {e.get('ResourceStatusReason')}" for e in failed]
        status = stack["StackStatus"]
        raise RuntimeError(f"the stack is {status}: {stack.get('StackStatusReason')} {'; '.join(reasons)}")
    return {o["OutputKey"]: o["OutputValue"] for o in stack.get("Outputs", [])}


def _wiring(emulator: Emulator, prefix: str, outputs: Mapping[str, str]) -> Deployed:
    functions = _functions(emulator)
    streams, queues = _mappings(emulator)
    return Deployed(
        prefix=prefix,
        functions=functions,
        streams=tuple(streams),
        queues=tuple(queues),
        buckets=tuple(_bucket_triggers(emulator)),
        schedules=tuple(_schedules(emulator)),
        asynchronous=_async_configs(emulator, functions),
        url_functions=tuple(_url_functions(emulator, functions)),
        outputs=outputs,
    )


def _last(arn: str) -> str:
    return arn.rsplit(":", 1)[1]


def _functions(emulator: Emulator) -> dict[str, Function]:
    found = {}
    for f in emulator.client("lambda").list_functions(MaxItems=1000)["Functions"]:
        found[f["FunctionName"]] = Function(
            name=f["FunctionName"],
            arn=f["FunctionArn"],
            handler=f["Handler"],
            timeout=f["Timeout"],
            memory=f["MemorySize"],
            env=dict(f.get("Environment", {}).get("Variables", {})),
            log_group=f.get("LoggingConfig", {}).get("LogGroup", f"/aws/lambda/{f['FunctionName']}"),
        )
    return found


def _mappings(emulator: Emulator) -> tuple[list[StreamMapping], list[QueueMapping]]:
    streams, queues = [], []
    for m in emulator.client("lambda").list_event_source_mappings(MaxItems=1000)["EventSourceMappings"]:
        function, source = _last(m["FunctionArn"]), m["EventSourceArn"]
        partial = "ReportBatchItemFailures" in m.get("FunctionResponseTypes", [])
        if ":dynamodb:" not in source:
            queues.append(QueueMapping(function, _last(source), source, m["BatchSize"], partial))
            continue
        failures = m.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
        streams.append(
            StreamMapping(
                function=function,
                function_arn=m["FunctionArn"],
                stream_arn=source,
                batch_size=m["BatchSize"],
                bisect=m.get("BisectBatchOnFunctionError", False),
                partial_failures=partial,
                max_retries=m.get("MaximumRetryAttempts", -1),
                max_age=m.get("MaximumRecordAgeInSeconds", -1),
                failure_queue=_last(failures) if failures else None,
                patterns=tuple(json.loads(f["Pattern"]) for f in m.get("FilterCriteria", {}).get("Filters", [])),
            )
        )
    return sorted(streams, key=lambda s: s.function), sorted(queues, key=lambda q: q.queue)


def _bucket_triggers(emulator: Emulator) -> list[BucketTrigger]:
    s3, found = emulator.client("s3"), []
    for bucket in (b["Name"] for b in s3.list_buckets()["Buckets"]):
        wired = s3.get_bucket_notification_configuration(Bucket=bucket).get("LambdaFunctionConfigurations", [])
        for w in wired:
            rules = {r["Name"].lower(): r["Value"] for r in w.get("Filter", {}).get("Key", {}).get("FilterRules", [])}
            function = _last(w["LambdaFunctionArn"])
            found.append(BucketTrigger(bucket, rules.get("prefix", ""), rules.get("suffix", ""), function))
        if wired:
            # The sandbox delivers these itself, so that it knows when they are done.
            s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})
    return found


def _schedules(emulator: Emulator) -> list[Schedule]:
    scheduler, found = emulator.client("scheduler"), []
    for name in (s["Name"] for s in scheduler.list_schedules()["Schedules"]):
        s = scheduler.get_schedule(Name=name)
        target = s["Target"]
        found.append(Schedule(name, s["Arn"], s["ScheduleExpression"], _last(target["Arn"]), target.get("Input")))
    return sorted(found, key=lambda s: s.name)


def _async_configs(emulator: Emulator, functions: Mapping[str, Function]) -> dict[str, AsyncConfig]:
    client, found = emulator.client("lambda"), {}
    for name in functions:
        try:
            c = client.get_function_event_invoke_config(FunctionName=name, Qualifier="$LATEST")
        except client.exceptions.ResourceNotFoundException:
            continue
        failures = c.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
        found[name] = AsyncConfig(
            c.get("MaximumRetryAttempts", 2),
            c.get("MaximumEventAgeInSeconds", 21600),
            _last(failures) if failures else None,
        )
    return found


def _url_functions(emulator: Emulator, functions: Mapping[str, Function]) -> list[str]:
    client, found = emulator.client("lambda"), []
    for name in functions:
        try:
            client.get_function_url_config(FunctionName=name)
        except client.exceptions.ResourceNotFoundException:
            continue
        found.append(name)
    return found
