"""The channels through the vendors' real SDKs."""
