"""The only place that knows vendors: each adapter serves one port and translates one vendor's errors."""
