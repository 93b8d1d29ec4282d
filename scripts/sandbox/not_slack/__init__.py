"""Slack as the product sees it: a strict Web API on loopback for the unmodified slack_sdk.

    slack = NotSlack(now=clock)                       # a Standin: start() stop() url fail() heal() reset() calls
    slack.start(); client = WebClient(token=slack.token, base_url=slack.api_url)
    slack.add_user("dana", "dana@company.example")    # -> "U..."
    slack.add_channel("finance")                      # -> "C..."; private=, member=, archived=
    slack.messages("#finance")                        # top-level messages, oldest first (list[Message])
    slack.thread("#finance", ts)                      # parent first, then its replies
    slack.pings("#finance")                           # who was notified by posts (list[Ping]); edits never ping
    slack.limits = None                               # no rate limits; Limits(...) sets others (on by default)
    slack.delete(channel, ts)                         # an admin deletes a message, the app's too
    slack.press(channel, ts, action_id, user)         # what Slack would send when a person presses a button
    slack.pick(view_id, block_id, held, user)         # when one fills in a field of an open modal, or None
    slack.suggest(view_id, block_id, typed, user)     # when one types in a menu that asks the app
    slack.submit(view_id, values, user)               # and when one submits the modal
    slack.answered(view_id, answer, user)             # what the app's answer to that does to the modal
    slack.interaction(payload)                        # -> such a payload as signed (headers, body)
    slack.fail("429", calls=3, call="chat.postMessage", retry_after=7)

Limits and error codes follow docs.slack.dev/reference; where Slack documents none, the place says what was chosen.
"""

from __future__ import annotations

from scripts.sandbox.not_slack.limits import Limits
from scripts.sandbox.not_slack.mentions import Ping
from scripts.sandbox.not_slack.server import NotSlack
from scripts.sandbox.not_slack.workspace import Channel, Message, User, View, Whisper

__all__ = ["Channel", "Limits", "Message", "NotSlack", "Ping", "User", "View", "Whisper"]
