"""What the emulator's interpreter imports on start; a package too, so that in-process worlds use the same clock."""
