"""One offline translation of the template serves every test about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scripts.sandbox.aws.translate import translate

ROOT = Path(__file__).resolve().parents[3]
TEMPLATE = ROOT / "template.yaml"
MAIL_RULES = ROOT / "backend" / "mail_rules.yaml"


class Stack:
    """The translated template with the questions the tests ask of it."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.resources: dict[str, dict[str, Any]] = document["Resources"]

    def of(self, kind: str) -> dict[str, dict[str, Any]]:
        """Return logical id -> properties of every resource of a type."""
        found = {name: r["Properties"] for name, r in self.resources.items() if r["Type"] == kind}
        assert found, f"no {kind} in the template"
        return found

    def statements(self) -> list[tuple[str, dict[str, Any]]]:
        """Return (role's logical id, statement) for every statement of every role's inline policies."""
        return [
            (role, statement)
            for role, properties in self.of("AWS::IAM::Role").items()
            for policy in properties["Policies"]
            for statement in policy["PolicyDocument"]["Statement"]
        ]


def as_list(value: Any) -> list[Any]:
    """IAM writes a single action or resource without its list."""
    return value if isinstance(value, list) else [value]


def text_of(value: Any) -> str:
    """Return an intrinsic as comparable text: the string of a Sub, the target of a GetAtt or Ref."""
    if isinstance(value, str):
        return value
    if "Fn::Sub" in value:
        return str(as_list(value["Fn::Sub"])[0])
    if "Fn::GetAtt" in value:
        return ".".join(value["Fn::GetAtt"])
    return str(value["Ref"])


@pytest.fixture(scope="session")
def stack() -> Stack:
    """The template as CloudFormation would get it."""
    return Stack(translate(TEMPLATE, {"HandoffFrom": "router@company.example"}))
