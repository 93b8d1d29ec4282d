"""Journeys: the product's behaviour as YAML files that a support lead can read, and what holds it to them."""
