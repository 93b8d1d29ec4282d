"""SES through boto3: what is delivered, and what is refused with AWS's codes."""

from __future__ import annotations

import email.policy
from email.message import EmailMessage
from typing import Any

import pytest
from botocore.exceptions import ClientError

from scripts.sandbox.not_ses import NotSes
from tests.integration.standins.conftest import Clock, aws_client
from tests.integration.standins.samples import letter


def simple(**changes: Any) -> dict[str, Any]:
    """A letter whose Simple content is changed."""
    request = letter()
    request["Content"]["Simple"] |= changes
    return request


def mime(**headers: str) -> EmailMessage:
    """A MIME message with these headers (underscores for dashes)."""
    message = EmailMessage(policy=email.policy.SMTP)
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Hallo")
    return message


def raw(message: EmailMessage, **changes: Any) -> dict[str, Any]:
    """A SendEmail call with raw content."""
    return {"Content": {"Raw": {"Data": message.as_bytes()}}, **changes}


def test_a_simple_mail_arrives_whole(ses: NotSes, mail_client: Any, clock: Clock) -> None:
    """Text, html, threading headers, Reply-To and Cc are kept, and the Message-ID is SES's own."""
    headers = [
        {"Name": "In-Reply-To", "Value": "<card@company.example>"},
        {"Name": "References", "Value": "<a@x.example> <card@company.example>"},
        {"Name": "X-Ticket", "Value": "T-1"},
    ]
    request = simple(Headers=headers)
    request["ReplyToAddresses"] = ["ana@studio.example"]
    request["Destination"]["CcAddresses"] = ["lead@company.example"]
    request["Destination"]["BccAddresses"] = ["archive@company.example"]
    request["EmailTags"] = [{"Name": "kind", "Value": "handoff"}]
    message_id = mail_client.send_email(**request)["MessageId"]
    (mail,) = ses.inbox("LEGAL@company.example")
    assert (mail.id, mail.at) == (message_id, clock.seconds)
    assert mail.message_id == f"<{message_id}@email.amazonses.com>"
    assert (mail.subject, mail.text.strip(), mail.html.strip()) == (
        "Löschung [T-1]",
        "Bitte löschen",
        "<p>Bitte löschen</p>",
    )
    assert mail.sender == "router@company.example"
    assert mail.in_reply_to == "<card@company.example>"
    assert mail.references == ("<a@x.example>", "<card@company.example>")
    assert mail.reply_to == ("ana@studio.example",)
    assert mail.header("x-ticket") == "T-1"
    assert mail.tags == (("kind", "handoff"),)
    assert ses.inbox("archive@company.example") == ses.inbox("lead@company.example") == [mail]
    assert mail.header("Bcc") == ""
    assert ses.addresses() == ["legal@company.example", "lead@company.example", "archive@company.example"]


def test_a_raw_mail_arrives_with_its_headers_and_attachments(ses: NotSes, mail_client: Any) -> None:
    """Raw bytes keep what they bring, except the Message-ID; recipients come from the headers."""
    message = mime(
        From="router@company.example",
        To="legal@company.example",
        Cc="lead@company.example",
        Bcc="archive@company.example",
        Subject="Größe",
        Message_ID="<mine@company.example>",
        In_Reply_To="<card@company.example>",
        Reply_To="Ana <ana@studio.example>",
    )
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="größe.pdf")
    mail_client.send_email(**raw(message))
    (mail,) = ses.inbox("legal@company.example")
    assert (mail.subject, mail.text.strip(), mail.in_reply_to) == ("Größe", "Hallo", "<card@company.example>")
    assert [(a.name, a.content_type, a.content) for a in mail.attachments] == [
        ("größe.pdf", "application/pdf", b"%PDF")
    ]
    assert mail.message_id == f"<{mail.id}@email.amazonses.com>"
    assert mail.reply_to == ("ana@studio.example",)
    assert mail.recipients == ("legal@company.example", "lead@company.example", "archive@company.example")
    assert b"Bcc" not in mail.raw


def test_another_region_signs_its_own_message_ids(ses: NotSes) -> None:
    """Outside us-east-1 the region is part of the Message-ID."""
    client = aws_client("sesv2", ses.url, "eu-west-1")
    client.send_email(**letter())
    client.close()
    assert ses.mails[0].message_id.endswith("@eu-west-1.amazonses.com>")


@pytest.mark.parametrize(
    ("request_", "code", "message"),
    [
        (
            letter(FromEmailAddress="x@stranger.example"),
            "MessageRejected",
            "identities failed the check in region US-EAST-1: x@stranger.example",
        ),
        (letter(FromEmailAddress="x@broken.example"), "MailFromDomainNotVerifiedException", "MAIL FROM"),
        (letter(FromEmailAddress="router"), "BadRequestException", "Missing final '@domain'"),
        (letter(FromEmailAddress="Löscher <router@company.example>"), "BadRequestException", "encoded word"),
        (
            {"Content": letter()["Content"], "Destination": letter()["Destination"]},
            "BadRequestException",
            "Missing required header 'From'",
        ),
        (letter(Destination={}), "BadRequestException", "no recipients"),
        (
            letter(Destination={"ToAddresses": [f"u{n}@company.example" for n in range(51)]}),
            "BadRequestException",
            "Recipient count exceeds 50",
        ),
        (letter(Destination={"ToAddresses": ["a b@company.example"]}), "BadRequestException", "address"),
        (letter(Destination={"ToAddresses": ["a@münchen.example"]}), "BadRequestException", "non-ASCII"),
        (letter(Content={}), "BadRequestException", "Exactly one of"),
        (letter(Content={"Template": {"TemplateName": "x"}}), "BadRequestException", "not covered"),
        (simple(Body={}), "BadRequestException", "Text or Html"),
        (simple(Subject={"Data": "a\nb"}), "BadRequestException", "line break"),
        (simple(Subject={"Data": "Löschung"}), "BadRequestException", "charset us-ascii"),
        (simple(Headers=[{"Name": "Message-ID", "Value": "<a@b>"}]), "BadRequestException", "not allowed"),
        (simple(Headers=[{"Name": "Reply-To", "Value": "a@b.example"}]), "BadRequestException", "not allowed"),
        (simple(Headers=[{"Name": "X-Bad Name", "Value": "x"}]), "BadRequestException", "regular expression"),
        (simple(Headers=[{"Name": "X-A", "Value": "ü"}]), "BadRequestException", "regular expression"),
        (simple(Headers=[{"Name": "X-A", "Value": "x" * 900}]), "BadRequestException", "longer than 870"),
        (
            simple(Headers=[{"Name": f"X-{n}", "Value": "x"} for n in range(16)]),
            "BadRequestException",
            "less than or equal to 15",
        ),
        (raw(mime(To="legal@company.example", Subject="x")), "BadRequestException", "Missing required header 'From'"),
    ],
)
def test_a_mail_that_ses_would_refuse_is_refused(
    ses: NotSes, mail_client: Any, request_: dict[str, Any], code: str, message: str
) -> None:
    """Each violation gets SES's code, and nothing is delivered."""
    ses.verify("broken.example", mail_from_ok=False)
    with pytest.raises(ClientError) as error:
        mail_client.send_email(**request_)
    assert error.value.response["Error"]["Code"] == code
    assert message in error.value.response["Error"]["Message"]
    assert ses.mails == []


def test_a_doubled_header_is_refused(mail_client: Any) -> None:
    """A raw message may not have two subjects."""
    data = b"From: router@company.example\r\nTo: legal@company.example\r\nSubject: a\r\nSubject: b\r\n\r\nx"
    with pytest.raises(mail_client.exceptions.BadRequestException, match="Duplicate header 'Subject'"):
        mail_client.send_email(Content={"Raw": {"Data": data}})


def test_forty_megabytes_are_the_limit(ses: NotSes, mail_client: Any) -> None:
    """A message just below 40 MB is sent, one above is refused."""
    head = b"From: router@company.example\r\nTo: legal@company.example\r\nSubject: big\r\n\r\n"
    line = b"x" * 998 + b"\r\n"
    mail_client.send_email(Content={"Raw": {"Data": head + line * 41_000}})
    with pytest.raises(mail_client.exceptions.BadRequestException, match="Message length is more than"):
        mail_client.send_email(Content={"Raw": {"Data": head + line * 42_000}})
    assert len(ses.mails) == 1


def test_a_verified_address_may_send_though_its_domain_may_not(ses: NotSes, mail_client: Any) -> None:
    """Identities are addresses or domains, and a domain covers its subdomains."""
    ses.verify("ana@studio.example")
    mail_client.send_email(**letter(FromEmailAddress="Ana <ana@studio.example>"))
    mail_client.send_email(**letter(FromEmailAddress="desk@mail.company.example"))
    with pytest.raises(mail_client.exceptions.MessageRejected):
        mail_client.send_email(**letter(FromEmailAddress="bob@studio.example"))
    assert len(ses.mails) == 2


def test_in_sess_own_sandbox_recipients_must_be_verified_too(ses: NotSes, mail_client: Any) -> None:
    """Before production access a mail to a stranger is rejected."""
    ses.production = False
    mail_client.send_email(**letter())
    with pytest.raises(mail_client.exceptions.MessageRejected):
        mail_client.send_email(**letter(Destination={"ToAddresses": ["ana@studio.example"]}))


def test_a_sending_rate_holds_by_the_clock(ses: NotSes, mail_client: Any, clock: Clock) -> None:
    """Above the rate SES throttles; a second later it sends again; the account tells its quota."""
    ses.per_second = 2
    for _ in range(2):
        mail_client.send_email(**letter())
    with pytest.raises(mail_client.exceptions.TooManyRequestsException):
        mail_client.send_email(**letter())
    clock.advance(1)
    mail_client.send_email(**letter())
    assert mail_client.get_account()["SendQuota"] == {
        "Max24HourSend": 50_000,
        "MaxSendRate": 2,
        "SentLast24Hours": 3,
    }


def test_reset_empties_the_inboxes(ses: NotSes, mail_client: Any) -> None:
    """A fresh world has no mail, and the identities that it started with."""
    mail_client.send_email(**letter())
    ses.verify("other.example")
    ses.reset()
    assert (ses.mails, ses.addresses(), ses.calls) == ([], [], [])
    mail_client.send_email(**letter())
    with pytest.raises(mail_client.exceptions.MessageRejected):
        mail_client.send_email(**letter(FromEmailAddress="x@other.example"))
