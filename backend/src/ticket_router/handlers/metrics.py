"""The few numbers of our own that alarms look at, written as log lines that CloudWatch turns into metrics (EMF)."""

from __future__ import annotations

NAMESPACE = "TicketRouter"


def count(name: str, value: int = 1) -> None:
    """Tell one value of a metric; its one dimension is `service`, the function's POWERTOOLS_SERVICE_NAME."""
    from aws_lambda_powertools.metrics import MetricUnit, single_metric

    with single_metric(name=name, unit=MetricUnit.Count, value=value, namespace=NAMESPACE):
        pass
