"""Writes the workbook's shape to where the deployed code reads it; the templates themselves are not deployed."""

from __future__ import annotations

import json
import sys

from scripts.ops.tabs import template_shape
from ticket_router.adapters.google.shape import SHAPE_FILE


def shape_text() -> str:
    """The file's content: one line a column, so that a change of a template shows as one."""
    told = template_shape().model_dump(mode="json", exclude_defaults=True)
    blocks = []
    for tab in told["tabs"]:
        columns = ",\n    ".join(json.dumps(column, ensure_ascii=False) for column in tab.pop("columns"))
        head = json.dumps(tab, ensure_ascii=False)[:-1]
        blocks.append(f'  {head}, "columns": [\n    {columns}\n  ]}}')
    return '{"tabs": [\n' + ",\n".join(blocks) + "\n]}\n"


def main() -> int:
    """`python -m scripts.ops.shape`: write it."""
    SHAPE_FILE.write_text(shape_text(), encoding="utf-8")
    print(f"wrote {SHAPE_FILE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
