"""Google: the rules workbook in Sheets, and the file that it is in Drive."""
