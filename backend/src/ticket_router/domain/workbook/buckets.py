"""Rows that change within the same moments ask for one look at the workbook between them, not for one each."""

from __future__ import annotations

import math
from datetime import datetime

BUCKET = 20
"""Seconds. A held ticket is to be seen within 30, and a burst of them must not cost a run each."""


def bucket_of(now: datetime) -> tuple[str, int]:
    """The name of the bucket that `now` falls into, and the seconds until it is surely over (2 to 21).

    A hint that is sent so much later comes after every row of its bucket was written, and all hints of one bucket
    carry one name: the first that arrives speaks for all of them.
    """
    number = math.floor(now.timestamp() / BUCKET)
    left = (number + 1) * BUCKET - now.timestamp()
    return f"{number}", math.ceil(left) + 1
