# SPDX-License-Identifier: MIT
"""Calls functions in processes of their own: what a solver finds depends on all that its
process was asked before."""

import os
import resource
import signal
import sys
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import wait

FORK = get_context("fork")
TOO_LONG = (-signal.SIGXCPU, -signal.SIGKILL)


@contextmanager
def program():
    """A program that does the same in each run. If it is interrupted it ends as a shell
    expects it, and says nothing."""
    # Names are gone through in sets, in which their hashes order them: terms are made in
    # that order, and it decides whether a solver ends in its time.
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, "-B", *sys.argv])
    try:
        yield
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


class Child:
    """A call in a process of its own, with a limit to its seconds of a processor or none."""

    def __init__(self, call, *arguments, seconds=None):
        self.name, self.seconds = call.__name__, seconds
        self.receiver, sender = FORK.Pipe(duplex=False)
        # A child has the arguments from its parent, as terms can't be sent.
        self.process = FORK.Process(target=send, args=(sender, seconds, call, arguments))
        self.process.start()
        sender.close()

    def fileno(self):
        return self.receiver.fileno()

    def result(self):
        """What the call gives, or None if it took too long."""
        try:
            found = self.receiver.recv()
            # It has its output to write.
            self.process.join()
            return found
        except EOFError:
            self.process.join()
            if self.seconds is not None and self.process.exitcode in TOO_LONG:
                return None
            raise SystemExit("%s: ended with %d" % (self.name, self.process.exitcode)) from None

    def end(self):
        self.process.kill()
        self.process.join()


def apart(call, *arguments, seconds=None):
    """What a call gives, or None if it takes more of a processor than so many seconds."""
    child = Child(call, *arguments, seconds=seconds)
    try:
        return child.result()
    finally:
        child.end()


def side_by_side(calls, jobs):
    """What each call gives, and its place, as they end. They are begun in their order, so
    many at a time; a call is a function with its arguments."""
    waiting, running = list(enumerate(calls))[::-1], {}
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                place, (call, *arguments) = waiting.pop()
                running[Child(call, *arguments)] = place
            for child in wait(list(running)):
                result = child.result()
                yield running.pop(child), result
    finally:
        for child in running:
            child.end()


def send(sender, seconds, call, arguments):
    # An interrupt is the parent's to tell of.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    sender.send(call(*arguments))
