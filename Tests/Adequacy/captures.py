#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Planted mistakes of the core's and the port's rules, judged by the captures.

Each is a rule of spans, counters, blocks or groups broken in one line of
Sources/AutoMovable or CReference. The tool of a debug build is linked anew with the
one object that changed, and replays the captures until one differs.
docs/adequacy.md has what comes of it.

Usage: captures.py [--build FOLDER] [--only SUBSTRING] CAPTURES...

Exit status: 0 a capture notices each mistake; 1 none notices some; 2 nothing could be built.
"""
import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120  # a replay that takes longer is taken to hang

CORE = "Sources/AutoMovable/"
PORT = "CReference/"
MISTAKES = [
    # Spans of zones and nodes.
    ("a zone's span doesn't grow", CORE + "Machine/HotplugMachine+Spans.swift",
     "    model.state.nodes[node][zone].grow(by: range)\n", ""),
    ("a zone's span grows upwards only", CORE + "Machine/HotplugMachine+Spans.swift",
     "if spannedPages == 0 || range.startPFN < startPFN {", "if spannedPages == 0 {"),
    ("a node's span doesn't grow", CORE + "Machine/HotplugMachine+Spans.swift",
     "    nodeExtents[node].grow(by: range)\n", ""),
    ("a zone's span doesn't shrink at its end", CORE + "Machine/HotplugMachine+Spans.swift",
     "} else if zone.endPFN == range.endPFN {", "} else if false, zone.endPFN == range.endPFN {"),
    ("a zone's span doesn't shrink at its start", CORE + "Machine/HotplugMachine+Spans.swift",
     "if zone.startPFN == range.startPFN {", "if false, zone.startPFN == range.startPFN {"),
    ("a zone's span ends one page early", CORE + "Machine/HotplugMachine+Spans.swift",
     "last &- zone.startPFN &+ 1", "last &- zone.startPFN"),
    ("a node's span doesn't shrink", CORE + "Machine/HotplugMachine+Spans.swift",
     "    nodeExtents[node].setSpan(of: model.state.nodes[node])\n", ""),
    ("a node's span grows upwards only", CORE + "Machine/NodeExtent.swift",
     "if spannedPages == 0 || range.startPFN < startPFN {", "if spannedPages == 0 {"),
    # Counters of zones, nodes and groups.
    ("early pages don't change", CORE + "Totals/MemoryModel+Nodes.swift",
     "      if isEarly { zone.presentEarlyPages &+= pages }\n", ""),
    ("all pages are early", CORE + "Totals/MemoryModel+Nodes.swift",
     "if isEarly { zone.presentEarlyPages", "if true { zone.presentEarlyPages"),
    ("present pages don't change", CORE + "Totals/MemoryModel+Nodes.swift",
     "      zone.presentPages &+= pages\n", ""),
    ("a node's pages don't change", CORE + "Machine/HotplugMachine+Online.swift",
     "    nodeExtents[node].presentPages &+= pages\n", ""),
    ("a group's movable pages don't change", CORE + "Totals/MemoryModel+Nodes.swift",
     "        group.presentMovablePages &+= pages\n", ""),
    ("groups are of node 0", CORE + "State/MemoryGroupRegistry.swift",
     "MemoryGroup(id: id, nodeID: nodeID, kind: kind)", "MemoryGroup(id: id, nodeID: 0, kind: kind)"),
    ("a group's id isn't the lowest", PORT + "xarray.c",
     "\tif (index < xa->xa_low)\n\t\txa->xa_low = index;\n", ""),
    ("a group's kernel pages don't change", CORE + "Totals/MemoryModel+Nodes.swift",
     "        group.presentKernelPages &+= pages\n", ""),
    # Blocks.
    ("a block has no zone", CORE + "Machine/HotplugMachine+Online.swift",
     "    blocks[index].zone = zone\n", ""),
    ("sections don't go online", CORE + "Machine/HotplugMachine+Online.swift",
     "    setSections(of: block, to: zone)\n", ""),
    ("sections don't go offline", CORE + "Machine/HotplugMachine+Online.swift",
     "    setSections(of: block, to: nil)\n", ""),
    ("a block stays in state", CORE + "Machine/HotplugMachine+Online.swift",
     "      blocks[index].state = .offline\n", ""),
    ("an online type is forgotten", CORE + "Machine/HotplugMachine+Sysfs.swift",
     "      blocks[index].onlineType = onlineType\n", ""),
    ("removed blocks stay", CORE + "Machine/HotplugMachine+Remove.swift",
     "    blocks.remove(at: lower..<upper)\n", ""),
    ("added blocks aren't counted in their group", CORE + "Machine/HotplugMachine+Add.swift",
     "$0.blockCount += UInt32(truncatingIfNeeded: count)", "$0.blockCount += 0"),
    ("a block doesn't join its group", CORE + "Machine/HotplugMachine+Add.swift",
     "      groupID = id\n", ""),
    ("the same state is no error", CORE + "Machine/HotplugMachine+Sysfs.swift",
     "case .alreadySo: throw .alreadyInState",
     "case .alreadySo: return bytes.sysfsWriteCount(geometry)"),
    # The port.
    ("a zone's span doesn't grow", PORT + "memory_hotplug.c",
     "\tresize_zone_range(zone, start_pfn, nr_pages);\n", ""),
    ("a zone's span grows upwards only", PORT + "memory_hotplug.c",
     "if (zone_is_empty(zone) || start_pfn < zone->zone_start_pfn)", "if (zone_is_empty(zone))"),
    ("a node's span doesn't grow", PORT + "memory_hotplug.c",
     "\tresize_pgdat_range(pgdat, start_pfn, nr_pages);\n", ""),
    ("a zone's span doesn't shrink", PORT + "memory_hotplug.c",
     "\tshrink_zone_span(mhp, zone, start_pfn, start_pfn + nr_pages);\n", ""),
    ("a node's span grows upwards only", PORT + "memory_hotplug.c",
     "if (!pgdat->node_spanned_pages || start_pfn < pgdat->node_start_pfn)",
     "if (!pgdat->node_spanned_pages)"),
    ("a node's span doesn't shrink", PORT + "memory_hotplug.c",
     "start_pfn + nr_pages);\n\tupdate_pgdat_span(pgdat);\n", "start_pfn + nr_pages);\n"),
    ("a zone's span ends one page early", PORT + "memory_hotplug.c",
     "pfn - zone->zone_start_pfn + 1;", "pfn - zone->zone_start_pfn;"),
    ("a node's span is its last zone's", PORT + "memory_hotplug.c",
     "if (zone->zone_start_pfn < node_start_pfn)", "if (zone->zone_start_pfn > node_start_pfn)"),
    ("early pages don't change", PORT + "memory_hotplug.c",
     "\t\tzone->present_early_pages += nr_pages;\n", "\t\t;\n"),
    ("all pages are early", PORT + "memory_hotplug.c", "if (early_section(page))", "if (true)"),
    ("present pages don't change", PORT + "memory_hotplug.c",
     "\tzone->present_pages += nr_pages;\n", ""),
    ("a node's pages don't change", PORT + "memory_hotplug.c",
     "\tzone->zone_pgdat->node_present_pages += nr_pages;\n", ""),
    ("a group's movable pages don't change", PORT + "memory_hotplug.c",
     "\t\tgroup->present_movable_pages += nr_pages;\n", "\t\t;\n"),
    ("a group's kernel pages don't change", PORT + "memory_hotplug.c",
     "\t\tgroup->present_kernel_pages += nr_pages;\n", "\t\t;\n"),
    ("a block has no zone", PORT + "memory.c", "\tmem->zone = zone;\n", ""),
    ("an online type is forgotten", PORT + "memory.c",
     "\t\tmem->online_type = online_type;\n", ""),
    ("a block's own map isn't counted", PORT + "memory.c",
     "mem->group, nr_vmemmap_pages);\n\n\tmem->zone", "mem->group, 0);\n\n\tmem->zone"),
    ("a block has no own map", PORT + "memory.c",
     "\tmem->nr_vmemmap_pages = nr_vmemmap_pages;\n", ""),
    ("added blocks aren't counted in their group", PORT + "memory.c",
     "\t\tgroup->nr_memory_blocks++;\n", "\t\t;\n"),
]


class Builder:
    def __init__(self, folder, debug):
        self.folder, self.debug = folder, debug
        self.objects = (debug / "automovable.product/Objects.LinkFileList").read_text().split()
        self.core = sorted((ROOT / CORE).glob("*/*.swift"))

    def build(self, path, text, tool):
        """Links the tool with one file changed."""
        source = self.folder / Path(path).name
        source.write_text(text)
        new = self.folder / "changed.o"
        if path.startswith(PORT):
            module = "CReference"
            command = ["cc", "-std=gnu11", "-O1", "-w", "-fPIC", f"-I{ROOT}/CReference",
                       f"-I{ROOT}/CReference/include", "-c", str(source), "-o", str(new)]
        else:
            module = "AutoMovable"
            others = [str(other) for other in self.core if other.name != source.name]
            command = ["swiftc", "-frontend", "-c", "-primary-file", str(source), *others,
                       "-parse-as-library", "-swift-version", "6", "-suppress-warnings",
                       "-Onone", "-enable-testing", "-package-name", "automovable",
                       "-enable-upcoming-feature", "ExistentialAny",
                       "-enable-upcoming-feature", "InternalImportsByDefault",
                       "-enable-upcoming-feature", "MemberImportVisibility",
                       "-module-name", module, "-o", str(new)]
        if not run(command, 600):
            return False
        old = f"/{module}.build/{source.name}.o"
        objects = [str(new) if name.strip("'\"").endswith(old) else name
                   for name in self.objects]
        if objects == self.objects:
            sys.exit(f"captures.py: {old} is no part of the tool")
        (self.folder / "objects").write_text("\n".join(objects))
        return run(["swiftc", "-emit-executable", f"@{self.folder}/objects", "-o", str(tool),
                    "-Xlinker", "--defsym", "-Xlinker", "main=automovable_main"], 600)


def run(command, seconds):
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              timeout=seconds).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=Path, default=ROOT / ".build/debug")
    parser.add_argument("--only", default="")
    parser.add_argument("captures", nargs="+")
    options = parser.parse_args()
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        builder = Builder(Path(folder), options.build.resolve())
        tool = Path(folder) / "automovable"
        for what, path, old, new in MISTAKES:
            if options.only not in f"{path}: {what}":
                continue
            text = (ROOT / path).read_text()
            if text.count(old) == 0:
                sys.exit(f"captures.py: {path}: nothing to change for: {what}")
            if not builder.build(path, text.replace(old, new), tool):
                print(f"{path}: {what}: can't be built", flush=True)
                return 2
            noticed = next((Path(capture).stem for capture in options.captures
                            if not run([str(tool), "replay", capture], SECONDS)), None)
            survivors += noticed is None
            print(f"{path}: {what}: {noticed or 'NOT NOTICED'}", flush=True)
    print(f"{survivors} mistakes that no capture notices")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
