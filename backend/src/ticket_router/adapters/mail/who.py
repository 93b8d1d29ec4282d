"""Tells who wrote a mail: groups and forwarders stand between the customer and the desk and put themselves in From."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ticket_router.adapters.mail.desk import MailDesk
from ticket_router.adapters.mail.headers import Headers, message_ids
from ticket_router.domain.inbound import Customer

_VIA = re.compile(r"^[\s'\"]*(.+?)['\"]?\s+(?:via|über|par|mediante|tramite|przez|через)\s+\S.*$", re.IGNORECASE)
_LIST_ADDRESS = re.compile(r"[^\s<>;,:\"@]{1,64}@[^\s<>;,:\"@]{1,255}")


@dataclass(frozen=True)
class Writer:
    """Who wrote the mail, the address in its From, and whether one of our own groups or forwarders passed it on."""

    customer: Customer
    from_address: str
    by_our_group: bool = False
    """A group or site of ours re-sent it: its list headers are ours and say nothing about the writer."""
    forwarded: bool = False
    """A forwarder passed it on unchanged, or nearly: what else stands in it is the writer's own."""

    @property
    def relayed(self) -> bool:
        """Either way, the envelope's sender is not the writer."""
        return self.by_our_group or self.forwarded


def writer_of(headers: Headers, desk: MailDesk) -> Writer:
    """The customer of a relayed mail is X-Original-Sender, else Reply-To, else From; of any other mail, From."""
    senders = headers.people("from") or headers.people("sender")
    sender = senders[0] if senders else Customer()
    originals = _outside_desk(headers.people("x-original-sender", "x-original-from"), desk)
    replies = _outside_desk(headers.people("reply-to"), desk)
    group = _names_our_list(headers, desk) or _rewritten(sender, originals, replies, desk)
    forwarded = _forwarded(headers, desk, bool(originals))
    wrote = (*originals, *replies)[:1] if group or forwarded else ()
    if not wrote:
        return Writer(sender, sender.address, by_our_group=group, forwarded=forwarded)
    names = [one.name for one in (*wrote, *replies, sender) if one.name and one.address == wrote[0].address]
    name = names[0] if names else _name_before_via(sender.name)
    return Writer(
        Customer(address=wrote[0].address, name=name), sender.address, by_our_group=group, forwarded=forwarded
    )


def _outside_desk(people: list[Customer], desk: MailDesk) -> list[Customer]:
    return [one for one in people if not desk.is_support(one.address) and one.address != desk.handoff_from]


def _names_our_list(headers: Headers, desk: MailDesk) -> bool:
    """A Sender of ours beside another's From, or list headers that name a support address: our group sent this on."""
    senders = headers.people("sender")
    if any(desk.is_ours(one.address) for one in senders) and not any(
        desk.is_ours(one.address) for one in headers.people("from")
    ):
        return True
    for name in ("list-id", "list-post", "x-beenthere", "mailing-list"):
        for value in headers.all(name):
            if any(
                desk.is_support(address) for address in _LIST_ADDRESS.findall(value.lower().replace("mailto:", " "))
            ):
                return True
            if name == "list-id" and any(_as_list_id(one) in value.lower() for one in desk.support_addresses):
                return True
    return False


def _as_list_id(address: str) -> str:
    return f"<{address.replace('@', '.')}>"


def _rewritten(sender: Customer, originals: list[Customer], replies: list[Customer], desk: MailDesk) -> bool:
    """From is ours while another header names the writer: a group that rewrote From, or our own web site's mailer."""
    if desk.is_support(sender.address) and originals:
        return True
    outsider = any(not desk.is_ours(one.address) for one in (*originals, *replies))
    return outsider and (desk.is_support(sender.address) or desk.is_colleague(sender.address))


def _forwarded(headers: Headers, desk: MailDesk, has_original: bool) -> bool:
    """A forwarder's trace headers name a support address."""
    names = [
        "x-forwarded-to",
        "x-original-to",
        "resent-to",
        "resent-from",
        *(("delivered-to",) if has_original else ()),
    ]
    if any(desk.is_support(one.address) for one in headers.people(*names)):
        return True
    # Gmail separates the addresses of X-Forwarded-For with spaces, which is no address list.
    return any(desk.is_support(word) for value in headers.all("x-forwarded-for") for word in value.split())


def _name_before_via(name: str) -> str:
    """`Ana` of `'Ana' via Support`, since the group keeps the writer's name there."""
    found = _VIA.match(name)
    return found[1].strip("'\" ") if found else ""


def references_of(headers: Headers) -> tuple[str, ...]:
    """In-Reply-To, then References from the nearest to the first; at most 50, each once."""
    nearest = [*headers.ids("in-reply-to")[:5], *reversed(headers.ids("references"))]
    unique = list(dict.fromkeys(nearest))
    return tuple(unique[:49] + unique[49:][-1:])


def message_id_of(headers: Headers) -> str:
    """The mail's own Message-ID in angle brackets, or an empty string."""
    found = message_ids(headers.first("message-id"))
    return found[0] if found else ""
