"""The handlers: events as AWS sends them in, answers as AWS expects them out."""
