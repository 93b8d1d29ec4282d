"""Where the commands print: results to standard output, progress and complaints to standard error."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)


def plain(text: str) -> str:
    """Text from outside, without control characters and with nothing that Rich would take for markup."""
    return escape("".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text))
