"""SignedRequests: each signature is the first of its kind once, whatever becomes of the answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from tests.fakes.clock import STARTED
from tests.fakes.small import FakeSignedRequests
from ticket_router.adapters.aws.signed_requests import DynamoSignedRequests
from ticket_router.domain.errors import Retryable
from ticket_router.ports import SignedRequests


@pytest.fixture(params=["memory", "dynamodb"])
def requests(request: pytest.FixtureRequest, dynamodb: Any) -> SignedRequests:
    """A memory of each kind in which nothing came yet."""
    if request.param == "memory":
        return FakeSignedRequests()
    return DynamoSignedRequests(dynamodb=dynamodb, table="state")


def test_a_signature_is_the_first_of_its_kind_once(requests: SignedRequests) -> None:
    """Also at the end of the ten minutes that it may be good for; another one is another request."""
    assert requests.first("v0=abc", STARTED)
    assert not requests.first("v0=abc", STARTED)
    assert not requests.first("v0=abc", STARTED + timedelta(minutes=10))
    assert requests.first("v0=abd", STARTED)


def test_a_write_that_the_sdk_repeats_is_still_the_first(dynamodb: Any) -> None:
    """Its answer was lost on the way, and the same call goes out once more."""
    requests, sent = DynamoSignedRequests(dynamodb=dynamodb, table="state"), list[Any]()

    def twice(params: dict[str, Any], **_: Any) -> None:
        if not sent:
            sent.append(params)
            dynamodb.put_item(**params)

    dynamodb.meta.events.register_first("provide-client-params.dynamodb.PutItem", twice)
    assert requests.first("v0=abc", STARTED)
    assert len(sent) == 1 and not requests.first("v0=abc", STARTED)


def test_a_row_goes_by_itself_and_keeps_no_signature(dynamodb: Any) -> None:
    """An hour later at most: nothing else would ever take it away."""
    DynamoSignedRequests(dynamodb=dynamodb, table="state").first("v0=abc", STARTED)
    (row,) = dynamodb.scan(TableName="state")["Items"]
    assert row["expires"] == {"N": str(int(STARTED.timestamp()) + 3600)}
    assert "v0=abc" not in str(row)


def test_a_table_out_of_reach_is_passing_trouble(dynamodb: Any) -> None:
    """Nothing is done then, and the person is asked to click again."""

    def fail(**_: Any) -> None:
        raise EndpointConnectionError(endpoint_url="dynamodb")

    dynamodb.meta.events.register_first("before-send.dynamodb.PutItem", fail)
    with pytest.raises(Retryable):
        DynamoSignedRequests(dynamodb=dynamodb, table="state").first("v0=abc", STARTED)
