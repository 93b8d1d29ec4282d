"""The two web lanes: who may post, and how a post becomes an Inbound."""
