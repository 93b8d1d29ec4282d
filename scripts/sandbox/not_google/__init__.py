"""Google as the product sees it: strict Sheets v4, Drive v3 and token endpoint on loopback for unmodified clients.

    google = NotGoogle(now=clock)                     # a Standin: start() stop() url fail() heal() reset() calls
    google.start(); info = google.service_account_info()       # a real key file: gspread and google-auth take it
    google.add_spreadsheet("desk", "Desk", owner="ann@company.example")     # people own files, the account never does
    google.share("desk", info["client_email"])        # as writer; unshared is 403 (Sheets) and 404 (Drive)
    google.hands("desk", by="bob@company.example").type("Topics", "B3", "finance")      # people/hands.py says what else
    google.cells("desk", "Topics"); google.records("desk", "Topics"); google.tabs("desk")      # what is there
    google.view("desk", by="bob@company.example")     # what somebody sees, for a page
    google.push.next("lose")                          # what Drive does with its next notification
    google.push.step()                                # deliver what is due: push is a place of the world
    google.fail("429", calls=3, call="sheets.spreadsheets.values.batchGet")
    google.quotas = None                              # no quotas; Quotas(...) sets others (on by default)

Every request and every answer is held to the discovery documents that googleapiclient ships. Formulas are computed; a
function that is not known here shows #NAME?, as a wrong one does in Sheets. Protections hold as in Sheets: who may not
edit a protected cell may not sort, insert or delete rows across it either.
"""

from __future__ import annotations

from scripts.sandbox.not_google.drive.push import Delivery, Push
from scripts.sandbox.not_google.drive.spreadsheet import Spreadsheet
from scripts.sandbox.not_google.people.cell_view import CellView
from scripts.sandbox.not_google.people.hands import Hands, Refused
from scripts.sandbox.not_google.people.looking import Record
from scripts.sandbox.not_google.people.view import BookView, TabView
from scripts.sandbox.not_google.server import ROUTER, NotGoogle
from scripts.sandbox.not_google.wire.quotas import Quotas, Used

__all__ = [
    "ROUTER",
    "BookView",
    "CellView",
    "Delivery",
    "Hands",
    "NotGoogle",
    "Push",
    "Quotas",
    "Record",
    "Refused",
    "Spreadsheet",
    "TabView",
    "Used",
]
