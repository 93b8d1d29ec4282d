"""The local world: strict stand-ins for every vendor, so that the unmodified product runs on one machine."""
