"""The machine's clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class MachineClock:
    """Serves the `Clock` port."""

    def now(self) -> datetime:
        """See the port."""
        return datetime.fromtimestamp(time.time(), UTC)
