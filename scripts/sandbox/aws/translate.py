"""The template as CloudFormation gets it: the SAM transform run offline, less what the emulator cannot hold.

Sources: aws-sam-translator's own `transform` entry point; what the emulator lacks was tried against ministack 1.5.33.
"""

from __future__ import annotations

import copy
import logging
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]

_PARTITION = "arn:aws:iam::aws:policy/service-role/"
_MANAGED = ("AWSLambdaBasicExecutionRole", "AWSLambdaSQSQueueExecutionRole", "AWSLambdaDynamoDBExecutionRole")

#: Types whose presence makes the emulator refuse the whole stack; alarms over metric math do so too. Layers are left
#: out because nobody builds them here: the interpreter that plays the runtime has their packages.
UNSUPPORTED_TYPES = frozenset(
    {"AWS::Budgets::Budget", "AWS::SES::ReceiptRule", "AWS::SES::ReceiptRuleSet", "AWS::Lambda::LayerVersion"}
)


class _ManagedPolicies:
    """The transform asks AWS for managed policy ARNs; these few are all that its shortcuts could name."""

    def load(self) -> dict[str, str]:
        return {name: _PARTITION + name for name in _MANAGED}


def translate(template: Path, parameters: Mapping[str, str], code: str = "s3://code/functions.zip") -> Json:
    """Return the CloudFormation document of a SAM template whose local code was uploaded to the s3:// URI `code`.

    Raises samtranslator's InvalidDocumentException.
    """
    text = template.read_text(encoding="utf-8")
    return copy.deepcopy(_translated(text, tuple(sorted(parameters.items())), code))


@cache
def _translated(text: str, parameters: tuple[tuple[str, str], ...], code: str) -> Json:
    """Kept, since a suite deploys the same template for each of its worlds, and this is a third of a deployment."""
    # The transform writes the region's partition into ARNs and asks the environment for it.
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    from samtranslator.translator.transform import transform
    from samtranslator.yaml_helper import yaml_parse

    # It warns about usage metrics that it could not send, and that it would not send anyway.
    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    source = yaml_parse(text)
    _packaged(source, code)
    document: Json = transform(source, dict(parameters), _ManagedPolicies())
    return document


def _packaged(source: Json, code: str) -> None:
    """Do what `sam package` does to the paths: the transform accepts only uploaded code."""
    functions = [r for r in source["Resources"].values() if r["Type"] == "AWS::Serverless::Function"]
    places = [source.get("Globals", {}).get("Function", {})] + [f.get("Properties", {}) for f in functions]
    for place in places:
        if "CodeUri" in place:
            place["CodeUri"] = code
    for resource in source["Resources"].values():
        if resource["Type"] == "AWS::Serverless::LayerVersion":
            resource["Properties"]["ContentUri"] = code


def for_emulator(document: Json, environment: Mapping[str, str], urls: str) -> Json:
    """Return the document without what the emulator cannot hold, and with nothing that it would run by itself.

    Event source mappings and schedules stay in the stack, where they can be listed, but switched off: the sandbox
    delivers them itself, because the emulator's own delivery ignores partial stream failures, bisection and
    retry limits, and cannot say when it is at rest. Every function gets `environment` too; Function URLs become
    `urls` + the function's name + "/".
    """
    functions_of_urls = {
        name: resource["Properties"]["TargetFunctionArn"]["Ref"]
        for name, resource in document["Resources"].items()
        if resource["Type"] == "AWS::Lambda::Url"
    }
    kept: Json = {}
    for name, resource in document["Resources"].items():
        properties = dict(resource.get("Properties", {}))
        if resource["Type"] in UNSUPPORTED_TYPES or _is_metric_math(resource["Type"], properties):
            continue
        if resource["Type"] == "AWS::Lambda::Function":
            variables = properties.get("Environment", {}).get("Variables", {})
            # The SDK puts this into its User-Agent header, which is how the gateway knows who calls.
            named = {"AWS_SDK_UA_APP_ID": properties["FunctionName"]} if "FunctionName" in properties else {}
            properties["Environment"] = {"Variables": {**variables, **named, **environment}}
            # What runs is the emulator's own interpreter; the name only has to be one that it knows.
            properties["Runtime"] = "python3.13"
            properties.pop("Layers", None)
        elif resource["Type"] == "AWS::Lambda::EventSourceMapping":
            properties["Enabled"] = False
        elif resource["Type"] == "AWS::Scheduler::Schedule":
            properties["State"] = "DISABLED"
        kept[name] = {**resource, "Properties": properties}
    local: Json = _with_urls({**document, "Resources": kept}, functions_of_urls, urls)
    return local


def _is_metric_math(kind: str, properties: Json) -> bool:
    return kind == "AWS::CloudWatch::Alarm" and "Metrics" in properties


def _with_urls(value: Any, functions: Mapping[str, str], urls: str) -> Any:
    """Replace every GetAtt of a Function URL, wherever it stands."""
    if isinstance(value, list):
        return [_with_urls(v, functions, urls) for v in value]
    if not isinstance(value, dict):
        return value
    match value.get("Fn::GetAtt"):
        case [str(name), "FunctionUrl"] if name in functions:
            return {"Fn::Sub": f"{urls}${{{functions[name]}}}/"}
    return {k: _with_urls(v, functions, urls) for k, v in value.items()}
