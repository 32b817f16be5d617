# SPDX-License-Identifier: MIT
"""Planted mistakes in what isn't a decision: totals, events and steps.

A theorem has to be refuted by each: a query has a model, with all that is known.
"""

from mutants import Mutant, changed, planted
from solver import Facts, refute
from theorems import COMMON

TOTALS, MACHINE = "Sources/AutoMovable/Totals/", "Sources/AutoMovable/Machine/"
HOTPLUG = "CReference/memory_hotplug.c"

MISTAKES = tuple(
    Mutant(*mistake, ())
    for mistake in (
        (
            TOTALS + "MemoryModel+Decision.swift",
            "if nid < 0 || group.nodeID.rawValue == nid { sums.remove(share) }",
            "sums.remove(share)",
            "totals dynamic node",
        ),
        (
            TOTALS + "MemoryModel+Decision.swift",
            "let share = position < 0 ? GroupStatistics() : shares[position]\n    let systemSums",
            "let share = GroupStatistics()\n    let systemSums",
            "totals decision block",
        ),
        (
            TOTALS + "MemoryModel+Decision.swift",
            "sums = nodes[Int(nid)]",
            "sums = nodes[Int(nid)]; sums.add(system.groups)",
            "totals none node",
        ),
        (
            TOTALS + "MemoryModel+Nodes.swift",
            "nodeSums[number].remove(part)\n    body(",
            "body(",
            "adjustPresentPages none",
        ),
        (
            TOTALS + "MemoryModel+Nodes.swift",
            "changeGroup(at: position) { group in\n      if zone == .movable {",
            "changeGroup(at: position) { group in\n      if zone != .dma {",
            "adjustPresentPages static",
        ),
        (
            TOTALS + "MemoryModel+Nodes.swift",
            "systemSums.add(part)\n    let number = reserveSums(for: node.id)",
            "let number = reserveSums(for: node.id)",
            "insertNode",
        ),
        (
            TOTALS + "MemoryModel+Nodes.swift",
            "part.account(state.nodes[index])",
            "part.account(state.nodes[max(index, 1) - 1])",
            "removeNode",
        ),
        (
            TOTALS + "MemoryModel.swift",
            "systemSums.add(share)\n    let number = reserveSums",
            "if group.nodeID.rawValue != 0 { systemSums.add(share) }\n    let number = reserveSums",
            "shares dynamic",
        ),
        (
            TOTALS + "MemoryModel+Groups.swift",
            "    systemSums.remove(share)\n",
            "    if group.isDynamic { systemSums.remove(GroupStatistics()) }\n",
            "unregisterGroup dynamic",
        ),
        (
            TOTALS + "MemoryModel+Groups.swift",
            "insertShare(at: shares.count)",
            "insertShare(at: 0)",
            "restoreGroup",
        ),
        (
            TOTALS + "MemoryModel.swift",
            "    systemSums.removeGroups()\n",
            "",
            "sumGroups",
        ),
        (
            TOTALS + "MemoryModel.swift",
            "nodeSums[number].removeGroups()",
            "nodeSums[number].add(nodeSums[number].groups)",
            "sumGroups",
        ),
        (
            TOTALS + "MemoryModel.swift",
            "addShare(ofGroupAt: position)\n",
            "addShare(ofGroupAt: min(position, 0))\n",
            "sumGroups",
        ),
        (
            TOTALS + "MemoryModel.swift",
            "guard policy.autoMovableRatio != oldValue.autoMovableRatio else",
            "guard policy.autoMovableRatio > oldValue.autoMovableRatio else",
            "policy",
        ),
        (
            TOTALS + "MemoryModel.swift",
            "    systemSums = RatioSums()\n    nodeSums.removeAll",
            "    nodeSums.removeAll",
            "load",
        ),
        (
            TOTALS + "MemoryModel.swift",
            "nodeSums[number].add(part)\n",
            "nodeSums[number].add(part)\n      nodeSums[number].add(part)\n",
            "load",
        ),
        (
            TOTALS + "MemoryModel.swift",
            "if keepsRatio { sumGroups() }",
            "if !keepsRatio { sumGroups() }",
            "load",
        ),
        (
            TOTALS + "MemoryModel+Nodes.swift",
            "else { throw .noSuchNode(id) }",
            "else { throw .nodeExists(id) }",
            "nodeIndex",
        ),
        (
            TOTALS + "MemoryModel+Nodes.swift",
            "state.nodes.firstIndex { $0.id > node.id }",
            "state.nodes.firstIndex { $0.id < node.id }",
            "addNode",
        ),
        (
            TOTALS + "MemoryModel+Nodes.swift",
            "by: UInt64(bitPattern: pages), in: zone, ofNodeAt: index,",
            "by: UInt64(bitPattern: pages), in: zone, ofNodeAt: position ?? index,",
            "adjustPresentPages by ids dynamic",
        ),
        (
            TOTALS + "MemoryModel+Blocks.swift",
            "guard present <= maxPages, range",
            "guard present < maxPages, range",
            "onlineBlock static",
        ),
        (
            TOTALS + "MemoryModel+Blocks.swift",
            "by: 0 &- range.pageCount, in: run.zone",
            "by: range.pageCount, in: run.zone",
            "offlineBlock none",
        ),
        (
            TOTALS + "MemoryModel.swift",
            "nodes[index - 1].id < id",
            "nodes[index - 1].id <= id",
            "validateOrder",
        ),
        (
            TOTALS + "MemoryModel.swift",
            "guard run.firstSection >= end else",
            "guard run.firstSection &+ 1 >= end else",
            "validateOrder",
        ),
        (
            TOTALS + "MemoryModel.swift",
            "policy.autoMovableRatio != oldValue.autoMovableRatio",
            "policy.autoMovableRatio > oldValue.autoMovableRatio",
            "policy in place",
        ),
        (
            TOTALS + "MemoryModel+Sections.swift",
            ".firstSection >= run.endSection",
            ".firstSection >= run.firstSection",
            "onlineSections",
        ),
        (
            TOTALS + "MemoryModel+Sections.swift",
            "state.sections[index].firstSection < sections.upperBound",
            "state.sections[index].firstSection <= sections.lowerBound",
            "offlineSections",
        ),
        (
            TOTALS + "MemoryModel+Sections.swift",
            "sections.clamped(to: run.firstSection..<run.endSection), ofRunAt",
            "run.firstSection..<run.endSection, ofRunAt",
            "offlineSections",
        ),
        (
            MACHINE + "HotplugMachine+Sections.swift",
            "      self[index].firstSection = run.firstSection\n",
            "",
            "insertRun",
        ),
        (
            MACHINE + "HotplugMachine+Sections.swift",
            "next.firstSection && zone == next.zone &&",
            "next.firstSection &&",
            "insertRun",
        ),
        (
            MACHINE + "HotplugMachine+Sections.swift",
            "insert(upper, at: index + 1)",
            "insert(upper, at: index)",
            "removePart",
        ),
        (
            "Sources/AutoMovable/State/Span+Search.swift",
            "MemoryGroupID) -> Int? {\n    let guess = Int(id.rawValue)\n"
            "    if indices.contains(guess), self[guess].id == id",
            "MemoryGroupID) -> Int? {\n    let guess = Int(id.rawValue)\n"
            "    if indices.contains(guess), self[guess].id != id",
            "group index static",
        ),
        (
            MACHINE + "NodeExtent.swift",
            "end = max(end, zone.endPFN)",
            "end = zone.endPFN",
            "node span",
        ),
        (
            MACHINE + "HotplugMachine+Spans.swift",
            "if spannedPages == 0 || range.startPFN < startPFN {",
            "if range.startPFN < startPFN {",
            "grow",
        ),
        (
            MACHINE + "HotplugMachine+Spans.swift",
            "if last == 0 { zone.startPFN = 0 }",
            "",
            "shrink",
        ),
        (
            MACHINE + "HotplugMachine+Online.swift",
            "nodeExtents[node].presentPages &+= pages",
            "nodeExtents[node].presentPages &-= pages",
            "account",
        ),
        (
            HOTPLUG,
            "zone->spanned_pages = pfn - zone->zone_start_pfn + 1;",
            "zone->spanned_pages = pfn - zone->zone_start_pfn;",
            "shrink",
        ),
        (
            HOTPLUG,
            "if (!pgdat->node_spanned_pages || start_pfn < pgdat->node_start_pfn)",
            "if (start_pfn < pgdat->node_start_pfn)",
            "grow",
        ),
        (HOTPLUG, "if (!node_end_pfn) {", "if (!node_start_pfn) {", "node span"),
        (HOTPLUG, "if (early_section(page))", "if (!early_section(page))", "account"),
    )
)


def is_refuted(theorem, programs):
    """Whether a theorem fails: a query has a model, with all that is known."""
    facts, queries, _ = theorem.queries(programs)
    known = Facts(facts, COMMON)
    queries.sort(key=lambda q: not q.label.startswith(("result", "the words", "invariant")))
    return any(refute(known, q.path, q.bad) == "refuted" for q in queries)


def refute_other(mistake, theorem, programs, folder, place):
    """What is said of a mistake, and whether it was refuted."""
    others, _ = changed(programs, folder / "ir", mistake.is_port, planted(mistake, place), place)
    refuted = is_refuted(theorem, others)
    return "refuted" if refuted else "MISSED", refuted
