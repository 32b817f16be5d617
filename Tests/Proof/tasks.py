# SPDX-License-Identifier: MIT
"""What is to be done, side by side, and what is kept of it."""

import hashlib
import json
import os

from apart import side_by_side

PROCESSORS = len(os.sched_getaffinity(0))


class Kept:
    """What was proven before, by a key that tells all that it depends on: a file each, as
    other runs may end meanwhile."""

    def __init__(self, folder, is_read=True):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.is_read = folder, is_read

    def path(self, key):
        return self.folder / (hashlib.sha256(key.encode()).hexdigest()[:32] + ".json")

    def result(self, key):
        path = self.path(key)
        return json.loads(path.read_text()) if self.is_read and path.exists() else None

    def keep(self, key, result):
        path = self.path(key)
        new = path.with_suffix(".new%d" % os.getpid())
        new.write_text(json.dumps(result, indent=1) + "\n")
        os.replace(new, path)


class Task:
    """What a process of its own does. The call gives a result: a dictionary that has, beside
    what is kept, a line to print and the number of what is wrong."""

    def __init__(self, key, call, *arguments):
        self.key, self.call, self.arguments = key, call, arguments


def outcome(result, line):
    """What is kept of a proof, with the line that tells of it."""
    open_ = result["open"]
    ending = "OPEN (%d)" % open_ if open_ else "proven"
    return {**result, "line": "%s  %s" % (line, ending), "wrong": int(bool(open_))}


def run(tasks, kept, jobs):
    """Does what isn't known from before, and prints a line for each task as it ends. Gives
    the results, in the tasks' order."""
    results = [kept.result(task.key) for task in tasks]
    for result in results:
        if result is not None:
            print(result["line"] + ", as before", flush=True)
    new = [k for k, result in enumerate(results) if result is None]
    calls = [(tasks[k].call, *tasks[k].arguments) for k in new]
    for place, result in side_by_side(calls, jobs):
        results[new[place]] = result
        print(result["line"], flush=True)
        if not result["wrong"]:
            kept.keep(tasks[new[place]].key, result)
    return results
