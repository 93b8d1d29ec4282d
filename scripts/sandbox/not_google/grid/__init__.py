"""A spreadsheet's content and how it changes, whoever changes it: cells, tabs, ranges, rules."""
