#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Coverage of the C port's decision functions, out of llvm-cov's own export.

Usage: coverage.py LLVM_COV LIBRARY PROFILE

Prints each line, branch and condition pair that was missed, then the figures.
Exit status: 0 all of it is covered but what coverage-exceptions.json explains; 1
something else is missed, or an exception is covered after all.
"""
import json
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
FUNCTIONS = {
    "auto_movable_stats_account_zone", "auto_movable_stats_account_group",
    "auto_movable_can_online_movable", "default_kernel_zone_for_pfn", "pfn_to_online_page_run",
    "auto_movable_zone_for_pfn", "default_zone_for_pfn", "zone_for_pfn_range",
    "walk_dynamic_memory_groups", "zone_intersects", "zone_is_empty", "zone_end_pfn",
    "populated_zone", "is_zone_movable_page", "node_data",
}


def export(tool, library, profile, *flags):
    done = subprocess.run([tool, "export", library, "-instr-profile", profile, *flags],
                          stdout=subprocess.PIPE, check=True, text=True)
    return done.stdout


def line_counts(text):
    """How often each line ran, by file, out of llvm-cov's lcov export."""
    counts, path = {}, None
    for record in text.split("\n"):
        if record.startswith("SF:"):
            path = record[3:]
        elif record.startswith("DA:"):
            line, count = record[3:].split(",")[:2]
            counts[path, int(line)] = int(count)
    return counts


def main():
    tool, library, profile = sys.argv[1:]
    data = json.loads(export(tool, library, profile))["data"][0]
    counts = line_counts(export(tool, library, profile, "-format=lcov"))
    lines, branches, pairs = {}, {}, {}
    for function in data["functions"]:
        file, _, name = function["name"].rpartition(":")
        # A header's functions have a copy in each file; meant are the policy's and
        # the one that port.c asks what the policy can't.
        if name not in FUNCTIONS or file not in ("", "memory_hotplug.c", "port.c"):
            continue
        paths = function["filenames"]
        for first, _, last, _, _, file, *_ in function["regions"][:1]:
            for line in range(first, last + 1):
                if (paths[file], line) in counts:
                    lines[paths[file], line] = counts[paths[file], line]
        for first, column, _, _, yes, no, file, *_ in function["branches"]:
            for side, count in (("true", yes), ("false", no)):
                key = (paths[file], first, column, side)
                branches[key] = branches.get(key, 0) + count
        for record in function["mcdc_records"]:
            for index, covered in enumerate(record[-1]):
                key = (paths[record[6]], record[0], record[1], index + 1)
                pairs[key] = pairs.get(key, False) or covered
    exceptions = json.loads((HERE / "coverage-exceptions.json").read_text())
    explained, status = set(), 0

    def source(path, line):
        return Path(path).read_text().split("\n")[line - 1].strip()

    def place(path, line):
        # A line is known by its text and that of the line before.
        return f"{source(path, line - 1)} / {source(path, line)}"

    for kind, table in (("line", lines), ("branch", branches), ("MC/DC pair", pairs)):
        for key in sorted(key for key, covered in table.items() if not covered):
            text = source(key[0], key[1])
            reason = exceptions.get(place(key[0], key[1]))
            explained.add(place(key[0], key[1]))
            if not reason:
                status = 1
            print(f"{Path(key[0]).name}:{key[1]}: {kind} {key[2:] or ''} missed: {text}"
                  + (f"    ({reason})" if reason else ""))
    for text in exceptions.keys() - explained:
        print(f"covered, though listed as an exception: {text}")
        status = 1
    for kind, table in (("lines", lines), ("branches", branches), ("MC/DC pairs", pairs)):
        print(f"{sum(map(bool, table.values()))} of {len(table)} {kind}")
    return status


if __name__ == "__main__":
    sys.exit(main())
