"""The walls around unit tests, tried from inside: one that nobody pushes against may have fallen long ago."""

from __future__ import annotations

import asyncio
import os
import socket
import urllib.request

import pytest


def test_a_socket_is_refused() -> None:
    """No unit test can open a network socket, not even on this machine."""
    with pytest.raises(AssertionError, match="network socket"):
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def test_a_call_is_refused() -> None:
    """Nor can it look a host up or call one through a library."""
    with pytest.raises(AssertionError, match="call a host"):
        urllib.request.urlopen("http://localhost:9/")


def test_an_event_loop_still_runs() -> None:
    """The pipe inside asyncio is no network, so asynchronous code can be unit tested."""

    async def answer() -> int:
        return 42

    assert asyncio.run(answer()) == 42


def test_the_cloud_is_out_of_reach() -> None:
    """Whatever this machine is signed in to, a test holds keys that no account knows, and no profile."""
    assert os.environ["AWS_ACCESS_KEY_ID"] == "not-a-key"
    assert os.environ["AWS_CONFIG_FILE"] == os.devnull
    assert not [name for name in os.environ if name.startswith("AWS_ENDPOINT_URL") or name == "AWS_PROFILE"]
