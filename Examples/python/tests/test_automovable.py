# SPDX-License-Identifier: MIT
"""The package against the recorded decisions and traces, and against what users do wrong."""

from __future__ import annotations

import copy
import ctypes
import errno
import gc
import json
import threading
import unittest
from pathlib import Path
from typing import Any, Iterator

import automovable
from automovable import (Error, Group, Hotplug, InputError, Machine, Model, Node, OnlinePolicy,
                         OnlineType, Policy, Sections, Zone, ZoneExit, ZoneType, _library, plan)

TOP = Path(__file__).resolve().parents[3]
GIB = 262144
BLOCK = 32768
ZONES = {"DMA": ZoneType.DMA, "DMA32": ZoneType.DMA32, "Normal": ZoneType.NORMAL,
         "Movable": ZoneType.MOVABLE, "Device": ZoneType.DEVICE}
BOOT = Node(0, {ZoneType.NORMAL: Zone(GIB, 4 * GIB, 4 * GIB, 4 * GIB)})
AUTO = Policy(OnlinePolicy.AUTO_MOVABLE)


def lines(pattern: str) -> Iterator[Any]:
    """The lines of all files, but their headers."""
    files = sorted(TOP.glob(pattern))
    assert files, pattern
    for file in files:
        for text in file.read_text().splitlines():
            line = json.loads(text)
            if "schema" not in line:
                yield line


class Interface(unittest.TestCase):
    """What is declared is what the library has."""

    def test_declarations(self) -> None:
        structs = {"automovable_" + name: getattr(_library, "C" + "".join(
            word.title() for word in name.split("_"))) for name in (
                "zone", "node", "group", "sections", "machine", "checked_machine", "policy",
                "test", "answer")}
        known = 0
        for text in (TOP / "Sources/CAutoMovable/abi.txt").read_text().splitlines():
            words = text.split()
            if text.startswith("function "):
                self.assertTrue(hasattr(_library, words[1].removeprefix("automovable_")), text)
            elif text.startswith("sizeof "):
                self.assertEqual(ctypes.sizeof(structs[words[2]]), int(words[3]), text)
            elif text.startswith("offsetof "):
                offset = getattr(structs[words[2]], words[3]).offset
                self.assertEqual(offset, int(words[4]), text)
            elif text.startswith("constant AUTOMOVABLE_EXIT_"):
                name = words[1].removeprefix("AUTOMOVABLE_EXIT_")
                self.assertEqual(ZoneExit[name], int(words[2]), text)
            else:
                continue
            known += 1
        self.assertGreater(known, 90)

    def test_version(self) -> None:
        major, minor, patch = map(int, automovable.__version__.split("."))
        self.assertEqual(_library.version(), major * 10000 + minor * 100 + patch)

    def test_names(self) -> None:
        self.assertEqual([str(zone) for zone in ZoneType], list(ZONES))
        self.assertEqual(f"{ZoneType.NORMAL:>8}", "  Normal")
        self.assertNotIn("unknown", map(str, ZoneExit))


class Decisions(unittest.TestCase):
    """Golden vectors, by a machine and by a model."""

    def test_vectors(self) -> None:
        decided = 0
        for vector in lines("Vectors/decisions/*.jsonl"):
            if vector.get("geometry", "x86_64") != "x86_64" or "expect" not in vector:
                continue
            self.decide(vector)
            decided += 1
        self.assertGreater(decided, 4000)

    def decide(self, vector: Any) -> None:
        params, query = vector.get("params", {}), vector["query"]
        policy = Policy(
            OnlinePolicy.AUTO_MOVABLE if params.get("online_policy") == "auto-movable"
            else OnlinePolicy.CONTIG_ZONES,
            params.get("auto_movable_ratio", 0), params.get("auto_movable_numa_aware", False),
            query.get("movable_node", params.get("movable_node", False)))
        nodes = [Node(node["nid"], {
            ZONES[zone["zone"]]: Zone(*(zone.get(name, 0) for name in (
                "zone_start_pfn", "spanned_pages", "present_pages", "present_early_pages",
                "cma_pages"))) for zone in node.get("zones", [])})
            for node in sorted(vector.get("nodes", []), key=lambda node: int(node["nid"]))]
        given = sorted(vector.get("groups", []), key=lambda group: int(group["mgid"]))
        groups = [Group(group["nid"], group["unit_pages" if group["is_dynamic"] else "max_pages"],
                        group["is_dynamic"], group.get("present_kernel_pages", 0),
                        group.get("present_movable_pages", 0)) for group in given]
        sections = [Sections(run["first"], run["count"], run["nid"], ZONES[run["zone"]])
                    for run in sorted(vector.get("sections", []),
                                      key=lambda run: int(run["first"]))]
        positions = {group["mgid"]: place for place, group in enumerate(given)}
        mgid = query.get("mgid")
        group = None if mgid is None else positions[mgid]
        machine = Machine(nodes, groups, sections)
        nid, expected = query["nid"], vector["expect"]
        with Model(policy, machine) as model:
            if query["function"] == "auto_movable_can_online_movable":
                asked = None if nid == -1 else nid
                test = machine.can_online_movable(policy, query["nr_pages"], nid=asked, group=group)
                self.assertEqual(test.allowed, expected["can_online_movable"], vector["id"])
                self.assertEqual(
                    test, model.can_online_movable(query["nr_pages"], nid=asked, group=group))
                return
            online_type = OnlineType[query["online_type"].upper()]
            answer = machine.zone_for_pfn_range(
                policy, query["start_pfn"], query["nr_pages"], nid=nid, group=group,
                online_type=online_type)
            self.assertEqual((answer.zone, answer.nid),
                             (ZONES[expected["zone"]], expected["nid"]), vector["id"])
            self.assertEqual(answer, model.zone_for_pfn_range(
                query["start_pfn"], query["nr_pages"], nid=nid, group=group,
                online_type=online_type))


    def test_reasons(self) -> None:
        # Node 1 has nothing that would allow movable memory.
        machine = Machine([BOOT, Node(1)])
        answer = machine.zone_for_pfn_range(AUTO, 8 * GIB, BLOCK, nid=1)
        self.assertEqual((answer.zone, answer.nid, answer.is_movable), (ZoneType.NORMAL, 1, False))
        self.assertIs(answer.exit, ZoneExit.REFUSED_NODE)
        assert answer.system and answer.node is not None and answer.kernel_lookup
        self.assertEqual((answer.system.allowed, answer.node.allowed), (True, False))
        self.assertEqual((answer.system.limit, answer.node.limit), (4 * GIB * 301 // 100, 0))
        self.assertEqual(answer.kernel_lookup, (8 * GIB, BLOCK))
        asked = machine.zone_for_pfn_range(AUTO, 8 * GIB, BLOCK, nid=0,
                                           online_type=OnlineType.ONLINE_KERNEL)
        self.assertIsNone(asked.system)
        refused = machine.zone_for_pfn_range(AUTO, 8 * GIB, 16 * GIB, nid=0)
        assert refused.system is not None
        self.assertFalse(refused.system)
        self.assertIsNone(refused.node)


class Machines(unittest.TestCase):
    """What isn't as described is refused, and named."""

    def refused(self, field: str, *arguments: Any) -> None:
        with self.assertRaises(InputError) as caught:
            Machine(*arguments)
        self.assertEqual(caught.exception.field, field)
        self.assertIn("expected", caught.exception.message)
        self.assertEqual(caught.exception.errno, errno.EINVAL)

    def test_fields(self) -> None:
        self.refused("nodes[0].nid", [Node(1024)])
        self.refused("nodes[1].nid", [Node(3), Node(3)])
        self.refused("nodes[0].nid", [Node(2**40)])
        self.refused("nodes[0].zones[Normal].cma_pages", [
            Node(0, {ZoneType.NORMAL: Zone(cma_pages=2**64)})])
        self.refused("groups[0].pages", [], [Group.dynamic(0, 3 * BLOCK)])
        self.refused("groups[0].pages", [], [Group.static(0, -1)])
        self.refused("sections[0].count", [], [], [Sections(0, 0, 0, ZoneType.NORMAL)])

    def test_questions(self) -> None:
        machine = Machine([BOOT])
        for question in (lambda: machine.zone_for_pfn_range(AUTO, -1, 1, nid=0),
                         lambda: machine.zone_for_pfn_range(AUTO, 0, 1, nid=1024),
                         lambda: machine.zone_for_pfn_range(AUTO, 0, 1, nid=0, group=0),
                         lambda: machine.can_online_movable(AUTO, 1, nid=-1),
                         lambda: Policy(auto_movable_ratio=2**32),
                         lambda: AUTO.written("auto_movable_ratio", "300\0"),
                         lambda: AUTO.written("auto_movable_ratio", "4294967296"),
                         lambda: AUTO.read("auto_movable")):
            self.assertRaises(Error, question)


class Models(unittest.TestCase):
    """Events, errors and the end of a model."""

    def test_events(self) -> None:
        with Model(AUTO) as model:
            model.reserve(nodes=1, groups=2, sections=8)
            model.add_node(BOOT)
            self.assertEqual(model.node(0), BOOT)
            device, dimm = model.register_dynamic(0, BLOCK), model.register_static(0, GIB)
            model.online_block(0, ZoneType.MOVABLE, 8 * GIB, BLOCK, group=dimm)
            self.assertEqual(model.group(dimm), Group(0, GIB, present_movable_pages=BLOCK))
            model.adjust_blocks(dimm, 1)
            with self.assertRaises(Error) as caught:
                model.unregister(dimm)
            self.assertEqual(caught.exception.errno, errno.EBUSY)
            model.offline_block(8 * GIB, BLOCK, group=dimm)
            model.adjust_blocks(dimm, -1)
            model.unregister(dimm)
            self.assertRaises(Error, model.group, dimm)
            model.adjust_present_pages(0, ZoneType.NORMAL, -1, group=device)
            self.assertEqual(model.group(device).present_kernel_pages, 2**64 - 1)
            model.online_sections(Sections(64, 2, 0, ZoneType.MOVABLE))
            self.assertRaises(Error, model.online_sections, Sections(65, 1, 0, ZoneType.MOVABLE))
            model.offline_sections(64, 2)
            model.policy = Policy(OnlinePolicy.AUTO_MOVABLE, 0)
            self.assertEqual(model.policy.auto_movable_ratio, 0)
            model.set_zone(0, ZoneType.NORMAL, Zone())
            self.assertEqual(model.node(0).zones, {})
            model.remove_node(0)
            model.load(AUTO, Machine([BOOT]))
            self.assertEqual(model.node(0), BOOT)

    def test_end(self) -> None:
        model = Model()
        model.close()
        model.close()
        self.assertRaises(ValueError, model.node, 0)
        self.assertRaises(TypeError, copy.copy, model)
        # With the last reference the memory goes, too.
        for _ in range(2000):
            Model(AUTO, Machine([BOOT])).reserve(groups=1000)
        gc.collect()

    def test_threads(self) -> None:
        model = Model(AUTO, Machine([BOOT]))

        def plug() -> None:
            for _ in range(2000):
                model.unregister(model.register_static(0, GIB))

        threads = [threading.Thread(target=plug) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(model.register_static(0, GIB), 0)


class Histories(unittest.TestCase):
    """Recorded traces, and texts that are none."""

    def test_traces(self) -> None:
        hotplug, operations = None, 0
        for line in lines("Vectors/traces/*.jsonl"):
            if "machine" in line:
                hotplug = Hotplug(line["machine"])
                continue
            assert hotplug
            result = hotplug.apply(**line).result
            # What read_state expects is a part of what there is.
            if line["op"] != "read_state":
                expected = line.get("expect", {})
                # "zones":[] expects that there are none.
                found = {"zones": [], **result} if "zones" in expected else result
                self.assertEqual({**found, **expected}, found, line)
            operations += 1
        self.assertGreater(operations, 2000)

    def test_errors(self) -> None:
        with self.assertRaises(InputError) as caught:
            Hotplug({"nodes": [{"nid": 3000}]})
        self.assertTrue(caught.exception.field.startswith("machine.nodes[0]"), caught.exception)
        with Hotplug({"params": {"online_policy": "contig-zones", "auto_movable_ratio": 301,
                                 "auto_movable_numa_aware": True}, "nodes": []}) as hotplug:
            with self.assertRaises(InputError) as caught:
                hotplug.apply("write_state", block=-1, value="online")
            self.assertEqual(caught.exception.field, "block")
            outcome = hotplug.apply("write_state", block=1, value="online")
            self.assertEqual(outcome.result["returns"], -errno.ENOENT)
            self.assertTrue(outcome.reason)
        self.assertRaises(ValueError, hotplug.apply, "read_state")
        self.assertRaises(TypeError, copy.copy, hotplug)


class Plans(unittest.TestCase):
    """Recorded scenarios, and what can't be planned."""

    def test_scenarios(self) -> None:
        for file in sorted(TOP.glob("Vectors/scenarios/*.json")):
            planned = plan(json.loads(file.read_text()), name=file.stem)
            self.assertEqual(planned.layout["scenario"], file.stem)
            self.assertGreater(planned.movable_bytes + planned.kernel_bytes, 0, file)
            self.assertIn(file.stem, planned.text)
            self.assertIsNone(planned.solution)

    def test_errors(self) -> None:
        for field, scenario, options in (
                ("nodes[0]", {"nodes": [None]}, {}),
                ("kernel", {"nodes": ["1G"]}, {"kernel": "6.x"}),
                ("geometry", {"nodes": ["1G"]}, {"geometry": "vax"}),
                ("solve", {"nodes": ["1G"]}, {"solve": "all"})):
            with self.assertRaises(InputError) as caught:
                plan(scenario, **options)  # type: ignore[arg-type]
            self.assertEqual(caught.exception.field, field)
        self.assertRaises(ValueError, plan, {"nodes": [float("nan")]})


if __name__ == "__main__":
    unittest.main()
