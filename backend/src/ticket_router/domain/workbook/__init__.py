"""The workbook in plain values: its shape, what was read from it, what is to be written to it."""
