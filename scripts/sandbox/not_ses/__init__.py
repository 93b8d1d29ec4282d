"""SES v2 as the product sees it: strict about what may be sent, and every inbox it delivered to can be opened.

    ses = NotSes(now=clock, verified=["company.example"])   # a Standin: start() stop() url fail() heal() reset()
    boto3.client("sesv2", endpoint_url=ses.url)
    ses.inbox("legal@company.example")    # mails delivered there, oldest first (list[Mail])
    ses.addresses()                       # every address that ever got a mail
    ses.mails                             # all of them, in sending order
    ses.verify("other.example")           # a domain or an address; mail_from_ok=False breaks its MAIL FROM
    ses.per_second = 14                   # a sending rate (None: none)
    ses.production = False                # SES's own sandbox: recipients have to be verified too

A Mail keeps every header, the text and html, attachments, the raw bytes and the Message-ID that SES would set.
"""

from __future__ import annotations

from scripts.sandbox.not_ses.mail import Mail
from scripts.sandbox.not_ses.server import NotSes

__all__ = ["Mail", "NotSes"]
