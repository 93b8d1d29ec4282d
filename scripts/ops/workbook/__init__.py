"""The workbook in Google Sheets, as it is and as the templates want it: found, compared, and furnished."""
