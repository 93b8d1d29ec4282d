"""Least privilege, read off the policies: which wildcards exist, who may touch what, and what is open to the world."""

from __future__ import annotations

import re

from .conftest import Stack, as_list, text_of

#: The wildcards that AWS leaves no way around, or that name a folder: each with its reason.
WILDCARDS = {
    r":log-group:/aws/lambda/\$\{Prefix\}-[a-z-]+:\*$": "a log stream's name is made by Lambda",
    r"^arn:\$\{AWS::Partition\}:bedrock:\*::foundation-model/\$\{Vendor\}\.\$\{Model\}$": (
        "a global profile calls the one model in any region, and in none"
    ),
    r"-raw-mail-\$\{AWS::AccountId\}-\$\{AWS::Region\}/(in|files|texts)/\*$": "the objects of one folder",
    r"^\$\{RulesBucket\.Arn\}/\*$": "the objects of the rules bucket",
    r"^\$\{(Tickets|Routes|Corrections)Table\.Arn\}/stream/\*$": "a stream's label is the time it was switched on",
}


def test_every_function_has_a_role_of_its_own(stack: Stack) -> None:
    """No two functions share a role, and each role is assumed by Lambda alone."""
    roles = stack.of("AWS::IAM::Role")
    used = [text_of(f["Role"]).split(".")[0] for f in stack.of("AWS::Lambda::Function").values()]
    assert len(set(used)) == len(used)
    assert set(roles) == {*used, "ScheduleRole"}
    for role in used:
        (trust,) = roles[role]["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}


def test_no_managed_policy_is_attached(stack: Stack) -> None:
    """AWS's managed execution policies speak of every resource in the account."""
    for role in stack.of("AWS::IAM::Role").values():
        assert not role.get("ManagedPolicyArns")


def test_no_action_is_a_wildcard(stack: Stack) -> None:
    """Every allowed action is spelled out."""
    for role, statement in stack.statements():
        assert statement["Effect"] == "Allow"
        for action in as_list(statement["Action"]):
            assert re.fullmatch(r"[a-z0-9]+:[A-Za-z]+", action), (role, action)


def test_wildcard_resources_are_the_known_ones(stack: Stack) -> None:
    """A resource holds a `*` only where the list above says why."""
    for role, statement in stack.statements():
        for resource in map(text_of, as_list(statement["Resource"])):
            if "*" in resource:
                assert any(re.search(known, resource) for known in WILDCARDS), (role, resource)


def test_history_can_only_grow(stack: Stack) -> None:
    """No function may change or delete what happened, nor what people corrected."""
    allowed = {
        action
        for _, statement in stack.statements()
        for resource in map(text_of, as_list(statement["Resource"]))
        if resource in ("AuditTable.Arn", "CorrectionsTable.Arn")
        for action in as_list(statement["Action"])
    }
    assert allowed == {"dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:PutItem"}


def test_rules_and_examples_have_one_writer_each(stack: Stack) -> None:
    """drive-sync writes the rules and what is exported beside them, learn the learned examples, and neither more."""
    written = {
        (role, text_of(resource))
        for role, statement in stack.statements()
        if "s3:PutObject" in as_list(statement["Action"])
        for resource in as_list(statement["Resource"])
        if "RulesBucket" in text_of(resource)
    }
    names = ("rules.json", "rules.csv", "examples_sheet.jsonl")
    assert written == {
        *(("DriveSyncRole", f"${{RulesBucket.Arn}}/{name}") for name in names),
        ("LearnRole", "${RulesBucket.Arn}/examples.jsonl"),
    }


def test_the_hook_only_looks_up_channels_and_enqueues(stack: Stack) -> None:
    """The one function that Google and Apps Script can call reaches no ticket, no rule and no other queue."""
    reached = {
        text_of(resource)
        for role, statement in stack.statements()
        if role == "SheetHookRole" and statement["Sid"] not in ("Logs", "OwnSecret")
        for resource in as_list(statement["Resource"])
    }
    assert reached == {"StateTable.Arn", "SheetQueue.Arn"}


def test_nobody_deletes_or_overwrites_raw_mail(stack: Stack) -> None:
    """Raw mail is the truth that everything can be rebuilt from: functions only read it."""
    for role, statement in stack.statements():
        for resource in map(text_of, as_list(statement["Resource"])):
            if resource.endswith("/in/*"):
                assert as_list(statement["Action"]) == ["s3:GetObject"], role
        assert not any(a.startswith("s3:Delete") for a in as_list(statement["Action"])), role


def test_each_secret_is_read_by_its_own_function(stack: Stack) -> None:
    """A leak of one function's rights reveals only the secrets of that function."""
    readers: dict[str, set[str]] = {}
    for role, statement in stack.statements():
        if as_list(statement["Action"]) == ["ssm:GetParameter"]:
            for resource in map(text_of, as_list(statement["Resource"])):
                readers.setdefault(resource.split("parameter/")[1], set()).add(role)
    assert readers == {
        "${Prefix}/secret/form": {"IntakeFormRole"},
        "${Prefix}/secret/chat": {"IntakeChatRole"},
        "${Prefix}/secret/slack": {"CorrectHandlerRole", "DispatchRole", "DriveSyncRole"},
        "${Prefix}/secret/slack-signing": {"CorrectHandlerRole"},
        "${Prefix}/secret/links": {"CorrectHandlerRole", "DispatchRole", "OpenFileRole"},
        "${Prefix}/secret/poke": {"SheetHookRole"},
        "${Prefix}/secret/google": {"WatchRenewRole", "DriveSyncRole"},
    }


def test_only_dispatch_sends_mail_and_only_as_itself(stack: Stack) -> None:
    """Mail leaves from the hand-off address and no other."""
    senders = [(r, s) for r, s in stack.statements() if any(a.startswith("ses:") for a in as_list(s["Action"]))]
    assert [role for role, _ in senders] == ["DispatchRole"]
    assert senders[0][1]["Condition"] == {"StringEquals": {"ses:FromAddress": {"Ref": "HandoffFrom"}}}


def test_only_read_asks_the_model(stack: Stack) -> None:
    """Model calls cost money and see customer text: one function makes them, to one model."""
    callers = [(r, s) for r, s in stack.statements() if any(a.startswith("bedrock:") for a in as_list(s["Action"]))]
    assert [role for role, _ in callers] == ["ReadRole"]
    assert callers[0][1]["Action"] == "bedrock:InvokeModel"
    assert text_of(callers[0][1]["Resource"][0]).endswith("inference-profile/${ModelId}")


def test_function_urls_get_both_permissions(stack: Stack) -> None:
    """Since October 2025 a public Function URL needs both permissions, else it answers 403."""
    urls = {text_of(u["TargetFunctionArn"]) for u in stack.of("AWS::Lambda::Url").values()}
    assert urls == {
        "IntakeFormFunction", "IntakeChatFunction", "OpenFileFunction", "SheetHookFunction", "CorrectHandlerFunction",
    }  # fmt: skip
    public = [p for p in stack.of("AWS::Lambda::Permission").values() if p["Principal"] == "*"]
    given = {
        (text_of(p["FunctionName"]), p["Action"], p.get("FunctionUrlAuthType"), p.get("InvokedViaFunctionUrl"))
        for p in public
    }
    assert given == {(u, "lambda:InvokeFunctionUrl", "NONE", None) for u in urls} | {
        (u, "lambda:InvokeFunction", None, True) for u in urls
    }


def test_cors_is_answered_in_code_alone(stack: Stack) -> None:
    """CORS in the URL's configuration as well would send every header twice."""
    for url in stack.of("AWS::Lambda::Url").values():
        assert url["AuthType"] == "NONE" and "Cors" not in url


def test_buckets_are_closed_and_demand_tls(stack: Stack) -> None:
    """Nothing in a bucket is public, and plain HTTP is refused."""
    policies = {
        p["Bucket"]["Ref"]: p["PolicyDocument"]["Statement"] for p in stack.of("AWS::S3::BucketPolicy").values()
    }
    for name, bucket in stack.of("AWS::S3::Bucket").items():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        denied = [s for s in policies[name] if s["Effect"] == "Deny"]
        assert [s["Condition"] for s in denied] == [{"Bool": {"aws:SecureTransport": "false"}}]


def test_only_ses_of_this_account_drops_mail(stack: Stack) -> None:
    """The bucket takes mail from this account's receipt rules, into one folder."""
    statements = stack.of("AWS::S3::BucketPolicy")["RawMailBucketPolicy"]["PolicyDocument"]["Statement"]
    (ses,) = [s for s in statements if s["Effect"] == "Allow"]
    assert ses["Principal"] == {"Service": "ses.amazonaws.com"}
    assert text_of(ses["Resource"]).endswith("/in/*")
    assert ses["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}


def test_queues_are_encrypted(stack: Stack) -> None:
    """Every queue encrypts at rest."""
    assert all(q["SqsManagedSseEnabled"] is True for q in stack.of("AWS::SQS::Queue").values())
