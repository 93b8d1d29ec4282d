"""What the router learns from people: labelled examples out of corrections, without anything personal in them."""
