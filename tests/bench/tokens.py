"""Tokens per read: what each part of the prompt takes with the starter rules, and what of it is the same every time."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

import boto3
from rich.console import Console

from scripts.ops.starter import starter_rulebook
from scripts.sandbox import desk
from scripts.sandbox.not_bedrock import NotBedrock
from scripts.sandbox.not_bedrock.tokens import estimate
from tests.bench.paper import notes, table
from tests.bench.prices import HAIKU_4_5, MODELS
from tests.fakes.clock import STARTED
from tests.fakes.world import World
from ticket_router.adapters.aws.bedrock import BedrockReader
from ticket_router.adapters.lanes.chat import parse_chat
from ticket_router.adapters.lanes.form import parse_form
from ticket_router.adapters.mail.desk import MailDesk
from ticket_router.adapters.mail.parse import parse_mail
from ticket_router.domain.inbound import Inbound
from ticket_router.domain.prompt import Prompt

DEMO_SET = Path(__file__).resolve().parents[2] / "scripts" / "sandbox" / "demo_set"
MAIL_DESK = MailDesk(frozenset(desk.SUPPORT_ADDRESSES), frozenset({desk.DOMAIN}), desk.HANDOFF_FROM)
GOAL = 1_500
"""Prompt tokens of a typical ticket, its examples included."""
EXAMPLES_END = "</examples>\n"


@dataclass(frozen=True)
class Read:
    """One model call. Tokens are estimated as characters / 4; `prefix` is the text before what differs by ticket."""

    file: str
    tools: int
    system: int
    examples: int
    shown: int
    ticket: int
    output: int
    prefix: str

    @property
    def prompt(self) -> int:
        """Tokens of everything that we send."""
        return self.tools + self.system + self.examples + self.ticket


def reads() -> list[Read]:
    """A read for each ticket of the demo set: the request that the product would send, answered by the stand-in."""
    found = []
    bedrock = NotBedrock(now=time.time)
    bedrock.start()
    try:
        client = boto3.client(
            "bedrock-runtime",
            endpoint_url=bedrock.url,
            region_name="us-east-1",
            aws_access_key_id="none",
            aws_secret_access_key="none",
        )
        for file, prompt in prompts():
            answer = BedrockReader(bedrock=client, model_id=HAIKU_4_5.model_id).ask(prompt)
            found.append(_read(file, prompt, bedrock.requests[-1], answer.output_tokens))
        client.close()
    finally:
        bedrock.stop()
    return found


def prompts() -> Iterator[tuple[str, Prompt]]:
    """The prompt for each ticket of the demo set that is read at all."""
    for path in sorted(DEMO_SET.iterdir()):
        world = World(starter_rulebook())
        world.deliver(_inbound(path))
        for prompt in world.reader.prompts:
            yield path.name, prompt


def wire_prefix(request: dict[str, Any]) -> str:
    """Tools and system in the order in which a model's cache sees them."""
    return json.dumps([request["toolConfig"], request["system"]], ensure_ascii=False, separators=(",", ":"))


def _inbound(path: Path) -> Inbound:
    if path.suffix == ".eml":
        return parse_mail(path.read_bytes(), raw_key=f"in/{path.name}", received_at=STARTED, desk=MAIL_DESK)
    given = json.loads(path.read_text(encoding="utf-8"))
    body = json.dumps(given["body"]).encode()
    if given["lane"] == "chat":
        return parse_chat(body, STARTED)
    return parse_form(body, "application/json", STARTED, path.name)


def _read(file: str, prompt: Prompt, request: dict[str, Any], output: int) -> Read:
    (message,) = request["messages"]
    (block,) = [part for part in message["content"] if "text" in part]
    examples, end, ticket = block["text"].partition(EXAMPLES_END)
    if not end:
        examples, ticket = "", block["text"]
    tools = json.dumps(request["toolConfig"]["tools"], ensure_ascii=False, separators=(",", ":"))
    return Read(
        file=file,
        tools=estimate(tools),
        system=sum(estimate(part["text"]) for part in request["system"] if "text" in part),
        examples=estimate(examples + end),
        shown=len(prompt.example_ids),
        ticket=estimate(ticket),
        output=output,
        prefix=wire_prefix(request),
    )


def report(console: Console) -> None:
    """The tables."""
    found = reads()
    rows = [[one.file, *(f"{getattr(one, part):,}" for part in PARTS)] for one in found]
    rows.append(["mean", *(f"{mean(getattr(one, part) for one in found):,.0f}" for part in PARTS)])
    columns = [
        "ticket of the demo set",
        "#tool",
        "#system",
        "#examples",
        "#their tokens",
        "#ticket",
        "#prompt",
        "#output",
    ]
    console.print(table("Tokens per read, starter rules", columns, rows, total=True))
    typical = median(one.prompt for one in found)
    verdict = "[green]within[/green]" if typical <= GOAL else f"[red]{typical / GOAL - 1:.0%} above[/red]"
    console.print(f"  a typical prompt (median) takes {typical:,.0f} tokens: {verdict} the goal of {GOAL:,}\n")
    prefix = found[0].tools + found[0].system
    same = len({one.prefix for one in found}) == 1
    rows = [
        [
            model.name,
            f"{prefix * model.tokenizer:,.0f}",
            f"{model.min_cached:,}",
            "yes" if prefix * model.tokenizer >= model.min_cached else "no",
            f"{model.tool_prompt}",
        ]
        for model in MODELS
    ]
    columns = ["model", "#tokens", "#least that is cached", "cacheable", "#the vendor's own tool prompt"]
    console.print(table("The stable prefix (tool and system)", columns, rows))
    notes(
        console,
        "Tokens are estimated as characters / 4 (offline there is no tokenizer); languages without spaces take more.",
        f"The prefix of all {len(found)} requests is {'' if same else '[red]not[/red] '}the same, byte for byte.",
        "The vendor adds a hidden text to every request with a forced tool: billed, and not in the sum above.",
        "Output is what the stand-in fills in; a summary may be 20 words long.",
    )


PARTS = ("tools", "system", "shown", "examples", "ticket", "prompt", "output")
