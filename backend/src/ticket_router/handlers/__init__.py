"""One thin file per Lambda: parse the event, call one use case, map the result."""
