"""Parts that talk to each other over a socket or through an emulator."""
