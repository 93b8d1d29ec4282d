"""One in-memory class for each port: as strict as the real store or vendor, and told by tests when to fail."""
