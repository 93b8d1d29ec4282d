"""The desk that the local world plays: who works there, which addresses it has, and the secrets its senders share."""

from __future__ import annotations

PREFIX = "tr"
DOMAIN = "company.example"
SUPPORT = f"support@{DOMAIN}"
SUPPORT_ADDRESSES = (SUPPORT, f"help@{DOMAIN}")
HANDOFF_FROM = f"router@{DOMAIN}"
FORM_ORIGIN = f"https://www.{DOMAIN}"
FORM_SECRET = "an insecure form secret of the local world"
CHAT_SECRET = "an insecure chat secret of the local world"
LINKS_SECRET = "an insecure links secret of the local world"
POKE_SECRET = "an insecure poke secret of the local world"
SLACK_TEAM = "T0COMPANY"
SPREADSHEET_ID = "1LocalWorldWorkbookOfTheTicketRouter"
WORKBOOK_OWNER = f"ann@{DOMAIN}"
"""Service accounts own nothing, so a person made the workbook and shared it with the router."""

PARAMETERS = {
    "Prefix": PREFIX,
    "HandoffFrom": HANDOFF_FROM,
    "SupportAddresses": ",".join(SUPPORT_ADDRESSES),
    "OwnDomains": DOMAIN,
    "FormOrigins": FORM_ORIGIN,
    "SlackTeamId": SLACK_TEAM,
}
"""Parameters of the stack, as `sam deploy` would be given them."""
