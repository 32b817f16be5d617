#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures what it costs Chromium to show what somebody does in the page of plans, with 4,352
memory blocks: processor time of the page's thread for each input, until it is drawn; of its
longest task; of its parts; and of workers, which hold up no frame. Nothing fails by it.

Usage: Tests/Page/frames.py PAGE FOLDER     (from the top; FOLDER is for the profile)
"""
import json
import os
import shutil
import sys
import urllib.parse

from chromium import Chromium

# 32 GiB and 512 GiB, in blocks of 128 MiB, one movable and one not in turn: as many runs as there can be.
CASE = {
    "nodes": ["32G"], "auto_movable_ratio": 101, "virtio_mem": [{"id": "vm0", "size": "512G"}],
    "actions": [{"op": "grow", "dev": "vm0", "to": "512G", "step": "16G"}],
}
COUNT = 60

# What the main thread is busy with, by names of Chromium's trace.
PARTS = {
    "script": {"FunctionCall", "EvaluateScript", "TimerFire", "FireAnimationFrame", "EventDispatch", "RunMicrotasks",
               "HandlePostMessage"},
    "layout": {"UpdateLayoutTree", "Layout", "PrePaint", "HitTest"},
    "paint": {"Paint", "Layerize", "Commit"},
}

# What the measured page is given: two frames are enough to show anything.
DRIVER = """
globalThis.nextFrames = () =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
globalThis.typeRatio = (value) => {
  const field = page.form.field("auto_movable_ratio");
  field.value = value;
  field.dispatchEvent(new Event("input"));
  return page.planned;
};
"""

KEY_CODES = {"ArrowLeft": 37, "ArrowRight": 39, "ArrowDown": 40, "PageDown": 34}


class Bench:
    """Uses the page as somebody does, and records Chromium's trace of it."""

    def __init__(self, browser):
        self.browser = browser

    def key(self, name):
        for kind in ("keyDown", "keyUp"):
            self.browser.ask("Input.dispatchKeyEvent", type=kind, key=name, windowsVirtualKeyCode=KEY_CODES[name])

    def mouse(self, kind, x, y, **more):
        self.browser.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def touch(self, x, y):
        self.browser.ask("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self.browser.ask("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def focus(self, name):
        self.browser.evaluate(f"$('{name}').focus(), nextFrames()")

    def place(self, name):
        """Where an element is in the window, scrolled to: left, top, width, height."""
        return self.browser.evaluate(f"""$('{name}').scrollIntoView({{ block: "center" }}),
            (({{ left, top, width, height }}) => [left, top, width, height])($('{name}').getBoundingClientRect())""")

    def actions(self):
        """What somebody does: its name, and what does it, called with how often it was done."""
        self.focus("blocks")
        for name, label in (("ArrowRight", "next block"), ("ArrowDown", "next row"), ("PageDown", "next run")):
            yield f"{label} ({name})", lambda _, name=name: self.key(name)
        left, top, width, height = self.place("picture")

        def across(number):
            part = number / COUNT
            return left + width * (0.1 + 0.8 * part), top + height * (0.2 + 0.5 * part)

        yield "pointer over blocks", lambda number: self.mouse("mouseMoved", *across(number))
        yield "touch on a block", lambda number: self.touch(*across(COUNT - number))
        self.focus("step")
        yield "step of the time line", lambda number: self.key("ArrowRight" if number // 30 % 2 else "ArrowLeft")
        yield "ratio, typed", lambda number: self.browser.evaluate(f"typeRatio({101 + 7 * number})")
        for name, element in (("scrolling the page", "plan-title"), ("scrolling over blocks", "picture")):
            left, top, _, _ = self.place(element)
            yield name, lambda number, x=left + 20, y=top + 20: self.mouse(
                "mouseWheel", x, y, deltaX=0, deltaY=-60 if number // 10 % 2 else 60)

    def trace(self, act):
        """The events of Chromium's trace while something is done so many times."""
        browser = self.browser
        browser.events.clear()
        browser.ask("Tracing.start", traceConfig={
            "includedCategories": ["toplevel", "devtools.timeline", "blink.user_timing"]})
        for number in range(COUNT):
            browser.evaluate("performance.mark('automovable-input'), undefined")
            act(number)
            browser.evaluate("nextFrames()")
        browser.ask("Tracing.end")
        return [event for message in browser.wait("Tracing.tracingComplete")
                if message.get("method") == "Tracing.dataCollected" for event in message["params"]["value"]]


def busy(events, first, last, chosen):
    """The processor time, in milliseconds, of a thread's events that begin between two times and that are chosen;
    what goes on inside of one is in it."""
    total, end = 0, 0
    for event in events:
        if first <= event["ts"] < last and event["ts"] >= end and chosen(event["name"]):
            total += event.get("tdur", 0) / 1000
            end = event["ts"] + event.get("dur", 0)
    return total


def is_task(name):
    return name.endswith("RunTask")


def report(events):
    """What each input cost: the thread of the page, its longest task, parts of that, and workers."""
    threads = {}
    for event in sorted(events, key=lambda event: event["ts"]):
        threads.setdefault((event["pid"], event["tid"]), []).append(event)
    inputs = [(thread, event["ts"]) for thread, some in threads.items() for event in some if event["name"] == "automovable-input"]
    page = inputs[0][0]
    workers = [thread for thread, some in threads.items() if thread[0] == page[0]
               for event in some if event["name"] == "thread_name" and event["args"]["name"].startswith("DedicatedWorker")]
    finished = {thread: [event for event in some if event["ph"] == "X"] for thread, some in threads.items()}
    times = [time for _, time in inputs]
    for start, end in zip(times, times[1:] + [times[-1] + 600_000]):
        yield {
            "page": busy(finished[page], start, end, is_task),
            "longest task": max((event.get("tdur", 0) / 1000 for event in finished[page]
                            if start <= event["ts"] < end and is_task(event["name"])), default=0),
            **{part: busy(finished[page], start, end, kinds.__contains__) for part, kinds in PARTS.items()},
            "workers": sum(busy(finished[worker], start, end, is_task) for worker in workers),
        }


def parts(values):
    """The median, the 95th percentile and the most."""
    ordered = sorted(values)
    return " / ".join(f"{ordered[min(len(ordered) - 1, int(len(ordered) * part))]:.1f}" for part in (0.5, 0.95, 1))


def main():
    page, folder = sys.argv[1:]
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    with Chromium(folder, "times of the page's frames") as browser:
        browser.open(os.path.realpath(page) + "#scenario=" + urllib.parse.quote(json.dumps(CASE)))
        browser.evaluate(DRIVER)
        count = browser.evaluate("opened.then(() => page.blocks.count)")
        print(f"{count} blocks, {COUNT} times; processor time in ms: median / 95th percentile / most")
        columns = ["page", "longest task", *PARTS, "workers"]
        print(f"{'':25}" + "".join(f"{name:>21}" for name in columns))
        bench = Bench(browser)
        for name, act in bench.actions():
            rows = list(report(bench.trace(act)))
            print(f"{name:25}" + "".join(f"{parts(row[column] for row in rows):>21}" for column in columns), flush=True)


main()
