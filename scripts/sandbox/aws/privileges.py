"""Compares what functions really call with what their roles allow, since the emulator runs here without IAM.

Which action an operation needs: AWS's Service Authorization Reference (a transaction needs the action of each of its
parts, HeadObject needs s3:GetObject, Invoke needs lambda:InvokeFunction).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import unquote

from .calls import invoked_function
from .config import Function
from .emulator import ACCOUNT, REGION, Emulator

#: (action, ARN of the resource), for example ("dynamodb:PutItem", "arn:aws:dynamodb:...:table/tr-tickets").
Access = tuple[str, str]

_S3_ACTIONS = {"HeadObject": "GetObject", "ListObjects": "ListBucket", "ListObjectsV2": "ListBucket"}


def accesses(service: str, operation: str, path: str, body: bytes) -> Iterator[Access]:
    """Tell what one request asks IAM for; services that are not told apart here yield nothing."""
    here = f"{REGION}:{ACCOUNT}"
    if service == "s3":
        resource = unquote(path.partition("?")[0]).lstrip("/")
        yield f"s3:{_S3_ACTIONS.get(operation, operation)}", f"arn:aws:s3:::{resource}"
    elif service == "lambda" and (function := invoked_function(path)):
        yield "lambda:InvokeFunction", f"arn:aws:lambda:{here}:function:{function}"
    elif service in ("dynamodb", "sqs", "ssm"):
        asked = json.loads(body or b"{}")
        if service == "sqs":
            yield f"sqs:{operation}", f"arn:aws:sqs:{here}:{str(asked.get('QueueUrl', '')).rsplit('/', 1)[-1]}"
        elif service == "ssm":
            yield f"ssm:{operation}", f"arn:aws:ssm:{here}:parameter/{str(asked.get('Name', '')).lstrip('/')}"
        else:
            for action, table in _tables(operation, asked):
                yield f"dynamodb:{action}", f"arn:aws:dynamodb:{here}:table/{table}"


def _tables(operation: str, asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "TransactItems" in asked:
        actions = {
            "ConditionCheck": "ConditionCheckItem",
            **{a: f"{a}Item" for a in ("Put", "Update", "Delete", "Get")},
        }
        for item in asked["TransactItems"]:
            for kind, part in item.items():
                yield actions[kind], part["TableName"]
    elif "RequestItems" in asked:
        for table in asked["RequestItems"]:
            yield operation, table
    else:
        index = f"/index/{asked['IndexName']}" if "IndexName" in asked else ""
        yield operation, f"{asked.get('TableName', '')}{index}"


def unpermitted(emulator: Emulator, functions: Mapping[str, Function], used: Iterable[tuple[str, Access]]) -> list[str]:
    """Return a line for each (function, access) that the function's role, as deployed, does not allow."""
    policies = {name: _statements(emulator, name) for name in functions}
    return sorted(
        f"{function}: {action} on {resource}"
        for function, (action, resource) in used
        if not any(_allows(statement, action, resource) for statement in policies.get(function, []))
    )


def _statements(emulator: Emulator, function: str) -> list[dict[str, Any]]:
    iam, found = emulator.client("iam"), []
    role = emulator.client("lambda").get_function_configuration(FunctionName=function)["Role"].rsplit("/", 1)[1]
    for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        document = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        found += document["Statement"] if isinstance(document, dict) else json.loads(unquote(document))["Statement"]
    return found


def _allows(statement: Mapping[str, Any], action: str, resource: str) -> bool:
    return (
        statement["Effect"] == "Allow"
        and any(fnmatchcase(action, a) for a in _listed(statement["Action"]))
        and any(fnmatchcase(resource, r) for r in _listed(statement["Resource"]))
    )


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
