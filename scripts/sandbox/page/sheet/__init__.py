"""The workbook on the page: what is seen of it, how it is drawn, and what visitors do in it as people of the desk."""
