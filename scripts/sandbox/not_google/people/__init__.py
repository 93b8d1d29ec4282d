"""What people do in a spreadsheet, and what they see."""
