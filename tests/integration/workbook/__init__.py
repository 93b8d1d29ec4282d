"""The workbook in Google, over HTTP."""
