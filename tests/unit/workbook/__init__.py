"""The workbook: its templates, its parser, and what drive-sync makes of it."""
