// SPDX-License-Identifier: MIT
//
// libautomovable as WebAssembly, for Node.js and browsers. automovable.d.ts says what it
// is for; structs are those of automovable.h with pointers of 32 bits.

const PAGE_COUNT = 2n ** 64n;

export const NO_GROUP = -1;
export const ALL_NODES = -1;
export const ZoneType = Object.freeze({ DMA: 0, DMA32: 1, Normal: 2, Movable: 3, Device: 4 });
export const OnlineType = Object.freeze({ offline: 0, online: 1, onlineKernel: 2, onlineMovable: 3 });

const ZONE_WORDS = ["startPfn", "spannedPages", "presentPages", "presentEarlyPages", "cmaPages"];
const TEST_WORDS = ["kernelEarlyPages", "movablePages", "reqKernelEarlyPages", "groupMovablePages",
  "kernelPages", "onlineMovablePages", "limit"];
const ONLINE_POLICIES = ["contig-zones", "auto-movable"];
const SIZE = { zone: 40, node: 208, group: 32, sections: 24, machine: 40, policy: 16, test: 64, answer: 192 };

/** What the library refuses, or what isn't as described. */
export class AutomovableError extends Error {
  constructor(message, errno = 22, field = "") {
    super(field ? `${field}: ${message}` : message);
    this.name = "AutomovableError";
    this.errno = errno;
    this.field = field;
  }
}

/** A number of pages: nothing is cut off, and nothing rounded. */
function pages(value, field) {
  if (typeof value !== "bigint" || value < 0n || value >= PAGE_COUNT) {
    throw new AutomovableError(`expected a BigInt from 0n to 2n ** 64n - 1n, found ${String(value)}`, 22, field);
  }
  return value;
}

function integer(value, field, lowest, highest) {
  if (!Number.isInteger(value) || value < lowest || value > highest) {
    throw new AutomovableError(`expected an integer from ${lowest} to ${highest}, found ${String(value)}`, 22, field);
  }
  return value;
}

const int32 = (value, field) => integer(value, field, -(2 ** 31), 2 ** 31 - 1);
const uint32 = (value, field) => integer(value, field, 0, 2 ** 32 - 1);

function writeZone(view, at, zone, field) {
  ZONE_WORDS.forEach((name, index) =>
    view.setBigUint64(at + 8 * index, pages(zone[name] ?? 0n, `${field}.${name}`), true));
}

function writeNode(view, at, node, field) {
  for (const [name, zone] of Object.entries(node.zones ?? {})) {
    if (!Object.hasOwn(ZoneType, name)) {
      throw new AutomovableError(`expected ${Object.keys(ZoneType).join(", ")}`, 22, `${field}.zones.${name}`);
    }
    writeZone(view, at + SIZE.zone * ZoneType[name], zone, `${field}.zones.${name}`);
  }
  view.setInt32(at + 200, int32(node.nid, `${field}.nid`), true);
}

function writeGroup(view, at, group, field) {
  ["pages", "presentKernelPages", "presentMovablePages"].forEach((name, index) =>
    view.setBigUint64(at + 8 * index, pages(group[name] ?? 0n, `${field}.${name}`), true));
  view.setInt32(at + 24, int32(group.nid, `${field}.nid`), true);
  view.setUint32(at + 28, group.isDynamic ? 1 : 0, true);
}

function writeSections(view, at, sections, field) {
  view.setBigUint64(at, pages(sections.first, `${field}.first`), true);
  view.setBigUint64(at + 8, pages(sections.count, `${field}.count`), true);
  view.setInt32(at + 16, int32(sections.nid, `${field}.nid`), true);
  view.setUint32(at + 20, uint32(ZoneType[sections.zone] ?? sections.zone, `${field}.zone`), true);
}

/** Loads automovable.wasm: its bytes, or a module that is compiled already. */
export async function load(source) {
  const module = source instanceof WebAssembly.Module ? source : await WebAssembly.compile(source);
  return new Library(new Memory((await WebAssembly.instantiate(module, {})).exports));
}

/** The library, loaded. */
export class Library {
  #memory;

  constructor(memory) {
    this.#memory = memory;
  }

  /** The library's version, as 100 for 0.1.0. */
  get version() {
    return this.#memory.version;
  }

  /** The kernel's defaults. */
  get defaultPolicy() {
    return this.#memory.defaultPolicy;
  }

  /** The policy after a value was written to a file in /sys/module/memory_hotplug/parameters. */
  written(policy, name, value) {
    return this.#memory.written(policy, name, value);
  }

  /** What reading such a file gives, newline included. */
  read(policy, name) {
    return this.#memory.read(policy, name);
  }

  /** A machine that is checked here: nodes and sections ascend, and all is in its range. */
  machine(described = {}) {
    return new Machine(this.#memory, described);
  }
}

/** The module's memory: the structs of one call, and a machine. */
class Memory {
  #exports;
  #at = {};
  /** The machine that is in memory. */
  #current = null;

  constructor(exports) {
    this.#exports = exports;
    let end = Math.ceil(exports.__heap_base.value / 8) * 8;
    for (const [name, size] of [["policy", SIZE.policy], ["machine", SIZE.machine], ["checked", SIZE.machine],
      ["answer", SIZE.answer], ["text", 4096], ["arrays", 0]]) {
      this.#at[name] = end;
      end += size;
    }
    this.#reserve(end);
  }

  get version() {
    return this.#exports.automovable_version();
  }

  get defaultPolicy() {
    this.#checked(this.#exports.automovable_policy_init(this.#at.policy));
    return this.#readPolicy();
  }

  written(policy, name, value) {
    this.#writePolicy(policy);
    const texts = new TextEncoder().encode(`${name}\0${value}\0`);
    if (texts.length > 4096 || texts.filter((byte) => byte === 0).length > 2) {
      throw new AutomovableError("expected texts without NUL, of less than 4096 bytes", 22, name);
    }
    this.#bytes.set(texts, this.#at.text);
    const valueAt = this.#at.text + texts.indexOf(0) + 1;
    this.#checked(this.#exports.automovable_policy_parse(this.#at.policy, this.#at.text, valueAt), name);
    return this.#readPolicy();
  }

  read(policy, name) {
    this.#writePolicy(policy);
    const text = new TextEncoder().encode(`${name}\0`);
    if (text.length > 2048) throw new AutomovableError("expected a name of less than 2048 bytes", 22);
    this.#bytes.set(text, this.#at.text);
    const out = this.#at.text + 2048;
    this.#checked(this.#exports.automovable_policy_print(this.#at.policy, this.#at.text, out, 2048), name);
    return this.#text(out);
  }

  /** Puts arrays into memory, and checks them the first time. */
  check(machine, { counts, bytes }, isNew) {
    const at = this.#at;
    this.#current = null;
    this.#reserve(at.arrays + bytes.length);
    this.#bytes.set(bytes, at.arrays);
    const view = this.#view;
    let array = at.arrays;
    [SIZE.node, SIZE.group, SIZE.sections].forEach((size, index) => {
      view.setBigUint64(at.machine + 8 * index, BigInt(counts[index]), true);
      view.setUint32(at.machine + 24 + 4 * index, array, true);
      array += size * counts[index];
    });
    if (isNew || this.#exports.automovable_machine_check(at.machine, at.checked) < 0) {
      this.#checked(this.#exports.automovable_machine_fault(at.machine, at.text, 4096));
      const [field, message] = this.#text(at.text).split(/: (.*)/s);
      if (field) throw new AutomovableError(message, 22, field);
      this.#checked(this.#exports.automovable_machine_check(at.machine, at.checked));
    }
    this.#current = machine;
  }

  /** Whether this one is in memory as it is. */
  has(machine) {
    return this.#current === machine;
  }

  /** What is in memory is out of date. */
  forget() {
    this.#current = null;
  }

  canOnlineMovable(policy, { nrPages, nid = ALL_NODES, group = NO_GROUP }) {
    this.#writePolicy(policy);
    const allowed = this.#checked(this.#exports.automovable_checked_can_online_movable(
      this.#at.policy, this.#at.checked, int32(nid, "nid"), int32(group, "group"), pages(nrPages, "nrPages"),
      this.#at.answer));
    return { allowed: allowed === 1, ...this.#readTest(this.#at.answer) };
  }

  zoneForPfnRange(policy, { startPfn, nrPages, nid, group = NO_GROUP, onlineType = OnlineType.online }) {
    this.#writePolicy(policy);
    const at = this.#at.answer;
    this.#checked(this.#exports.automovable_checked_zone_for_pfn_range(
      this.#at.policy, this.#at.checked, uint32(onlineType, "onlineType"), int32(nid, "nid"),
      int32(group, "group"), pages(startPfn, "startPfn"), pages(nrPages, "nrPages"), at));
    const word = (index) => this.#view.getBigUint64(at + 8 * index, true);
    return {
      zone: this.#text(this.#exports.automovable_zone_name(Number(word(0)))),
      nid: Number(word(1)),
      exit: Number(word(2)),
      reason: this.#text(this.#exports.automovable_zone_exit_text(Number(word(2)))),
      kernelLookup: word(3) === 1n ? { startPfn: word(4), nrPages: word(5) } : null,
      onlinePages: word(6),
      testedPages: word(7),
      system: this.#readTest(at + 64),
      node: this.#readTest(at + 128),
    };
  }

  /** A test, or null if it wasn't made. */
  #readTest(at) {
    const word = (index) => this.#view.getBigUint64(at + 8 * index, true);
    if (word(0) === 0n) return null;
    const sums = TEST_WORDS.map((name, index) => [name, word(index + 1)]);
    return { wasCompared: word(0) === 2n, ...Object.fromEntries(sums) };
  }

  #writePolicy({ onlinePolicy, autoMovableRatio, autoMovableNumaAware, movableNode }) {
    const number = ONLINE_POLICIES.indexOf(onlinePolicy);
    if (number < 0) {
      throw new AutomovableError(`expected ${ONLINE_POLICIES.join(" or ")}, found ${String(onlinePolicy)}`, 22,
        "onlinePolicy");
    }
    [number, uint32(autoMovableRatio, "autoMovableRatio"), autoMovableNumaAware ? 1 : 0, movableNode ? 1 : 0]
      .forEach((word, index) => this.#view.setUint32(this.#at.policy + 4 * index, word, true));
  }

  #readPolicy() {
    const word = (index) => this.#view.getUint32(this.#at.policy + 4 * index, true);
    return {
      onlinePolicy: ONLINE_POLICIES[word(0)],
      autoMovableRatio: word(1),
      autoMovableNumaAware: word(2) === 1,
      movableNode: word(3) === 1,
    };
  }

  /** Throws what an error number means. */
  #checked(result, field = "") {
    if (result < 0) {
      throw new AutomovableError(this.#text(this.#exports.automovable_error_text(result)), -result, field);
    }
    return result;
  }

  /** A text of C. */
  #text(at) {
    const bytes = this.#bytes.subarray(at);
    return new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)));
  }

  /** Makes memory as large as it has to be; it has another buffer then. */
  #reserve(end) {
    const missing = end - this.#exports.memory.buffer.byteLength;
    if (missing > 0) this.#exports.memory.grow(Math.ceil(missing / 65536));
  }

  get #view() {
    return new DataView(this.#exports.memory.buffer);
  }

  get #bytes() {
    return new Uint8Array(this.#exports.memory.buffer);
  }
}

/** A machine that was checked. Counters may change. */
export class Machine {
  #memory;
  #nids;
  #counts;
  #view;

  constructor(memory, { nodes = [], groups = [], sections = [] }) {
    this.#memory = memory;
    this.#counts = [nodes.length, groups.length, sections.length];
    this.#nids = new Map(nodes.map((node, index) => [node.nid, index]));
    this.#view = new DataView(new ArrayBuffer(
      SIZE.node * nodes.length + SIZE.group * groups.length + SIZE.sections * sections.length));
    let at = 0;
    for (const [name, list, size, write] of [["nodes", nodes, SIZE.node, writeNode],
      ["groups", groups, SIZE.group, writeGroup], ["sections", sections, SIZE.sections, writeSections]]) {
      for (let index = 0; index < list.length; index++, at += size) {
        write(this.#view, at, list[index], `${name}[${index}]`);
      }
    }
    this.#put(true);
  }

  /** May so many pages become movable, on a node or on all of them? */
  canOnlineMovable(policy, question) {
    this.#put();
    return this.#memory.canOnlineMovable(policy, question);
  }

  /** Which zone does a memory block get, and why? */
  zoneForPfnRange(policy, question) {
    this.#put();
    return this.#memory.zoneForPfnRange(policy, question);
  }

  /** Pages have gone online in a zone and a group, or offline if negative. */
  adjustPresentPages({ nid, zone, nrPages, group = NO_GROUP, early = false }) {
    const index = this.#nids.get(nid);
    if (index === undefined) throw new AutomovableError("expected a node of the machine", 2, "nid");
    if (!Object.hasOwn(ZoneType, zone)) throw new AutomovableError("expected a zone's name", 22, "zone");
    integer(group, "group", NO_GROUP, this.#counts[1] - 1);
    if (typeof nrPages !== "bigint") throw new AutomovableError("expected a BigInt", 22, "nrPages");
    // Sums wrap, as the kernel's do.
    const add = (at) => this.#view.setBigUint64(at, this.#view.getBigUint64(at, true) + nrPages, true);
    const zoneAt = SIZE.node * index + SIZE.zone * ZoneType[zone];
    add(zoneAt + 16);
    if (early) add(zoneAt + 24);
    if (group !== NO_GROUP) {
      add(SIZE.node * this.#counts[0] + SIZE.group * group + (zone === "Movable" ? 16 : 8));
    }
    if (this.#memory.has(this)) this.#memory.forget();
  }

  /** Puts the machine into the module's memory, if another one is there. */
  #put(isNew = false) {
    if (!isNew && this.#memory.has(this)) return;
    this.#memory.check(this, { counts: this.#counts, bytes: new Uint8Array(this.#view.buffer) }, isNew);
  }
}
