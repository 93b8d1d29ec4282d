"""What the product costs in calls, tokens, imports, bytes and money: `python -m tests.bench` prints it."""
