"""The web lanes: from a post's bytes to an Inbound, or to one sentence per bad field."""
