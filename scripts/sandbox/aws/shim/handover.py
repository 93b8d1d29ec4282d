"""Lets a fork of the nursery go on in the stead of an interpreter that has just been started; see there."""

from __future__ import annotations

import marshal
import os
import socket
import struct
import sys

LENGTH = struct.Struct("!I")


def hand_over(place: str, files: tuple[int, ...]) -> None:
    """Have a fork go on with this interpreter's arguments, folder, environment, and `files` as its 0, 1, 2 and more.

    Never returns once that worked; returns when there is no nursery, and this interpreter does its work itself.
    """
    body = marshal.dumps({"argv": sys.orig_argv[1:], "cwd": os.getcwd(), "environment": dict(os.environ)})
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(place)
            socket.send_fds(line, [LENGTH.pack(len(body))], files)
            line.sendall(body)
        except OSError:
            return
        # They are the other one's now: who waits for the end of a pipe waits for him.
        for file in files:
            os.close(file)
        ended = line.recv(LENGTH.size, socket.MSG_WAITALL)
    if len(ended) < LENGTH.size:
        os._exit(1)
    code = os.waitstatus_to_exitcode(LENGTH.unpack(ended)[0])
    if code < 0:
        os.kill(os.getpid(), -code)
    os._exit(code)
