"""Which addresses are ours, since who wrote a mail can only be told by knowing who we are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MailDesk:
    """The desk's own addresses, all compared without regard to case.

    `support_addresses` are those that customers write to (often a group or a forwarder), `own_domains` are our
    colleagues' domains, `handoff_from` is the sender of the mails that hand a ticket to a team's inbox.
    """

    support_addresses: frozenset[str]
    own_domains: frozenset[str]
    handoff_from: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "support_addresses", frozenset(one.lower() for one in self.support_addresses))
        object.__setattr__(self, "own_domains", frozenset(one.lower() for one in self.own_domains))
        object.__setattr__(self, "handoff_from", self.handoff_from.lower())

    def is_support(self, address: str) -> bool:
        """True for a support address, also with a sub-address (`support+bncABC@...`, as groups use for bounces)."""
        local, at, domain = address.lower().rpartition("@")
        return bool(at) and f"{local.partition('+')[0]}@{domain}" in self.support_addresses

    def is_ours(self, address: str) -> bool:
        """True for every address that belongs to the company: support, hand-off sender, or a colleague."""
        address = address.lower()
        return address == self.handoff_from or self.is_support(address) or self.is_colleague(address)

    def is_colleague(self, address: str) -> bool:
        """True for an address in one of our own domains that is neither a support address nor the hand-off sender."""
        address = address.lower()
        if address == self.handoff_from or self.is_support(address):
            return False
        return address.rpartition("@")[2] in self.own_domains
