"""A1 notation: `Sheet1!A1:B2`, `'My tab'!A:C`, `A5`, read and written."""

from __future__ import annotations

import re
from functools import lru_cache

from scripts.sandbox.not_google.grid.boxes import Box

_END = r"(\$?[A-Za-z]{1,3})?(\$?[1-9][0-9]{0,6})?"
_CELLS = re.compile(rf"{_END}(?::{_END})?")
_PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*")


def column_letters(index: int) -> str:
    """0 is A, 25 Z, 26 AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """A is 0."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


@lru_cache(maxsize=4096)
def read_cells(text: str) -> Box | None:
    """The rectangle that `A1`, `A1:B2`, `A:B`, `2:5` or `A2:A` means; None when it means none."""
    match = _CELLS.fullmatch(text)
    if match is None or not text:
        return None
    left, top, right, bottom = (part.lstrip("$") if part else None for part in match.groups())
    if ":" not in text:
        if left is None or top is None:
            return None
        row, column = int(top) - 1, column_index(left)
        return Box(row, column, row + 1, column + 1)
    rows = [int(part) for part in (top, bottom) if part]
    columns = [column_index(part) for part in (left, right) if part]
    # `A1:B2`, `A:B`, `1:2`, `A2:B` and `A:B5` are ranges; `A:5` is none.
    if not (len(columns) == 2 or (not columns and len(rows) == 2)):
        return None
    first_row = min(rows) - 1 if rows else 0
    last_row = max(rows) if len(rows) == 2 else None
    if not columns:
        return Box(first_row, 0, last_row, None)
    return Box(first_row, min(columns), last_row, max(columns) + 1)


def split_title(text: str) -> tuple[str | None, str]:
    """The tab's title (None when there is none) and what comes after the `!`. Raises ValueError."""
    if text.startswith("'"):
        match = re.fullmatch(r"'((?:[^']|'')+)'(?:!(.*))?", text, re.DOTALL)
        if match is None:
            raise ValueError(text)
        return match.group(1).replace("''", "'"), match.group(2) or ""
    title, mark, cells = text.partition("!")
    if mark and (not title or not cells):
        raise ValueError(text)
    return (title, cells) if mark else (None, title)


def quoted(title: str) -> str:
    """A tab's title as it stands before `!`."""
    if _PLAIN_TITLE.fullmatch(title) and not _LIKE_A_CELL.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def cell_name(row: int, column: int) -> str:
    """`B3` for row 2, column 1."""
    return f"{column_letters(column)}{row + 1}"


def written(title: str, box: Box) -> str:
    """A rectangle with known ends as the API tells it: `'My tab'!A1:B2`; a single cell is `Sheet1!A1`."""
    assert box.bottom is not None and box.right is not None
    first = cell_name(box.top, box.left)
    last = cell_name(max(box.bottom, box.top + 1) - 1, max(box.right, box.left + 1) - 1)
    return f"{quoted(title)}!{first}" if first == last else f"{quoted(title)}!{first}:{last}"
