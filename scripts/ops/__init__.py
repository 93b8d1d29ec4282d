"""What an operator runs by hand; nothing in here is deployed."""
