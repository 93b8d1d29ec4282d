"""What does not fit into one Slack message goes on in its thread: nothing is dropped, nobody has to guess how much."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ticket_router.adapters.fingerprint import fingerprint
from ticket_router.adapters.slack.rich import Json, bullets, link, quoted, run, small, total
from ticket_router.adapters.slack.text import clean, escape, line, pieces
from ticket_router.adapters.wording import clip, size
from ticket_router.domain.card import CardFile, Wake
from ticket_router.domain.rendered import Rendered

Rows = Sequence[list[Json]]

TOTAL = 12_000
"""Most that a message's blocks may weigh; Slack refuses at about 13,200 (slackapi/bolt-js issue 2509)."""
FIRST_TEXT = 6_000
"""Most of a message's text that the card itself shows: longer ones would push the buttons off the screen."""
MORE_TEXT = 9_000
MORE_PAGES = 40
"""Where the raw mail has the rest (360,000 characters on), a mail bomb need not fill the channel."""
TEXT_RESERVE = 2_500
"""What lists leave for the text before they move to the thread."""
LIST = 1_800
"""Most that a list may weigh on the card."""
FALLBACK_TEXT = 3_000
"""Most of the text beside the blocks; chat.update takes 4,000 (docs.slack.dev, chat.update)."""

_LIST_ITEMS = 150
_LINK = 2_900
_MARGIN = 100


def rendered(
    part: str, text: str, blocks: list[Json], links: Iterable[str] = (), pinged: Iterable[Wake] = ()
) -> Rendered:
    """A finished post; `text` is mrkdwn for notifications and screen readers."""
    payload = {"text": clip(text, FALLBACK_TEXT), "blocks": blocks}
    handles = tuple(wake.handle for wake in pinged)
    return Rendered(part=part, digest=fingerprint(payload, links), payload=payload, pinged=handles)


def file_rows(files: Iterable[CardFile]) -> list[list[Json]]:
    """Attachments by name and size, each a link unless it was withheld."""
    return [_file_row(file) for file in files]


def _file_row(file: CardFile) -> list[Json]:
    name = line(file.name, 120) or "unnamed file"
    if not file.link or len(file.link) > _LINK:
        why = "its link is too long for Slack" if file.link else "withheld"
        return [run(f"{name} ({size(file.size)}, {why})")]
    return [link(file.link, name), run(f" ({size(file.size)})")]


def split_rows(rows: Rows, room: int) -> tuple[Rows, Rows]:
    """As many rows as fit into `room`, and the others."""
    for index, row in enumerate(rows):
        room -= total(row)
        if room < 0 or index == _LIST_ITEMS:
            return rows[:index], rows[index:]
    return rows, []


def share(fixed: list[Json], *lists: Rows) -> list[tuple[Rows, Rows]]:
    """For each list what a message shows of it beside its `fixed` blocks, and what has to go on in the thread."""
    spare = TOTAL - total(fixed) - TEXT_RESERVE
    shares = []
    for rows in lists:
        shown, others = split_rows(rows, min(LIST, spare))
        spare -= total(list(shown))
        shares.append((shown, others))
    return shares


def list_pages(title: str, rows: Rows) -> list[list[Json]]:
    """Blocks of further messages that show the rest of a list."""
    pages = []
    while rows:
        taken, others = split_rows(rows, MORE_TEXT)
        if not taken:
            taken, others = rows[:1], rows[1:]
        pages.append([small(title), bullets(*taken)])
        rows = others
    return pages


def text_pages(text: str, fixed: list[Json], raw_link: str) -> tuple[list[Json], list[list[Json]]]:
    """The blocks that show the beginning of a text beside the `fixed` ones, and those of the messages that go on."""
    room = TOTAL - total(fixed) - _MARGIN
    cut = pieces(clean(text), max(1, min(FIRST_TEXT, room)), MORE_TEXT)
    if not cut:
        return [small("(no text)")], []
    pages = [[quoted(piece)] for piece in cut[1:]]
    if raw_link and len(pages) > MORE_PAGES:
        left = sum(map(len, cut[MORE_PAGES + 1 :]))
        pages = [*pages[:MORE_PAGES], [small(f"✂️ {left:,} more characters: open the raw mail")]]
    return [quoted(cut[0])], pages


def continuations(
    name: Callable[[int], str], ticket_id: str, pages: Sequence[list[Json]], links: Sequence[str]
) -> list[Rendered]:
    """The posts that carry the pages, `name(1)` first, each saying which of how many it is."""
    posts = []
    for number, blocks in enumerate(pages, 1):
        said = f"{ticket_id} goes on, part {number + 1} of {len(pages) + 1}"
        posts.append(rendered(name(number), escape(said), [small(said), *blocks], links))
    return posts


def going_on(pages: Sequence[list[Json]]) -> list[Json]:
    """The line of a first message that says that pages follow; none when they do not."""
    if not pages:
        return []
    count = "1 more message" if len(pages) == 1 else f"{len(pages)} more messages"
    return [small(f"⤵️ Goes on in the thread: {count}")]
