#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares what the page of plans shows, in headless Chromium, with what the tool
prints: for random scenarios, and for input that is refused. Then it uses the page:
types, goes through the blocks with the keyboard, and measures contrasts, all in a
window of 320 pixels.

Usage: Tests/Page/page.py TOOL PAGE FOLDER     (from the top; FOLDER is for files in between)
"""
import json
import os
import random
import re
import shutil
import subprocess
import sys

from chromium import Chromium

COUNT = 200

# The options of each batch of scenarios: the tool's, and the page's for the same.
BATCHES = [
    ([], {}),
    (["--kernel", "6.12"], {"kernel": "6.12"}),
    (["--kernel", "5.15", "--absent", "700"], {"kernel": "5.15", "absent": "700"}),
    (["--block-size", "256M"], {"block_size": "256M"}),
    (["--solve", "ratio"], {"solve": "ratio"}),
    (["--solve", "hotplug"], {"solve": "hotplug"}),
    (["--solve", "boot"], {"solve": "boot"}),
    (["--kernel", "7.0"], {"kernel": "7.0"}),
    (["--geometry", "arm64-64k"], {"geometry": "arm64-64k"}),
    (["--geometry", "s390x", "--solve", "ratio"], {"geometry": "s390x", "solve": "ratio"}),
    (["--geometry", "arm64-16k"], {"geometry": "arm64-16k"}),
    (["--geometry", "ppc64"], {"geometry": "ppc64"}),
    (["--want", "movable>=90%"], {"want": "movable>=90%"}),
    (["--want", "movable>=2G", "--solve", "boot"], {"want": "movable>=2G", "solve": "boot"}),
    (["--try", "numa-aware=no", "--try", "ratio=401,policy=contig-zones,movable-node=yes"],
     {"try": ["numa-aware=no", "ratio=401,policy=contig-zones,movable-node=yes"]}),
    (["--try", "hotplug=2G", "--want", "movable>=50%"], {"try": ["hotplug=2G"], "want": "movable>=50%"}),
    (["--sweep", "ratio=0..800:100"], {"sweep": "ratio=0..800:100"}),
    (["--sweep", "boot=1G..8G:1G", "--geometry", "arm64-4k"], {"sweep": "boot=1G..8G:1G", "geometry": "arm64-4k"}),
]

# Scenarios that the tool refuses, and their options.
REFUSED = [
    ('{"nodes":["1e3"],"actions":[]}', [], {}),
    ('{"nodes":["4G"],"auto_movable_ratio":1e3,"actions":[]}', [], {}),
    ('{"nodes":["4G"],"virtio_mem":[{"id":"vm0","size":"4G"}],'
     '"actions":[{"op":"resize","dev":"vm0","size":"8G"}]}', [], {}),
    ('{"nodes":["4G"],"actions":[{"op":"dimm_add","dev":"a b","size":"4G","node":0}]}', [], {}),
    ('{"nodes":["4G"],"actions":[{"op":"nothing"}]}', [], {}),
    ('{"nodes":"4G","actions":[]}', [], {}),
    ('{"nodes":["4G"],"actions":{}}', [], {}),
    ('{"nodes":["4G"],"actions":[null]}', [], {}),
    ('{"nodes":["4G"],"virtio_mem":5,"kernel_arguments":"movable_node","actions":[]}', [], {}),
    ('{"nodes":["4G"],"kernel_arguments":"movable_node","actions":[]}', [], {}),
    ('{"nodes":["4G"],"acpi_memory":[{"address":"1G","size":"1e3"}],"actions":[]}', [], {}),
    ('{"nodes":["4G"],"online_policy":7,"actions":[]}', [], {}),
    ('{"nodes":["4G"],"actions":[{"op":"dax_add","dev":"d0","size":"4G","address":"64G"},'
     '{"op":"dax_add","dev":"d1","size":"4G","address":"66G"}]}', [], {}),
    ('{"nodes":["4G"],"actions":[]}', ["--absent", "99999999"], {"absent": "99999999"}),
    ('{"nodes":["4G"],"actions":[]}', ["--block-size", "3M"], {"block_size": "3M"}),
]


class Machine:
    """A random scenario that the tool takes."""

    def __init__(self, draw):
        self.draw = draw
        self.nodes = [self.size(64, 96) if draw.random() < 0.8 else "0" for _ in range(draw.choice([1, 1, 1, 2, 3]))]
        if all(size == "0" for size in self.nodes):
            self.nodes[0] = "4G"
        self.devices = []
        for number in range(draw.choice([0, 1, 1, 2])):
            device = {"id": f"vm{number}", "node": draw.randrange(len(self.nodes))}
            blocks = draw.randrange(1, 160)
            device["size"] = f"{blocks * 128}M"
            unit = draw.choice([None, None, None, 4, 64, 256, 512])
            if unit:
                blocks = -(-blocks * 128 // unit) * unit // 128
                device["size"] = f"{max(blocks, 1) * 128}M" if unit <= 128 else f"{-(-blocks * 128 // unit) * unit}M"
                device["block"] = f"{unit}M"
            self.devices.append(device)
        self.dimms = []
        self.count = 0
        self.actions = [action for _ in range(draw.randrange(1, 9)) if (action := self.action())]

    def size(self, low, high):
        """A size of boot memory: so many blocks of 128 MiB, and sometimes a bit more."""
        mebibytes = self.draw.randrange(2, self.draw.choice([low, high])) * 128
        if self.draw.random() < 0.2:
            mebibytes += self.draw.randrange(128)
        return f"{mebibytes}M" if mebibytes % 1024 else f"{mebibytes // 1024}G"

    def action(self):
        draw = self.draw
        kind = draw.choice(["resize"] * 5 + ["grow", "dimm_add", "dimm_add", "dimm_add", "dax_add", "memory_add",
                            "dimm_del", "param", "block_state", "block_online", "auto_online_blocks"])
        node = draw.randrange(len(self.nodes))
        if kind in ("resize", "grow"):
            if not self.devices:
                return None
            device = draw.choice(self.devices)
            unit = int(device.get("block", "2M")[:-1])
            most = int(device["size"][:-1]) // unit
            if kind == "grow":
                step = max(1, most // draw.randrange(1, 6))
                return {"op": kind, "dev": device["id"], "to": f"{step * unit * draw.randrange(1, most // step + 1)}M",
                        "step": f"{step * unit}M"}
            return {"op": kind, "dev": device["id"], "size": f"{draw.randrange(most + 1) * unit}M"}
        if kind.endswith("_add"):
            name = f"{kind[:-4]}{self.count}"
            self.count += 1
            size = draw.randrange(1, 100) * 128
            if kind == "dimm_add":
                self.dimms.append(name)
            elif kind == "dax_add" and draw.random() < 0.5:
                size += draw.randrange(128)
            return {"op": kind, "dev": name, "size": f"{size}M", "node": node}
        if kind == "dimm_del":
            return {"op": kind, "dev": self.dimms.pop(draw.randrange(len(self.dimms)))} if self.dimms else None
        if kind == "param":
            name, values = draw.choice([
                ("auto_movable_ratio", ["0", "100", "401", "1e3", "-1", "0x100"]),
                ("auto_movable_numa_aware", ["Y", "N", "maybe"]),
                ("online_policy", ["auto-movable", "contig-zones"])])
            return {"op": kind, "param": name, "value": draw.choice(values)}
        states = ["online", "offline", "online_kernel", "online_movable"]
        if kind == "auto_online_blocks":
            return {"op": kind, "value": draw.choice(states)}
        value = draw.choice(states if kind == "block_state" else ["0", "1"])
        return {"op": kind, "block": draw.randrange(1, 90), "value": value}

    def scenario(self):
        draw = self.draw
        fields = {"nodes": self.nodes, "virtio_mem": self.devices,
                  "auto_movable_ratio": draw.choice([0, 100, 101, 200, 300, 301, 400, 401, draw.randrange(1000)]),
                  "auto_movable_numa_aware": draw.random() < 0.7, "machine": draw.choice(["pc", "q35"]),
                  "memhp_default_state": draw.choice(["online"] * 6 + ["offline", "online_movable", "online_kernel"]),
                  "online_policy": draw.choice(["auto-movable"] * 8 + ["contig-zones"])}
        if draw.random() < 0.2:
            fields["kernel_arguments"] = [draw.choice(
                ["movable_node", "kernelcore=50%", "movablecore=1G", "cma=256M", "memory_hotplug.auto_movable_ratio=1e3"])]
        return {**fields, "actions": self.actions}


def run(tool, options, files):
    """What the tool prints for scenarios: a line of JSON each, or what is wrong."""
    result = subprocess.run([tool, "plan", "--json", *options, *files], capture_output=True, text=True, check=False)
    if result.returncode == 0:
        return result.stdout.splitlines()
    if len(files) == 1:
        # What is wrong with an option is told with the usage.
        return [{"error": result.stderr.splitlines()[0]}]
    return [run(tool, options, [file])[0] for file in files]


def cases(tool, folder):
    draw = random.Random(16)
    found = []
    for batch, (options, fields) in enumerate(BATCHES):
        files = []
        for number in range(batch, COUNT, len(BATCHES)):
            files.append(f"{folder}/{number:03}.json")
            with open(files[-1], "w", encoding="utf-8") as file:
                json.dump(Machine(draw).scenario(), file)
        for file, answer in zip(files, run(tool, options, files)):
            found.append((file, fields, answer))
    for number, (text, options, fields) in enumerate(REFUSED):
        path = f"{folder}/refused{number}.json"
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        found.append((path, fields, run(tool, options, [path])[0]))
    for path, fields, answer in found:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        yield {"name": os.path.basename(path)[:-5], "scenario": text, "fields": fields,
               **(answer if isinstance(answer, dict) else {"expected": answer})}


def main():
    tool, page, folder = sys.argv[1:]
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    found = list(cases(tool, folder))
    with open(page, encoding="utf-8") as file:
        text = file.read()
    with open("Tests/Page/checks.js", encoding="utf-8") as file:
        checks = file.read()
    data = json.dumps(found).replace("<", "\\u003c")
    test = f"{folder}/test.html"
    with open(test, "w", encoding="utf-8") as file:
        file.write(f'{text}<script type="text/plain" id="cases">{data}</script><script>{checks}</script>')
    with Chromium(folder, "page of plans in Chromium") as browser:
        browser.ask("Emulation.setDeviceMetricsOverride", width=320, height=900, deviceScaleFactor=1, mobile=False)
        browser.open(os.path.realpath(test))
        outcome = browser.evaluate("checkPage()")
    print(f"{page}: {outcome}")
    if not re.match(r"\d+ plans as the tool prints them, \d+ refused as by the tool, \d+ checks$", outcome):
        sys.exit(1)


main()
