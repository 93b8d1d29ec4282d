"""The stand-ins against the real vendor SDKs: what a vendor refuses is refused, what it accepts is accepted."""
