"""Pages that people see in a browser: plain HTML without scripts, made without a template engine to start quickly."""
