// SPDX-License-Identifier: MIT
//
// The module against the recorded decisions, and against what users do wrong.
//
// Usage: node test.mjs automovable.wasm VECTORS...

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { AutomovableError, load, OnlineType } from "./automovable.mjs";

const [wasm, ...files] = process.argv.slice(2);
const automovable = await load(await WebAssembly.compile(await readFile(wasm)));

/** Numbers of 64 bits are rounded by JSON.parse, so they are made texts before. */
const parse = (line) => JSON.parse(line.replace(/"(?:[^"\\]|\\.)*"|-?\d+/g,
  (match) => (match.startsWith('"') ? match : `"${match}"`)));
const zoneOf = (zone) => ({
  startPfn: BigInt(zone.zone_start_pfn ?? 0),
  spannedPages: BigInt(zone.spanned_pages ?? 0),
  presentPages: BigInt(zone.present_pages ?? 0),
  presentEarlyPages: BigInt(zone.present_early_pages ?? 0),
  cmaPages: BigInt(zone.cma_pages ?? 0),
});
const groupOf = (group) => ({
  nid: Number(group.nid),
  pages: BigInt(group.unit_pages ?? group.max_pages),
  isDynamic: group.is_dynamic,
  presentKernelPages: BigInt(group.present_kernel_pages ?? 0),
  presentMovablePages: BigInt(group.present_movable_pages ?? 0),
});
const ascending = (list = [], key) => [...list].sort((a, b) => Number(a[key]) - Number(b[key]));

/** What a vector's question is answered. */
function decide({ params = {}, nodes, groups, sections, query }) {
  const sorted = ascending(groups, "mgid");
  const machine = automovable.machine({
    nodes: ascending(nodes, "nid").map(({ nid, zones = [] }) => ({
      nid: Number(nid),
      zones: Object.fromEntries(zones.map((zone) => [zone.zone, zoneOf(zone)])),
    })),
    groups: sorted.map(groupOf),
    sections: ascending(sections, "first").map(({ first, count, nid, zone }) => ({
      first: BigInt(first), count: BigInt(count), nid: Number(nid), zone,
    })),
  });
  const policy = {
    onlinePolicy: params.online_policy ?? "contig-zones",
    autoMovableRatio: Number(params.auto_movable_ratio ?? 0),
    autoMovableNumaAware: params.auto_movable_numa_aware ?? false,
    movableNode: query.movable_node ?? params.movable_node ?? false,
  };
  const group = sorted.findIndex(({ mgid }) => mgid === query.mgid);
  const [nid, nrPages] = [Number(query.nid), BigInt(query.nr_pages)];
  if (query.function === "auto_movable_can_online_movable") {
    const { allowed } = machine.canOnlineMovable(policy, { nrPages, nid, group });
    return { can_online_movable: allowed };
  }
  const onlineType = { online: "online", online_kernel: "onlineKernel", online_movable: "onlineMovable" };
  const answer = machine.zoneForPfnRange(policy, {
    startPfn: BigInt(query.start_pfn), nrPages, nid, group,
    onlineType: OnlineType[onlineType[query.online_type]],
  });
  return { zone: answer.zone, nid: String(answer.nid) };
}

let decided = 0;
for (const file of files) {
  for (const line of (await readFile(file, "utf8")).trim().split("\n")) {
    const vector = parse(line);
    if (!vector.expect || (vector.geometry ?? "x86_64") !== "x86_64") continue;
    assert.deepEqual(decide(vector), vector.expect, vector.id);
    decided++;
  }
}
assert(decided > 4000, `${decided} vectors`);

/** A machine that is refused, with the field. */
function refused(field, described) {
  assert.throws(() => automovable.machine(described), (error) =>
    error instanceof AutomovableError && error.errno === 22 && error.field === field &&
    error.message.startsWith(`${field}: expected`));
}
refused("nodes[0].nid", { nodes: [{ nid: 1024 }] });
refused("nodes[1].nid", { nodes: [{ nid: 1 }, { nid: 1 }] });
refused("nodes[0].nid", { nodes: [{ nid: 0.5 }] });
refused("nodes[0].zones.normal", { nodes: [{ nid: 0, zones: { normal: {} } }] });
refused("nodes[0].zones.Normal.cmaPages", { nodes: [{ nid: 0, zones: { Normal: { cmaPages: 5 } } }] });
refused("nodes[0].zones.Normal.cmaPages", { nodes: [{ nid: 0, zones: { Normal: { cmaPages: 2n ** 64n } } }] });
refused("groups[0].pages", { groups: [{ nid: 0, pages: -1n }] });
refused("groups[0].pages", { groups: [{ nid: 0, pages: 3n, isDynamic: true }] });
refused("sections[0].count", { sections: [{ first: 0n, count: 0n, nid: 0, zone: "Normal" }] });
refused("sections[0].zone", { sections: [{ first: 0n, count: 1n, nid: 0, zone: "normal" }] });

const { version } = JSON.parse(await readFile(new URL("package.json", import.meta.url), "utf8"));
const [major, minor, patch] = version.split(".").map(Number);
assert.equal(automovable.version, major * 10000 + minor * 100 + patch);

const policy = automovable.defaultPolicy;
assert.deepEqual(policy, {
  onlinePolicy: "contig-zones", autoMovableRatio: 301, autoMovableNumaAware: true, movableNode: false,
});
assert.equal(automovable.read(automovable.written(policy, "auto_movable_numa_aware", "n"),
  "auto_movable_numa_aware"), "N\n");
for (const [name, value, errno] of [["auto_movable_ratio", "lots", 22], ["auto_movable_ratio", "4294967296", 34],
  ["ratio", "1", 2], ["auto_movable_ratio", "1\0", 22], ["auto_movable_ratio", "1".repeat(5000), 22]]) {
  assert.throws(() => automovable.written(policy, name, value), { name: "AutomovableError", errno, field: name });
}

// Two machines take turns in the module's memory, which grows for the second.
const auto = { ...policy, onlinePolicy: "auto-movable" };
const boot = { nid: 0, zones: { Normal: { presentPages: 100n, presentEarlyPages: 100n } } };
const small = automovable.machine({ nodes: [boot] });
const large = automovable.machine({
  nodes: [boot], groups: Array.from({ length: 65536 }, () => ({ nid: 0, pages: 1n, presentMovablePages: 1n })),
});
for (let turn = 0; turn < 3; turn++) {
  assert.equal(small.canOnlineMovable(auto, { nrPages: 1n }).groupMovablePages, 0n);
  assert.equal(large.canOnlineMovable(auto, { nrPages: 1n }).groupMovablePages, 0n);
  assert.equal(small.canOnlineMovable(auto, { nrPages: 1n }).movablePages, BigInt.asUintN(64, BigInt(-turn)));
  small.adjustPresentPages({ nid: 0, zone: "Movable", nrPages: -1n });
  assert.equal(small.canOnlineMovable(auto, { nrPages: 1n }).movablePages, 2n ** 64n - BigInt(turn + 1));
}

// Node 1 has nothing that would allow movable memory.
const two = automovable.machine({ nodes: [boot, { nid: 1 }] });
const answer = two.zoneForPfnRange(auto, { startPfn: 2n ** 20n, nrPages: 1n, nid: 1 });
assert.deepEqual([answer.zone, answer.nid, answer.reason], ["Normal", 1, "refused on the node"]);
assert.deepEqual([answer.system.limit, answer.node.limit, answer.testedPages], [301n, 0n, 1n]);
assert.deepEqual(answer.kernelLookup, { startPfn: 2n ** 20n, nrPages: 1n });

assert.throws(() => small.zoneForPfnRange(auto, { startPfn: 0n, nrPages: 1n, nid: 0, group: 0 }),
  { name: "AutomovableError", errno: 2 });
assert.throws(() => small.zoneForPfnRange(auto, { startPfn: 0, nrPages: 1n, nid: 0 }), { field: "startPfn" });
assert.throws(() => small.adjustPresentPages({ nid: 1, zone: "Movable", nrPages: 1n }), { field: "nid" });
console.log(`${decided} vectors agree`);
