// SPDX-License-Identifier: MIT
//
// libautomovable in a browser: a machine with one node, laid out in the module's
// memory as the structs of automovable.h.

const PAGES_PER_BLOCK = 32768n;
const BLOCKS_PER_GIB = 8n;
const NO_GROUP = -1;
const ONLINE = 1;

/** A machine whose memory blocks are plugged and onlined one after the other. */
class Machine {
  /** Makes a machine with boot memory, which lies from 4 GiB on. */
  constructor(exports, bootGiB) {
    this.exports = exports;
    // Places of 1 KiB for each struct; the groups come last and may grow.
    const base = exports.__heap_base.value;
    [this.policyAt, this.machineAt, this.nodeAt, this.answerAt, this.textAt, this.groupsAt] =
      [0, 1, 2, 3, 4, 5].map((place) => base + 1024 * place);
    this.groupCount = 0;
    this.end = bootGiB * BLOCKS_PER_GIB * PAGES_PER_BLOCK + (4n << 18n);
    this.reserve(this.groupsAt);
    this.view.setUint32(this.nodeAt + 200, 0, true);
    // Boot memory is in ZONE_NORMAL, the third of the zones of 40 bytes.
    this.write(this.nodeAt + 80, [4n << 18n, this.end - (4n << 18n), bootGiB << 18n, bootGiB << 18n]);
    this.check(exports.automovable_policy_init(this.policyAt));
    this.view.setUint32(this.policyAt, 1, true);
  }

  get view() {
    return new DataView(this.exports.memory.buffer);
  }

  /** Makes memory as large as it has to be. */
  reserve(end) {
    const missing = end - this.exports.memory.buffer.byteLength;
    if (missing > 0) this.exports.memory.grow(Math.ceil(missing / 65536));
  }

  /** Writes 64-bit words. */
  write(address, words) {
    words.forEach((word, index) => this.view.setBigUint64(address + 8 * index, word, true));
  }

  add(address, pages) {
    this.view.setBigUint64(address, this.view.getBigUint64(address, true) + pages, true);
  }

  /** A text of C. */
  text(address) {
    const bytes = new Uint8Array(this.exports.memory.buffer, address);
    return new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)));
  }

  /** Throws what an error number means. */
  check(result) {
    if (result < 0) throw new Error(this.text(this.exports.automovable_error_text(result)));
    return result;
  }

  /** Writes a parameter as the kernel reads it from its file, before anything is plugged. */
  set(parameter, value) {
    const texts = new TextEncoder().encode(`${parameter}\0${value}\0`);
    this.reserve(this.textAt + texts.length);
    new Uint8Array(this.exports.memory.buffer).set(texts, this.textAt);
    const result = this.exports.automovable_policy_parse(
      this.policyAt, this.textAt, this.textAt + parameter.length + 1);
    if (result < 0) {
      throw new Error(`${parameter}: ${this.text(this.exports.automovable_error_text(result))}`);
    }
  }

  /** Registers a device; a dynamic one has units of one block. */
  plug(isDynamic, blocks) {
    const address = this.groupsAt + 32 * this.groupCount;
    this.reserve(address + 32);
    this.write(address, [isDynamic ? PAGES_PER_BLOCK : blocks * PAGES_PER_BLOCK, 0n, 0n]);
    this.view.setInt32(address + 24, 0, true);
    this.view.setUint32(address + 28, isDynamic ? 1 : 0, true);
    return this.groupCount++;
  }

  /** Onlines the next block of a device where the policy puts it. */
  online(group = NO_GROUP) {
    this.write(this.machineAt, [1n, BigInt(this.groupCount), 0n]);
    [this.nodeAt, this.groupsAt, 0].forEach((address, index) =>
      this.view.setUint32(this.machineAt + 24 + 4 * index, address, true));
    const zone = this.check(
      this.exports.automovable_zone_for_pfn_range(
        this.policyAt, this.machineAt, ONLINE, 0, group, this.end, PAGES_PER_BLOCK,
        this.answerAt));
    this.end += PAGES_PER_BLOCK;
    const isMovable = zone === 3;
    this.add(this.nodeAt + 40 * zone + 16, PAGES_PER_BLOCK);
    if (group !== NO_GROUP) {
      this.add(this.groupsAt + 32 * group + (isMovable ? 16 : 8), PAGES_PER_BLOCK);
    }
    const word = (index) => this.view.getBigUint64(this.answerAt + 8 * index, true);
    return {
      isMovable,
      zone: this.text(this.exports.automovable_zone_name(zone)),
      reason: this.text(this.exports.automovable_zone_exit_text(Number(word(2)))),
      // The system-wide test, if it came to a comparison.
      test: word(8) === 2n ? { kernel: word(13), movable: word(14), limit: word(15) } : null,
    };
  }
}
