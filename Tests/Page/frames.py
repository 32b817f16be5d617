#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures how long Chromium takes to show what somebody does in the page of plans, with
4,352 memory blocks. Prints a table; nothing fails by the time it takes.

Usage: Tests/Page/frames.py PAGE FOLDER     (from the top; FOLDER is for the browser's profile)
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
    "style": {"UpdateLayoutTree", "Layout", "PrePaint", "HitTest", "IntersectionObserverController::computeIntersections"},
    "paint": {"Paint", "Layerize", "Commit"},
}

DRIVER = """
const canvas = document.getElementById("blocks");
const nextFrames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
const mark = () => performance.mark("automovable-input");
"""


def key(browser, name, modifiers=0):
    codes = {"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "PageDown": 34}
    more = {"windowsVirtualKeyCode": codes[name]} if name in codes else {"text": name}
    for kind in ("keyDown", "keyUp"):
        browser.ask("Input.dispatchKeyEvent", type=kind, key=name, modifiers=modifiers, **more)


def mouse(browser, kind, x, y, **more):
    browser.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)


class Bench:
    def __init__(self, browser):
        self.browser = browser

    def place(self, selector):
        """A rectangle in the window: left, top, width, height."""
        return self.browser.evaluate(
            f"""(() => {{ const element = document.querySelector({json.dumps(selector)});
            element.scrollIntoView({{ block: "center" }});
            const {{ left, top, width, height }} = element.getBoundingClientRect(); return [left, top, width, height]; }})()""")

    def focus(self, selector):
        self.browser.evaluate(f"document.querySelector({json.dumps(selector)}).focus()")
        self.browser.evaluate("nextFrames()")

    def actions(self):
        """What somebody does, and how often: each a name and a function of the number of times so far."""
        browser = self.browser
        for name, label in (("ArrowRight", "next block"), ("ArrowDown", "next row"), ("PageDown", "next run")):
            self.focus("#blocks")
            yield f"{label} ({name})", lambda _, name=name: key(browser, name)
        left, top, width, height = self.place("#picture")
        yield "pointer over blocks", lambda n: mouse(
            browser, "mouseMoved", left + width * (0.1 + 0.8 * n / COUNT), top + min(height, 400) * (0.2 + 0.5 * n / COUNT))
        yield "touch on a block", lambda n: [
            browser.ask("Input.dispatchTouchEvent", type="touchStart", touchPoints=[
                {"x": left + width * (0.9 - 0.8 * n / COUNT), "y": top + min(height, 400) * (0.2 + 0.5 * n / COUNT)}]),
            browser.ask("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])]
        self.focus("#step")
        yield "step of the time line", lambda n: key(browser, "ArrowLeft" if n // 30 % 2 == 0 else "ArrowRight")
        self.focus('[data-path="auto_movable_ratio"]')
        yield "ratio, typed", lambda n: browser.evaluate(
            f"""(() => {{ const field = document.querySelector('[data-path="auto_movable_ratio"]');
            field.value = {101 + n * 7}; field.dispatchEvent(new Event("input", {{ bubbles: true }})); }})()""")
        self.place("#picture")
        yield "scrolling the page", lambda n: mouse(
            browser, "mouseWheel", 5, 300, deltaX=0, deltaY=120 if n // 10 % 2 == 0 else -120)
        left, top, width, height = self.place("#picture")
        yield "scrolling the blocks", lambda n: mouse(
            browser, "mouseWheel", left + 20, top + 20, deltaX=0, deltaY=60 if n // 10 % 2 == 0 else -60)

    def run(self):
        for name, act in self.actions():
            yield name, self.measure(act)

    def measure(self, act):
        browser = self.browser
        browser.events.clear()
        browser.ask("Tracing.start", transferMode="ReportEvents", traceConfig={"includedCategories": [
            "toplevel", "devtools.timeline", "blink.user_timing"]})
        for number in range(COUNT):
            browser.evaluate("mark()")
            act(number)
            browser.evaluate("nextFrames()")
        browser.evaluate("new Promise((done) => setTimeout(done, 600))")
        browser.ask("Tracing.end")
        events = [event for message in browser.wait("Tracing.tracingComplete")
                  if message.get("method") == "Tracing.dataCollected" for event in message["params"]["value"]]
        return events


def spans(events):
    """A thread's finished events: name, start and end in milliseconds."""
    for event in events:
        if event["ph"] == "X":
            yield event["name"], event["ts"] / 1000, (event["ts"] + event.get("dur", 0)) / 1000


def busy(spans_, first, last):
    """How long one of the spans was under way from one time to another."""
    total, end = 0, first
    for start, stop in sorted(spans_):
        start, stop = max(start, end), min(stop, last)
        if stop > start:
            total += stop - start
            end = stop
    return total


def report(events):
    names = {(event["pid"], event["tid"]): event["args"]["name"] for event in events if event["name"] == "thread_name"}
    marks = [event for event in events if event["name"] == "automovable-input"]
    page = (marks[0]["pid"], marks[0]["tid"])
    threads = {}
    for event in events:
        threads.setdefault((event["pid"], event["tid"]), []).append(event)
    main = list(spans(threads[page]))
    workers = [span for thread, name in names.items() if name.startswith("DedicatedWorker") and thread[0] == page[0]
               for span in spans(threads[thread]) if span[0].endswith("RunTask")]
    tasks = [(start, end) for name, start, end in main if name.endswith("RunTask")]
    times = [event["ts"] / 1000 for event in marks]
    rows = []
    for start, end in zip(times, times[1:] + [times[-1] + 600]):
        row = {"task": max((min(stop, end) - begin for begin, stop in tasks if start <= begin < end), default=0),
               "all": busy(tasks, start, end), "worker": busy([(a, b) for _, a, b in workers], start, end)}
        for part, kinds in PARTS.items():
            row[part] = busy([(a, b) for name, a, b in main if name in kinds], start, end)
        rows.append(row)
    return rows


def percentile(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def main():
    page, folder = sys.argv[1:]
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    with Chromium(folder, "times of the page's frames") as browser:
        browser.open(os.path.realpath(page) + "#scenario=" + urllib.parse.quote(json.dumps(CASE)))
        count = browser.evaluate("opened.then(() => page.blocks.count)")
        print(f"{count} blocks; of {COUNT} times: the median, the 95th percentile and the most, in milliseconds")
        browser.evaluate(f"(() => {{ const script = document.createElement('script'); script.textContent = {json.dumps(DRIVER)}; document.head.append(script); }})()")
        columns = ["task", "all", "script", "style", "paint", "worker"]
        print(f"{'ms':28}" + "".join(f"{name:>16}" for name in columns))
        for name, events in Bench(browser).run():
            rows = report(events)
            cells = ["/".join(f"{percentile([row[column] for row in rows], part):.1f}" for part in (0.5, 0.95, 1)) for column in columns]
            print(f"{name:28}" + "".join(f"{cell:>16}" for cell in cells), flush=True)


main()
