"""Tells mail that machines wrote: what loops or merely reports is ignored, what is sent in bulk waits for a person."""

from __future__ import annotations

from ticket_router.adapters.mail.desk import MailDesk
from ticket_router.adapters.mail.headers import Headers
from ticket_router.adapters.mail.who import Writer

OWN_MARK = "x-ticket-router"
"""The header that every hand-off mail of ours carries, with its ticket's id."""

_BULK_PRECEDENCE = frozenset({"bulk", "list", "junk", "auto_reply"})
_AUTO_REPLY = ("x-autoreply", "x-autorespond", "x-autoreply-from", "x-auto-reply-from", "x-vacation")
_FOREIGN_LIST = ("list-id", "list-unsubscribe", "list-post")


def is_automatic(headers: Headers, writer: Writer, desk: MailDesk) -> bool:
    """Auto-Submitted other than `no` (RFC 3834), a null Return-Path, a read receipt, or our own mail come back."""
    submitted = headers.first("auto-submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return True
    if has_null_return_path(headers):
        return True
    if "disposition-notification" in headers.first("content-type").lower():
        return True
    return _is_own_loop(headers, writer, desk)


def has_null_return_path(headers: Headers) -> bool:
    """True for `Return-Path: <>`: sent so that nobody answers it (RFC 5321, 4.5.5)."""
    return "return-path" in headers and headers.first("return-path").replace(" ", "") in {"<>", ""}


def is_bulk(headers: Headers, writer: Writer) -> bool:
    """List and bulk mail, and auto-replies that only say so in their own way; a relay's list headers do not count."""
    if any(name in headers for name in _AUTO_REPLY):
        return True
    precedence = headers.first("precedence").strip().lower()
    if precedence == "auto_reply":
        return True
    if writer.by_our_group:
        return False
    if any(name in headers for name in _FOREIGN_LIST):
        return True
    return precedence in _BULK_PRECEDENCE and not writer.forwarded


def _is_own_loop(headers: Headers, writer: Writer, desk: MailDesk) -> bool:
    if writer.from_address and writer.from_address == desk.handoff_from:
        return True
    if OWN_MARK in headers:
        return True
    if not desk.is_support(writer.customer.address):
        return False
    receivers = headers.people("to", "cc")
    return all(desk.is_support(one.address) for one in receivers)
