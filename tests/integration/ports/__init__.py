"""One suite for each port, run against the fake and against the real adapter: what a fake promises has to be true."""
