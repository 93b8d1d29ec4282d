"""The workbook's shape as it was deployed: `workbook.json`, which `python -m scripts.ops.shape` writes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ticket_router.domain.workbook.shape import Shape

SHAPE_FILE = Path(__file__).with_name("workbook.json")


@cache
def workbook_shape() -> Shape:
    """All tabs of the workbook; read once a process."""
    return Shape.model_validate_json(SHAPE_FILE.read_bytes())
