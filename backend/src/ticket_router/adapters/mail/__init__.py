"""The mail lane's reader: raw MIME, as SES stores it, becomes one `Inbound` value and never a traceback."""
