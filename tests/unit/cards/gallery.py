"""Cards of every kind, ordinary and hostile, for every test that renders."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ticket_router.domain.base import Move, Source, Tone, Urgency
from ticket_router.domain.card import Card, CardFile, FollowUp, Ping, Wake
from ticket_router.domain.inbound import Customer
from ticket_router.domain.ticket import MessageKind

HOSTILE = (
    "<!channel> <@U0DANA0000> &lt;b&gt; <http://evil.example|our bank> *bold* `code` @here "
    "</td><script>alert(1)</script>"
)
RECEIVED = datetime(2026, 11, 21, 9, 15, tzinfo=UTC)
MANAGER = Wake(handle="@oncall-manager", slack_id="U0MANAGER1", email="manager@company.example")
FILE_LINK = "https://files.example/eyJrZXkiOiJmaWxlcy9ULTEvMSJ9.c2lnbmF0dXJl"


def make_card(**changes: Any) -> Card:
    """A VIP's outage, unless `changes` say otherwise."""
    values: dict[str, Any] = {
        "ticket_id": "T-7K2M9QWX",
        "n": 1,
        "move": Move.escalate,
        "team": "engineering",
        "pings": (MANAGER,),
        "customer": Customer(address="ana@northwind.example", name="Ana López"),
        "vip": True,
        "sender_verified": True,
        "source": Source.mail,
        "received_at": RECEIVED,
        "time_zone": "Europe/Berlin",
        "subject": "Store is down",
        "text": "Our store has been down for an hour, we're losing sales, please help NOW.\n\nAna",
        "has_more": True,
        "attachments": (CardFile(name="checkout error.png", size=348_112, link=FILE_LINK + "1"),),
        "raw_link": FILE_LINK + "raw",
        "page": "https://shop.northwind.example/checkout?step=2",
        "category": "",
        "topic": "outage",
        "topic_confidence": 0.94,
        "urgency": Urgency.high,
        "tone": Tone.angry,
        "language": "en",
        "summary": "Their shop has been unreachable for an hour and sales are lost.",
        "sentence": (
            "escalate: tone angry (0.91) and urgency high (word 'down', Urgent words row 2), Priority rules row 2; "
            "topic outage (0.94), Topics row 5, rules v41"
        ),
        "reasons": (
            "tone angry (0.91) and urgency high (word 'down', Urgent words row 2), Priority rules row 2",
            "topic outage (0.94), Topics row 5",
        ),
        "playbook": "https://wiki.company.example/outage",
        "reply_link": (
            "mailto:ana@northwind.example?subject=Re%3A%20Store%20is%20down%20%5BT-7K2M9QWX%5D&cc=help@company.example"
        ),
        "support_mailbox": "help@company.example",
    }
    return Card(**{**values, **changes})


def make_follow_up(**changes: Any) -> FollowUp:
    """The same customer, by chat, ten minutes later."""
    values: dict[str, Any] = {
        "key": "20261121T092500-ab12",
        "kind": MessageKind.customer,
        "author": Customer(address="ana@northwind.example", name="Ana López"),
        "source": Source.chat,
        "received_at": RECEIVED.replace(minute=25),
        "time_zone": "Europe/Berlin",
        "subject": "",
        "text": "Still down. Anybody there?",
        "from_ticket": "T-OTHER",
    }
    return FollowUp(**{**values, **changes})


def make_ping(**changes: Any) -> Ping:
    """A raise that wakes the manager."""
    values: dict[str, Any] = {"move": Move.escalate, "people": (MANAGER,), "sentence": make_card().sentence}
    return Ping(**{"call": "7", **values, **changes})


def _long() -> str:
    line = "Order {n}: the page shows <error 500> & then nothing; see http://shop.example/?a=1&b=2 for details.\n"
    return "".join(line.format(n=n) for n in range(650))


def cards() -> dict[str, Card]:
    """The gallery, by what is special about each."""
    many = tuple(
        CardFile(name=f"scan {n} of the contract.pdf", size=n * 1_234, link=f"{FILE_LINK}{n:03}") for n in range(40)
    )
    return {
        "escalate": make_card(),
        "priority": make_card(move=Move.priority, tone=Tone.confused, subject="cannot sign in", topic="login"),
        "route": make_card(move=Move.route, pings=(), vip=False, urgency=Urgency.low, tone=Tone.calm, topic="billing"),
        "hold": make_card(move=Move.hold, topic="unsure", guess="billing", team="triage", topic_confidence=0.41),
        "everything": make_card(
            person=Wake(handle="@dana", slack_id="U0DANA0000", email="dana@company.example"),
            pings=(MANAGER, Wake(handle="@dana"), Wake(handle="@broken", slack_id="not an id")),
            sender_verified=False,
            category="Billing question",
            also=(("billing", "and I was charged twice"), ("privacy", "")),
            flags=("spam", "abuse", "addresses_reader", "something_new"),
            linked=("T-AAAA", "T-BBBB"),
            fallback=("Slack refused: channel_not_found",),
        ),
        "long": make_card(text=_long()),
        "unbroken": make_card(text="x" * 60_000),
        "emoji": make_card(text="👩‍👩‍👧‍👦🇩🇪👍🏽é" * 2_000, subject="👩‍👩‍👧‍👦 " * 40),
        "right to left": make_card(text="المتجر متوقف منذ ساعة. " * 400, subject="المتجر متوقف", language="ar"),
        "chinese": make_card(text="商店已经停了一个小时。请帮忙！" * 900, subject="商店停了" * 60, language="zh"),
        "hostile": make_card(
            text=HOSTILE * 300,
            subject=f"{HOSTILE}\r\nBcc: everybody@evil.example",
            customer=Customer(address="<!here>@evil.example", name=f"{HOSTILE}\nX-Evil: 1"),
            summary=HOSTILE,
            page="javascript:alert(1)",
            category=HOSTILE,
            also=((HOSTILE, HOSTILE),) * 9,
            team=HOSTILE,
            topic=HOSTILE,
            language=HOSTILE,
            sentence=HOSTILE * 60,
            reasons=(HOSTILE,) * 9,
            playbook="https://company.example@evil.example/",
            fallback=(HOSTILE,) * 9,
            linked=(HOSTILE,) * 40,
            flags=(HOSTILE,) * 20,
            attachments=(CardFile(name=f"\u202efdp.exe {HOSTILE}", size=1, link=FILE_LINK),),
        ),
        "300 reasons": make_card(reasons=tuple(f"reason {n} of the rules, Priority rules row {n}" for n in range(300))),
        "40 files": make_card(attachments=many),
        "withheld": make_card(
            withheld=True, raw_link="", attachments=(CardFile(name="invoice.exe", size=99), CardFile(name="", size=0))
        ),
        "bare": make_card(
            customer=Customer(),
            pings=(),
            vip=False,
            sender_verified=None,
            subject="",
            text="",
            has_more=False,
            attachments=(),
            raw_link="",
            page="",
            language="",
            summary="",
            reasons=(),
            sentence="",
            topic="",
            team="",
            playbook="",
            reply_link="",
            support_mailbox="",
        ),
        "ampersands": make_card(
            **dict.fromkeys(("subject", "summary", "category", "topic", "team", "language", "sentence"), "&" * 5_000),
            customer=Customer(address="&" * 900, name="&" * 900),
            page="https://x.example/?" + "&" * 1_500,
            playbook="https://x.example/?" + "&" * 1_500,
            reply_link="mailto:a@b.example?" + "&" * 5_000,
            raw_link="https://x.example/" + "r" * 780,
            text="&" * 20_000,
            pings=(Wake(handle="@" + "&" * 500),) * 30,
            person=Wake(handle="&" * 500),
            reasons=("&" * 5_000,) * 300,
            also=(("&" * 500, "&" * 500),) * 9,
            flags=("&" * 500,) * 9,
            linked=("&" * 500,) * 30,
            fallback=("&" * 500,) * 9,
            attachments=(CardFile(name="&" * 500, size=1, link="https://x.example/" + "&" * 400),) * 30,
        ),
    }
