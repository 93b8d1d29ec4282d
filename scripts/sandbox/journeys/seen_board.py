"""What an `expect` asks of a channel's board: the one pinned message, as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.sandbox.views import is_board

if TYPE_CHECKING:
    from scripts.sandbox.not_slack import Message
    from scripts.sandbox.world import World

BOARD_KEYS = ("board_has", "board_lacks", "board_open")
BOARD_WAIT = 15.0
"""Seconds in which a board catches up with its queue: a few of rest, and ten between two redraws."""


def boards(world: World, channel: str) -> list[Message]:
    """The boards in a channel; there should be one at most."""
    return [message for message in world.slack.messages(channel) if is_board(message)]


def board_text(message: Message) -> str:
    """All that people read on a board: a line of its own for each row."""
    return "\n".join(_words(block) for block in message.blocks)


def board_differences(world: World, channel: str, wanted: dict[str, Any]) -> list[str]:
    """What does not hold of `wanted`; the board is one, and pinned."""
    there = boards(world, channel)
    if len(there) != 1:
        return [f"{len(there)} boards, not one"]
    found, text = [], board_text(there[0])
    if there[0].ts not in world.slack.channel(channel).pins:
        found.append("the board is not pinned")
    shown = text.casefold()
    found += [f"the board lacks {w!r}: {text}" for w in _list(wanted.get("board_has", [])) if w.casefold() not in shown]
    found += [f"the board has {w!r}: {text}" for w in _list(wanted.get("board_lacks", [])) if w.casefold() in shown]
    if "board_open" in wanted and not text.partition("\n")[0].endswith(f"· {wanted['board_open']}"):
        found.append(f"the board is headed {text.partition(chr(10))[0]!r}, not {wanted['board_open']} open")
    return found


def _words(value: Any) -> str:
    if isinstance(value, list):
        return "".join(map(_words, value))
    if not isinstance(value, dict):
        return ""
    own = value.get("text")
    if isinstance(own, str):
        return own
    return _words([member for key, member in value.items() if isinstance(member, dict | list)])


def _list(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
