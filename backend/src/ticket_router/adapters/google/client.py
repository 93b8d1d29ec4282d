"""gspread with a client that ends: timeouts, few tries, and another endpoint where something stands in for Google."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any

import gspread
from google.auth.transport.requests import AuthorizedSession
from gspread.http_client import HTTPClient
from requests import Response
from requests.adapters import HTTPAdapter

from ticket_router.adapters.google.account import credentials
from ticket_router.adapters.google.patience import CONNECT_TIMEOUT, READ_TIMEOUT, Patience

HOSTS = ("https://sheets.googleapis.com", "https://www.googleapis.com")
"""Where gspread calls; its addresses are constants, so another endpoint is put in their place on the way out."""


class BoundedClient(HTTPClient):
    """gspread's HTTP client, bounded."""

    base_url = ""

    def request(
        self,
        method: str,
        endpoint: str,
        params: Any = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: Any = None,
        headers: MutableMapping[str, str] | None = None,
    ) -> Response:
        """One call. Raises gspread's APIError for every answer that is none of 2xx."""
        if self.base_url:
            for host in HOSTS:
                if endpoint.startswith(host):
                    endpoint = self.base_url.rstrip("/") + endpoint[len(host) :]
        return super().request(method, endpoint, params, data, json, files, headers)


def google_client(info: Mapping[str, Any], base_url: str = "", patience: Patience | None = None) -> gspread.Client:
    """A client for a service account's key (the content of its JSON file); nothing is called yet.

    `base_url` is a stand-in's address, empty for Google itself. Raises TicketRouterError for an unusable key.
    """
    session = AuthorizedSession(credentials(info))  # type: ignore[no-untyped-call]
    adapter = HTTPAdapter(max_retries=patience or Patience())
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    # gspread's signature wants credentials; with a session it never looks at them.
    client = gspread.Client(auth=session.credentials, session=session, http_client=BoundedClient)
    client.set_timeout((CONNECT_TIMEOUT, READ_TIMEOUT))
    bounded = client.http_client
    assert isinstance(bounded, BoundedClient)
    bounded.base_url = base_url
    return client
