"""auth.test and users.*: who is there; addresses are shown only to an app with users:read.email."""

from __future__ import annotations

from typing import Any

from scripts.sandbox.not_slack.arguments import Arguments
from scripts.sandbox.not_slack.errors import SlackRefusal
from scripts.sandbox.not_slack.paging import page
from scripts.sandbox.not_slack.workspace import User, Workspace


def auth_test(workspace: Workspace, _: Arguments, __: frozenset[str]) -> dict[str, Any]:
    """auth.test."""
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.domain,
        "team_id": workspace.team,
        "user": workspace.bot.name,
        "user_id": workspace.bot.id,
        "bot_id": "B0ROUTER",
        "is_enterprise_install": False,
    }


def lookup_by_email(workspace: Workspace, args: Arguments, scopes: frozenset[str]) -> dict[str, Any]:
    """users.lookupByEmail, whatever the letters' case."""
    email = args.needed("email").casefold()
    found = next((u for u in workspace.users.values() if u.email and u.email.casefold() == email), None)
    if found is None:
        raise SlackRefusal("users_not_found")
    return {"user": _user_json(workspace, found, scopes)}


def listing(workspace: Workspace, args: Arguments, scopes: frozenset[str]) -> dict[str, Any]:
    """users.list."""
    everyone = list(workspace.users.items())
    shown, following = page(everyone, args, "users", default=1000, maximum=1000)
    members = [_user_json(workspace, user, scopes) for user in shown]
    return {"members": members, "response_metadata": following}


def info(workspace: Workspace, args: Arguments, scopes: frozenset[str]) -> dict[str, Any]:
    """users.info."""
    found = workspace.users.get(args.needed("user"))
    if found is None:
        raise SlackRefusal("user_not_found")
    return {"user": _user_json(workspace, found, scopes)}


def _user_json(workspace: Workspace, user: User, scopes: frozenset[str]) -> dict[str, Any]:
    profile = {"real_name": user.name, "display_name": user.name}
    if "users:read.email" in scopes and user.email:
        profile["email"] = user.email
    return {
        "id": user.id,
        "team_id": workspace.team,
        "name": user.name,
        "deleted": False,
        "real_name": user.name,
        "is_bot": user.id == workspace.bot.id,
        "profile": profile,
    }
