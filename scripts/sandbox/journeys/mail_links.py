"""What people do by the links of a hand-off mail, as a journey tells it: open the page, fill in the form, send it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from scripts.sandbox.journeys.clicks import Said
from scripts.sandbox.journeys.html_form import form_of
from scripts.sandbox.journeys.script import Step
from scripts.sandbox.slack_hands import FUNCTION
from ticket_router.adapters.wording import LABELLED

if TYPE_CHECKING:
    from scripts.sandbox.aws.urls import UrlAnswer
    from scripts.sandbox.world import World

FORM = {"content-type": "application/x-www-form-urlencoded"}


class MailLinks:
    """Follows links, and reads the page that comes of it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __call__(self, step: Step, ticket_id: str) -> Said:
        """One step: a look, as a mail scanner takes, then the form. Raises LookupError for a link that is not there."""
        given, action = step.given, str(step.given["action"])
        path = self._path(ticket_id, action)
        asked = self._world.aws.post(FUNCTION, {}, b"", method="GET", path=path)
        if "<form" in asked.text():
            wanted = {"level" if key == "to" else key: str(value) for key, value in given.get("set", {}).items()}
            form = urlencode({**form_of(asked.text()), "name": str(given["by"]), **wanted}).encode()
            asked = self._world.aws.post(FUNCTION, FORM, form, path=path)
        told = _words(asked)
        wanted_words = given.get("told")
        fits = wanted_words is None or str(wanted_words).casefold() in told.casefold()
        problems = () if fits else (f"the page says {told!r}, which has no {wanted_words!r}",)
        return f"{given['by']} followed the link {action} of {given['ticket']}: {told}", problems

    def _path(self, ticket_id: str, action: str) -> str:
        """The newest mail's link; for a ticket that joined another, that of the mail about its message."""
        labels = {LABELLED[action], *(["Send on"] if action == "reassign" else [])}
        views = self._world.views
        file = views.file(ticket_id) if action == "separate" else None
        owner, mark = (file.ticket.merged_into, f"came in as {ticket_id}") if file else (ticket_id, "")
        for _, mail in reversed(views.mails_of(owner)):
            for line in mail.text.splitlines() if mark in mail.text else ():
                label, _, link = line.partition(": ")
                if label in labels and "/do/" in link:
                    return f"/do/{link.strip().rpartition('/')[2]}"
        raise LookupError(f"no hand-off mail of {ticket_id} offers {action!r}")


def _words(answer: UrlAnswer) -> str:
    inside = re.sub(r"</?span[^>]*>", "", answer.text().partition("<main>")[2])
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", inside)).split())
