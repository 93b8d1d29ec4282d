"""A mail as SES leaves it in the bucket: with the headers SES prepends, and the event S3 sends about it.

Header forms from the SES developer guide, "Receiving email: contents of the raw message"; event shape from the S3 user
guide, "Event message structure".
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import quote_plus

from .emulator import ACCOUNT, REGION


def ses_id(raw: bytes, number: int) -> str:
    """Return an id in the form SES gives a message: 40 lower-case letters and digits."""
    return hashlib.sha1(f"{number}:".encode() + raw, usedforsecurity=False).hexdigest()


def as_ses_writes_it(raw: bytes, message_id: str, now: float, override: Mapping[str, str]) -> bytes:
    """Return the mail with SES's headers prepended where they are missing; `override` replaces their values."""
    head = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode("latin-1")
    present = {line.partition(":")[0].strip().lower() for line in head.split("\n") if line[:1] not in (" ", "\t")}
    sender = parseaddr(_first(head, "from"))[1] or "unknown@invalid.example"
    recipient = parseaddr(_first(head, "to"))[1] or "support@company.example"
    domain = sender.rpartition("@")[2]
    when = format_datetime(datetime.fromtimestamp(now, UTC))
    added = {
        "Return-Path": f"<{sender}>",
        "Received": (
            f"from mail.{domain} (mail.{domain} [192.0.2.10]) by inbound-smtp.{REGION}.amazonaws.com"
            f" with SMTP id {message_id} for {recipient}; {when}"
        ),
        "X-SES-Spam-Verdict": "PASS",
        "X-SES-Virus-Verdict": "PASS",
        "Received-SPF": (
            f"pass (spfCheck: domain of {domain} designates 192.0.2.10 as permitted sender)"
            f" client-ip=192.0.2.10; envelope-from={sender}; helo=mail.{domain};"
        ),
        "Authentication-Results": (
            f"amazonses.com; spf=pass (spfCheck: domain of {domain} designates 192.0.2.10 as permitted sender)"
            f" client-ip=192.0.2.10; envelope-from={sender}; helo=mail.{domain};"
            f" dkim=pass header.i=@{domain}; dmarc=pass header.from={domain};"
        ),
    }
    lines = [f"{name}: {override.get(name, value)}" for name, value in added.items() if name.lower() not in present]
    lines += [f"{name}: {value}" for name, value in override.items() if name not in added]
    end = b"\r\n" if b"\r\n" in raw[:2000] else b"\n"
    return b"".join(line.encode("utf-8") + end for line in lines) + raw


def _first(head: str, name: str) -> str:
    for line in head.split("\n"):
        if line.lower().startswith(name + ":"):
            return line.partition(":")[2].strip()
    return ""


def s3_event(bucket: str, key: str, size: int, etag: str, now: float, sequencer: int) -> dict[str, Any]:
    """Return the event of one object's PUT; the key is URL-encoded with its slashes left, as S3 does."""
    moment = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    record = {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": REGION,
        "eventTime": moment,
        "eventName": "ObjectCreated:Put",
        "userIdentity": {"principalId": "AWS:SANDBOX"},
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "responseElements": {"x-amz-request-id": "SANDBOX", "x-amz-id-2": "SANDBOX"},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": "sandbox",
            "bucket": {
                "name": bucket,
                "ownerIdentity": {"principalId": ACCOUNT},
                "arn": f"arn:aws:s3:::{bucket}",
            },
            "object": {
                "key": quote_plus(key, safe="/"),
                "size": size,
                "eTag": etag.strip('"'),
                "sequencer": f"{sequencer:018X}",
            },
        },
    }
    return {"Records": [record]}
