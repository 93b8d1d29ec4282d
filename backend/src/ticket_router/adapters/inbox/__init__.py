"""The mail lane for teams without Slack: hand-offs as mails to the team's inbox, sent through SES."""

from ticket_router.adapters.inbox.channel import InboxChannel

__all__ = ["InboxChannel"]
