"""The Slack lane: what a card looks like in Block Kit, and how it gets there."""

from ticket_router.adapters.slack.channel import SlackChannel

__all__ = ["SlackChannel"]
