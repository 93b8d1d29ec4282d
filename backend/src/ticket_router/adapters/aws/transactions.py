"""From a Change to the items of one DynamoDB transaction (TransactWriteItems: at most 100 items, 4 MB)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ticket_router.adapters.aws import items
from ticket_router.domain.change import Change, CheckClaim, ClaimStep, ReleaseClaim, RouteWrite, TakeClaim, TicketWrite


@dataclass(frozen=True)
class Tables:
    """Names of the tables."""

    tickets: str
    routes: str
    audit: str
    corrections: str = ""
    """Only for functions that people correct tickets through."""


def transaction(change: Change, tables: Tables) -> list[dict[str, Any]]:
    """The writes and conditions of a change."""
    writes = [_ticket(write, tables) for write in change.tickets]
    writes += [{"Put": {"TableName": tables.audit, "Item": items.audit_item(write)}} for write in change.tickets]
    writes += [_route(write, tables) for write in change.routes]
    writes += [_once(tables.tickets, items.message_item(owner, message)) for owner, message in change.messages]
    writes += [_once(tables.tickets, items.reading_item(owner, reading)) for owner, reading in change.readings]
    for pointer in change.pointers:
        item = {
            "ticket_id": items.text(items.pointer_key(pointer.message_id)),
            "item": items.text(items.POINTER),
            "to": items.text(pointer.ticket_id),
        }
        writes.append(_pointer(tables.tickets, item))
    writes += [{"Put": {"TableName": tables.corrections, "Item": items.correction_item(c)}} for c in change.corrections]
    if change.take:
        writes.append(_take(change.take, tables))
    if change.check:
        writes.append(_check(change.check, tables))
    if change.release:
        writes.append(_release(change.release, tables))
    return writes


def _once(table: str, item: items.Item) -> dict[str, Any]:
    """A message or reading that is written once: one that is already there stays as it is."""
    return {
        "Update": {
            "TableName": table,
            "Key": {name: item[name] for name in ("ticket_id", "item")},
            "UpdateExpression": "SET doc = if_not_exists(doc, :doc)",
            "ExpressionAttributeValues": {":doc": item["doc"]},
        }
    }


def _pointer(table: str, item: items.Item) -> dict[str, Any]:
    return {
        "Put": {
            "TableName": table,
            "Item": item,
            "ConditionExpression": "attribute_not_exists(ticket_id) OR #to = :to",
            "ExpressionAttributeNames": {"#to": "to"},
            "ExpressionAttributeValues": {":to": item["to"]},
        }
    }


def _ticket(write: TicketWrite, tables: Tables) -> dict[str, Any]:
    put: dict[str, Any] = {"TableName": tables.tickets, "Item": items.ticket_item(write.ticket)}
    if write.before is None:
        put["ConditionExpression"] = "attribute_not_exists(ticket_id)"
    else:
        put["ConditionExpression"] = "rev = :rev"
        put["ExpressionAttributeValues"] = {":rev": items.number(write.ticket.rev - 1)}
    return {"Put": put}


def _route(write: RouteWrite, tables: Tables) -> dict[str, Any]:
    route = write.route
    attributes = items.route_attributes(route)
    key = {"ticket_id": items.text(route.ticket_id)}
    if write.new:
        handoffs = {"M": {str(route.n): items.empty_handoff()}}
        return {
            "Put": {
                "TableName": tables.routes,
                "Item": {**key, **attributes, "handoffs": handoffs},
                "ConditionExpression": "attribute_not_exists(ticket_id)",
            }
        }
    names = {f"#{name}": name for name in attributes}
    sets = [f"#{name} = :{name}" for name in attributes] + ["#handoffs.#card = if_not_exists(#handoffs.#card, :empty)"]
    gone = [name for name in ("owes", "due", "tries", "trouble", "queue", "queue_key") if name not in attributes]
    names |= {f"#{name}": name for name in gone} | {"#handoffs": "handoffs", "#card": str(route.n)}
    update = f"SET {', '.join(sets)}" + (f" REMOVE {', '.join(f'#{name}' for name in gone)}" if gone else "")
    values = {f":{name}": value for name, value in attributes.items()}
    values |= {":empty": items.empty_handoff(), ":before": items.number(route.rev - 1)}
    return {
        "Update": {
            "TableName": tables.routes,
            "Key": key,
            "UpdateExpression": update,
            "ConditionExpression": "#rev = :before",
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
        }
    }


FREE_OR_MINE = "attribute_not_exists(ticket_id) OR #to = :to OR #until <= :now"
STILL_MINE = "#to = :to AND #until > :now"


def _claim_key(key: str) -> items.Item:
    return {"ticket_id": items.text(f"open#{key}"), "item": items.text(items.CLAIM)}


def _on_claim(claim: ClaimStep, condition: str, tables: Tables) -> dict[str, Any]:
    """What every step on a claim has: whose it must be, or that it has run out."""
    return {
        "TableName": tables.tickets,
        "ConditionExpression": condition,
        "ExpressionAttributeNames": {"#to": "to", "#until": "until"},
        "ExpressionAttributeValues": {":to": items.text(claim.ticket_id), ":now": items.number(claim.at.timestamp())},
    }


def _take(take: TakeClaim, tables: Tables) -> dict[str, Any]:
    item = {
        **_claim_key(take.key),
        "to": items.text(take.ticket_id),
        "until": items.number(take.until.timestamp()),
    }
    return {"Put": {**_on_claim(take, FREE_OR_MINE, tables), "Item": item}}


def _check(check: CheckClaim, tables: Tables) -> dict[str, Any]:
    return {"ConditionCheck": {**_on_claim(check, STILL_MINE, tables), "Key": _claim_key(check.key)}}


def _release(release: ReleaseClaim, tables: Tables) -> dict[str, Any]:
    return {"Delete": {**_on_claim(release, FREE_OR_MINE, tables), "Key": _claim_key(release.key)}}
