"""Who comes first: the VIP row that a customer matches."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from ticket_router.domain.inbound import Customer
from ticket_router.domain.rulebook import MatchOn, RuleBook, Vip
from ticket_router.domain.words import folded


def matching_vip(customer: Customer, rulebook: RuleBook, now: datetime) -> Vip | None:
    """The customer's row: by address, then domain, then name; within each, the first row whose date has not passed.

    A domain row covers its subdomains. `until` is the last day that counts, in the desk's time zone.
    """
    today = now.astimezone(ZoneInfo(rulebook.settings.time_zone)).date()
    current = [vip for vip in rulebook.vips if vip.until is None or vip.until >= today]
    for kind in MatchOn:
        for vip in current:
            if vip.match_on is kind and _matches(vip, customer):
                return vip
    return None


def _matches(vip: Vip, customer: Customer) -> bool:
    # Addresses keep their accents: the domain of an impostor may differ from a VIP's by nothing else.
    wanted = vip.customer.strip().casefold()
    if not wanted:
        return False
    if vip.match_on is MatchOn.address:
        return customer.address.casefold() == wanted
    if vip.match_on is MatchOn.domain:
        domain, wanted = customer.domain.casefold(), wanted.removeprefix("@")
        return bool(wanted) and (domain == wanted or domain.endswith("." + wanted))
    return folded(customer.name).split() == folded(wanted).split()
