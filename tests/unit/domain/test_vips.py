"""Which VIP row a customer matches."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.unit.domain.samples import NOW
from ticket_router.domain.inbound import Customer
from ticket_router.domain.rulebook import MatchOn, RuleBook, Settings, Vip
from ticket_router.domain.vips import matching_vip


def found(customer: Customer, *vips: Vip, now: datetime = NOW, zone: str = "UTC") -> int | None:
    """The row of the VIP found."""
    vip = matching_vip(customer, RuleBook(version=1, vips=vips, settings=Settings(time_zone=zone)), now)
    return vip.row if vip else None


def test_address_before_domain_before_name_whatever_the_order_of_rows() -> None:
    """The kind of match decides, not the place in the sheet."""
    name = Vip(row=2, customer="Nora Lind", match_on=MatchOn.name)
    domain = Vip(row=3, customer="northwind.example", match_on=MatchOn.domain)
    address = Vip(row=4, customer="nora@northwind.example", match_on=MatchOn.address)
    nora = Customer(address="nora@northwind.example", name="Nora Lind")
    assert found(nora, name, domain, address) == 4
    assert found(nora, name, domain) == 3
    assert found(nora, name) == 2


def test_an_empty_cell_matches_nobody() -> None:
    """Neither an empty row nor a lone @ may match customers whose lane gave no address or name."""
    blank = [Vip(row=n, customer=c, match_on=m) for n, (c, m) in enumerate([("", k) for k in MatchOn], 2)]
    lone = Vip(row=9, customer="@", match_on=MatchOn.domain)
    assert found(Customer(), *blank, lone) is None
    assert found(Customer(address="no-at-sign"), *blank, lone) is None


def test_the_last_day_ends_by_the_desks_clock() -> None:
    """`until` is included, and a day is a day where the desk is."""
    vip = Vip(row=2, customer="acme.example", match_on=MatchOn.domain, until=date(2026, 3, 31))
    jo = Customer(address="jo@acme.example")
    midnight = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
    assert found(jo, vip, now=midnight) is None
    assert found(jo, vip, now=midnight, zone="America/New_York") == 2


def test_addresses_keep_their_accents_and_names_do_not() -> None:
    """An impostor's domain is another domain, while people write a name in several ways."""
    domain = Vip(row=2, customer="bigco.example", match_on=MatchOn.domain)
    name = Vip(row=3, customer="José Müller", match_on=MatchOn.name)
    assert found(Customer(address="ceo@bígco.example"), domain) is None
    assert found(Customer(name="jose  muller"), name) == 3
