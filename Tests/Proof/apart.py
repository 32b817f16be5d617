# SPDX-License-Identifier: MIT
"""Calls a function in a process of its own: what a solver finds depends on all that its
process was asked before."""

import resource
import signal
from multiprocessing import get_context

FORK = get_context("fork")
TOO_LONG = (-signal.SIGXCPU, -signal.SIGKILL)


def apart(call, *arguments, seconds=None):
    """What a call gives, or None if it takes more of a processor than so many seconds."""
    receiver, sender = FORK.Pipe(duplex=False)
    # A child has the arguments from its parent, as terms can't be sent.
    child = FORK.Process(target=send, args=(sender, seconds, call, arguments))
    child.start()
    sender.close()
    try:
        return receiver.recv()
    except EOFError:
        child.join()
        if seconds is not None and child.exitcode in TOO_LONG:
            return None
        raise SystemExit("%s: ended with %d" % (call.__name__, child.exitcode)) from None
    finally:
        child.kill()
        child.join()


def send(sender, seconds, call, arguments):
    if seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    sender.send(call(*arguments))
