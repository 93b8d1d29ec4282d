"""Ticket router: reads each ticket once, decides one of four moves by plain rules, hands it to a team."""
