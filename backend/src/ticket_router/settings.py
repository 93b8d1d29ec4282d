"""The environment of each function as one model, checked when it is first used; nobody else reads os.environ."""

from __future__ import annotations

import os
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, field_validator


class Settings(BaseModel):
    """What the template gives a function; one that needs a value it was not given fails with that value's name."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    tickets_table: str = ""
    routes_table: str = ""
    audit_table: str = ""
    corrections_table: str = ""
    state_table: str = ""
    raw_bucket: str = ""
    rules_bucket: str = ""
    intake_queue_url: str = ""
    dispatch_queue_url: str = ""
    mail_failed_queue_url: str = ""
    sheet_queue_url: str = ""
    sheet_later_queue_url: str = ""
    learn_queue_url: str = ""
    sheet_hook_url: str = ""
    spreadsheet_id: str = ""
    """Empty until a workbook is connected."""
    intake_mail_function: str = ""
    slack_team: str = ""
    """Id of the workspace whose clicks count; empty for any that signs with our app's secret."""
    secret_path: str = ""
    model_id: str = ""
    files_url: str = ""
    actions_url: str = ""
    """Where links in hand-off mails are answered."""
    handoff_from: str = ""
    support_addresses: frozenset[str] = frozenset()
    own_domains: frozenset[str] = frozenset()
    form_origins: frozenset[str] = frozenset()
    aws_region: str = "us-east-1"
    slack_base_url: str = "https://slack.com/api/"
    """Never in the template: only a local world points the Slack client elsewhere."""
    google_base_url: str = ""
    """Likewise; empty for Google's own hosts."""

    @field_validator("support_addresses", "own_domains", "form_origins", mode="before")
    @classmethod
    def _from_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(part.strip().lower() for part in value.split(",") if part.strip())
        return value

    def need(self, name: str) -> str:
        """The value of a setting that this function cannot do without. Raises LookupError when it was not given."""
        value: str = getattr(self, name)
        if not value:
            raise LookupError(f"the environment variable {name.upper()} is not set")
        return value


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read from the environment once."""
    known = {name: os.environ[name.upper()] for name in Settings.model_fields if name.upper() in os.environ}
    return Settings.model_validate(known)
