"""End to end: the deployed template, the unmodified functions as processes, the real SDKs, the stand-ins."""
