// SPDX-License-Identifier: MIT
//
// What the types allow and what they don't; tsc checks this, and nobody runs it.

import { Answer, AutomovableError, load, Machine, NO_GROUP, OnlineType, Policy, ZoneType } from "./automovable.mjs";

const automovable = await load(new Uint8Array());
const policy: Policy = { ...automovable.defaultPolicy, onlinePolicy: "auto-movable" };
const machine: Machine = automovable.machine({
  nodes: [{ nid: 0, zones: { Normal: { presentPages: 2n ** 63n } } }],
  sections: [{ first: 0n, count: 1n, nid: 0, zone: "Normal" }],
});
const question = { startPfn: 0n, nrPages: 32768n, nid: 0, group: NO_GROUP, onlineType: OnlineType.online };
const answer: Answer = machine.zoneForPfnRange(policy, question);
export const limit: bigint | undefined = answer.system?.limit;
export const zone: number = ZoneType[answer.zone];
export const field = (error: unknown): string => (error instanceof AutomovableError ? error.field : "");

// @ts-expect-error: pages are bigint
machine.zoneForPfnRange(policy, { ...question, nrPages: 32768 });
// @ts-expect-error: so are sums
export const sum: number = machine.canOnlineMovable(policy, { nrPages: 1n }).movablePages;
// @ts-expect-error: zones have the names of /proc/zoneinfo
machine.adjustPresentPages({ nid: 0, zone: "NORMAL", nrPages: -1n });
// @ts-expect-error: nodes are number
automovable.machine({ nodes: [{ nid: 0n }] });
// @ts-expect-error: machines are made by the library
new Machine();
// @ts-expect-error: parameters don't change in place
policy.autoMovableRatio = 100;
