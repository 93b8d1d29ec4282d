"""Makes the tables and queues of template.yaml, so that the suites cannot drift from what is deployed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

TEMPLATE = Path(__file__).resolve().parents[3] / "template.yaml"
_TABLE = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short tags, whose values matter to nobody here."""


def _tagged(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    assert isinstance(node, yaml.MappingNode)
    return loader.construct_mapping(node, deep=True)


_Loader.add_multi_constructor("!", _tagged)


@cache
def resources() -> dict[str, dict[str, Any]]:
    """The template's resources as they are written."""
    document: dict[str, Any] = yaml.load(TEMPLATE.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a safe loader
    found: dict[str, dict[str, Any]] = document["Resources"]
    return found


def make_table(dynamodb: Any, logical_id: str, name: str) -> str:
    """The table of the template under another name."""
    properties = resources()[logical_id]["Properties"]
    dynamodb.create_table(TableName=name, **{key: properties[key] for key in _TABLE if key in properties})
    return name


def make_queue(sqs: Any, logical_id: str, name: str) -> str:
    """The queue of the template under another name; its URL. Its redrive policy is left out."""
    properties = resources()[logical_id]["Properties"]
    kept = ("VisibilityTimeout", "MessageRetentionPeriod", "DelaySeconds", "FifoQueue", "ContentBasedDeduplication")
    attributes = {key: str(properties[key]).lower() for key in kept if key in properties}
    url: str = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    return url
