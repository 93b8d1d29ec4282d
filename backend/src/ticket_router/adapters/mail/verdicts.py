"""Reads what SES found about a mail, from the headers it put on top; a sender can write the same names further down."""

from __future__ import annotations

import re

from ticket_router.adapters.mail.desk import MailDesk
from ticket_router.adapters.mail.headers import Headers
from ticket_router.adapters.mail.who import Writer
from ticket_router.domain.inbound import Verdicts

_COMMENT = re.compile(r"\([^()]*\)")
_METHOD = re.compile(r"^\s*(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)
_FAILS = frozenset({"fail", "softfail", "hardfail"})


def verdicts_of(headers: Headers) -> Verdicts:
    """Spam, virus and sender verdicts (SES Developer Guide, "Email receiving": each header's first occurrence)."""
    spf = headers.first("received-spf").partition(" ")[0].lower()
    return Verdicts(
        spam=_failed(headers, "x-ses-spam-verdict"),
        virus=_failed(headers, "x-ses-virus-verdict"),
        sender_verified=sender_verified(headers.first("authentication-results"), spf),
    )


def sender_verified(results: str, received_spf: str = "") -> bool | None:
    """DMARC's word when it has one; else True when SPF or DKIM passed, False when one failed and none did, else None.

    `results` is an Authentication-Results value (RFC 8601); `received_spf` is used only when it names no SPF result.
    """
    found: dict[str, set[str]] = {"spf": set(), "dkim": set(), "dmarc": set()}
    # Comments first: they quote the sender's own words, which could read like a result.
    for clause in _COMMENT.sub(" ", results).split(";"):
        if method := _METHOD.match(clause):
            found[method[1].lower()].add(method[2].lower())
    if not found["spf"] and received_spf:
        found["spf"].add(received_spf)
    if found["dmarc"] & {"pass", "fail"}:
        return "fail" not in found["dmarc"]
    others = found["spf"] | found["dkim"]
    if "pass" in others:
        return True
    return False if others & _FAILS else None


def relayed_verdict(verdicts: Verdicts, writer: Writer, headers: Headers, desk: MailDesk) -> Verdicts:
    """The same verdicts, made true of the customer when a relay stands in From: SES has checked the relay only.

    Our own group vouches with X-Original-Authentication-Results (Google Groups adds it). Relay headers on a mail from
    elsewhere could be anybody's claim, so then the customer is not verified.
    """
    checked = writer.from_address
    if writer.customer.address == checked or not writer.relayed or verdicts.sender_verified is False:
        return verdicts
    if desk.is_ours(checked):
        vouched = (
            sender_verified(headers.first("x-original-authentication-results")) if verdicts.sender_verified else None
        )
    else:
        same_domain = writer.customer.domain == checked.rpartition("@")[2]
        vouched = verdicts.sender_verified if same_domain else False
    return verdicts.model_copy(update={"sender_verified": vouched})


def _failed(headers: Headers, name: str) -> bool:
    return headers.first(name).strip().upper() == "FAIL"
