# SPDX-License-Identifier: MIT
"""Headless Chromium with one page, spoken to by the DevTools protocol through a pipe."""
import json
import os
import shutil
import subprocess
import sys


class Chromium:
    """A browser that ends with the `with` that it is made in."""

    def __init__(self, folder, check, size=(1280, 900)):
        names = ["chromium", "chromium-browser", "google-chrome"]
        program = next((path for name in names if (path := shutil.which(name))), None)
        if program is None:
            reason = "no chromium (apt-get install chromium)"
            sys.exit(subprocess.run([".ci/not-run", check, reason], check=False).returncode)
        (theirs, self.requests), (self.answers, also_theirs) = os.pipe(), os.pipe()

        def place():
            # The browser reads from descriptor 3 and writes to 4; neither is there twice.
            for descriptor, number in ((theirs, 13), (also_theirs, 14), (13, 3), (14, 4)):
                os.dup2(descriptor, number)

        # pylint: disable-next=subprocess-popen-preexec-fn
        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-extensions", "--hide-scrollbars", f"--user-data-dir={folder}/profile", "--remote-debugging-pipe",
             f"--window-size={size[0]},{size[1]}", "about:blank"],
            preexec_fn=place, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(theirs)
        os.close(also_theirs)
        self.rest = b""
        self.number = 0
        self.events = []
        page = next(one for one in self.ask("Target.getTargets", None)["targetInfos"] if one["type"] == "page")
        self.session = self.ask("Target.attachToTarget", None, targetId=page["targetId"], flatten=True)["sessionId"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.requests)
        os.close(self.answers)
        self.process.kill()
        self.process.wait()

    def read(self):
        """The next message; whatever it takes the browser to send one."""
        while b"\0" not in self.rest:
            part = os.read(self.answers, 1 << 20)
            if not part:
                sys.exit("chromium ended")
            self.rest += part
        line, self.rest = self.rest.split(b"\0", 1)
        return json.loads(line)

    def ask(self, method, session="page", **parameters):
        """What a command answers; events that come before it are kept."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.requests, data):]
        while (answer := self.read()).get("id") != self.number:
            self.events.append(answer)
        if "error" in answer:
            sys.exit(f"chromium: {method}: {answer['error']['message']}")
        return answer["result"]

    def wait(self, event):
        """The parameters of the next event of a name; the ones before it are returned, too."""
        while not any(one.get("method") == event for one in self.events):
            self.events.append(self.read())
        events, self.events = self.events, []
        return events

    def open(self, path):
        """Opens a file, perhaps with a fragment, and waits until it is loaded."""
        self.ask("Page.enable")
        self.ask("Page.navigate", url=f"file://{path}")
        self.wait("Page.loadEventFired")

    def evaluate(self, script):
        """The value of an expression in the page, once its promise is kept."""
        answer = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            sys.exit(f"page: {details.get('exception', details).get('description', details['text'])}")
        return answer["result"].get("value")
