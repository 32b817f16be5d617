// SPDX-License-Identifier: MIT
//
// How a virtio-mem device grows beside 1 GiB of boot memory, block by block, as in a module
// that is given as the argument.

import { readFile } from "node:fs/promises";
import { load } from "./automovable.mjs";

const GIB = 262144n;
const BLOCK = 32768n;

const automovable = await load(await readFile(process.argv[2]));
const policy = automovable.written(automovable.defaultPolicy, "online_policy", "auto-movable");
const machine = automovable.machine({
  nodes: [{ nid: 0, zones: { DMA32: { spannedPages: GIB, presentPages: GIB, presentEarlyPages: GIB } } }],
  groups: [{ nid: 0, pages: BLOCK, isDynamic: true }],
});

const runs = [];
for (let startPfn = 4n * GIB; startPfn < 8n * GIB; startPfn += BLOCK) {
  const { zone, reason } = machine.zoneForPfnRange(policy, { startPfn, nrPages: BLOCK, nid: 0, group: 0 });
  machine.adjustPresentPages({ nid: 0, zone, group: 0, nrPages: BLOCK });
  if (runs.at(-1)?.zone === zone) runs.at(-1).count++;
  else runs.push({ zone, reason, count: 1 });
}
for (const { zone, reason, count } of runs) {
  console.log(`${String(count).padStart(2)} blocks ${zone.padEnd(7)}  ${reason}`);
}

const { allowed, onlineMovablePages, limit } = machine.canOnlineMovable(policy, { nrPages: GIB, group: 0 });
console.log(`1 GiB more: ${allowed}, ${onlineMovablePages} of ${limit} pages`);
try {
  automovable.machine({ nodes: [{ nid: 0 }, { nid: 1024 }] });
} catch (error) {
  console.log(error.message);
}
