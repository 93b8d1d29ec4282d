"""The Sheets API: each method and each kind of request over the grid."""
