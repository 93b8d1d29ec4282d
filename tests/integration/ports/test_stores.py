"""FileStore and Rules: what is kept comes back, and the rules in force are always the published ones."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable
from typing import Any

import pytest

from scripts.ops.starter import starter_rulebook
from tests.fakes.small import FakeFiles, FakeRules
from ticket_router.adapters.aws.files import S3Files
from ticket_router.adapters.aws.rules import RULES_KEY, S3Rules
from ticket_router.domain.errors import NotFound, Retryable
from ticket_router.domain.rulebook import RuleBook
from ticket_router.ports import FileStore, Rules

FileKeeper = tuple[FileStore, Callable[[str], tuple[bytes, str]]]
Publisher = tuple[Rules, Callable[[RuleBook], None]]


@pytest.fixture(params=["memory", "s3"])
def keeper(request: pytest.FixtureRequest, aws: Any) -> FileKeeper:
    """A store, and content and type of what it holds under a key."""
    if request.param == "memory":
        fake = FakeFiles()
        return fake, lambda key: fake.kept[key][:2]
    s3 = aws("s3")
    s3.create_bucket(Bucket="raw")

    def look(key: str) -> tuple[bytes, str]:
        found = s3.get_object(Bucket="raw", Key=key)
        return found["Body"].read(), found["ContentType"]

    return S3Files(s3=s3, bucket="raw"), look


def test_a_file_is_kept_as_it_came(keeper: FileKeeper) -> None:
    """Bytes and type come back, under keys and names with any sign in them; keeping twice keeps once."""
    files, look = keeper
    for _ in range(2):
        files.keep("files/T-1/m#1/0-a b", b"\x00\xff binary", "application/pdf", "Rechnung März €.pdf")
    assert look("files/T-1/m#1/0-a b") == (b"\x00\xff binary", "application/pdf")


@pytest.fixture
def s3_files(aws: Any) -> S3Files:
    """Files in a bucket with one raw mail."""
    s3 = aws("s3")
    s3.create_bucket(Bucket="raw")
    s3.put_object(Bucket="raw", Key="in/1", Body=b"Subject: hello\r\n\r\nworld")
    return S3Files(s3=s3, bucket="raw")


def test_raw_mail_is_read_whole_or_from_its_start(s3_files: S3Files) -> None:
    """The headers of a mail that nothing can parse are read without its forty megabytes."""
    assert s3_files.raw("in/1") == b"Subject: hello\r\n\r\nworld"
    assert s3_files.raw("in/1", first=14) == b"Subject: hello"
    assert s3_files.raw("in/1", first=64 * 1024) == b"Subject: hello\r\n\r\nworld"


def test_raw_mail_that_is_gone_is_not_found(s3_files: S3Files) -> None:
    """That is no passing trouble: the mail expired, and trying again brings it back to nobody."""
    with pytest.raises(NotFound):
        s3_files.raw("in/2")


def test_a_kept_file_downloads_under_its_name_and_never_opens_as_a_page(s3_files: S3Files) -> None:
    """An attached HTML file must not run in the browser of the one who opens it."""
    address = s3_files.opened("in/1", 'a "b" ü\r\n.html')
    asked = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)
    assert asked["response-content-type"] == ["application/octet-stream"]
    assert asked["response-content-disposition"] == ["attachment; filename*=UTF-8''a%20%22b%22%20%C3%BC%0D%0A.html"]
    assert int(asked.get("X-Amz-Expires", asked.get("Expires", ["0"]))[0]) > 0


@pytest.fixture(params=["memory", "s3"])
def publisher(request: pytest.FixtureRequest, aws: Any) -> Publisher:
    """Rules, and how a book is published to them."""
    if request.param == "memory":
        fake = FakeRules()
        return fake, lambda book: setattr(fake, "book", book)
    s3 = aws("s3")
    s3.create_bucket(Bucket="rules")
    return S3Rules(s3=s3, bucket="rules"), lambda book: publish(s3, book)


def publish(s3: Any, book: RuleBook) -> None:
    """Put a book where the rules are."""
    s3.put_object(Bucket="rules", Key=RULES_KEY, Body=book.model_dump_json().encode())


def test_the_latest_publish_counts_at_once(publisher: Publisher) -> None:
    """Each look sees the book that is published now, whole."""
    rules, publish_to = publisher
    for version in (1, 2, 3):
        publish_to(starter_rulebook(version=version))
        assert rules.current() == starter_rulebook(version=version)
        assert rules.current() == starter_rulebook(version=version)


@pytest.fixture
def s3(aws: Any) -> Any:
    """S3 with the first book published."""
    client = aws("s3")
    client.create_bucket(Bucket="rules")
    publish(client, starter_rulebook(version=1))
    return client


def test_an_unchanged_book_is_not_fetched_again(s3: Any) -> None:
    """It is asked for at every decision, so an unchanged one must cost next to nothing."""
    statuses: list[int] = []
    s3.meta.events.register(
        "after-call.s3.GetObject", lambda http_response, **_: statuses.append(http_response.status_code)
    )
    rules = S3Rules(s3=s3, bucket="rules")
    books = [rules.current(), rules.current(), rules.current()]
    assert statuses == [200, 304, 304]
    assert books[0] is books[2]


@pytest.mark.parametrize("broken", ["before-send.s3.GetObject", "after-call.s3.GetObject"])
def test_the_last_book_stays_in_force_while_s3_is_out_of_reach(s3: Any, broken: str) -> None:
    """Routing goes on with what this worker has; a worker that has nothing yet tries again later."""
    from botocore.exceptions import ResponseStreamingError

    def fail(**_: Any) -> None:
        raise ResponseStreamingError(error="cut off")

    warm, cold = S3Rules(s3=s3, bucket="rules"), S3Rules(s3=s3, bucket="rules")
    warm.current()
    s3.meta.events.register_first(broken, fail)
    assert warm.current().version == 1
    with pytest.raises(Retryable):
        cold.current()


def test_a_body_that_breaks_off_is_passing_trouble(s3: Any) -> None:
    """S3 answers 200 and the connection breaks in the middle of the book: the last one stays in force."""
    from botocore.exceptions import ReadTimeoutError

    class Broken:
        def read(self) -> bytes:
            raise ReadTimeoutError(endpoint_url="s3")

    def cut(parsed: dict[str, Any], **_: Any) -> None:
        if "Body" in parsed:
            parsed["Body"] = Broken()

    rules = S3Rules(s3=s3, bucket="rules")
    rules.current()
    s3.meta.events.register("after-call.s3.GetObject", cut)
    publish(s3, starter_rulebook(version=2))
    assert rules.current().version == 1


def test_no_rules_at_all_is_said_as_such(aws: Any) -> None:
    """A desk whose first publish is missing gives an error that names it."""
    client = aws("s3")
    client.create_bucket(Bucket="rules")
    with pytest.raises(NotFound):
        S3Rules(s3=client, bucket="rules").current()
