// SPDX-License-Identifier: MIT

/**
 * Where Linux puts hotplugged memory under `memory_hotplug.online_policy=auto-movable`, and
 * why: libautomovable as WebAssembly.
 *
 * Numbers of pages (of 4 KiB), page frames and sections are 64 bits wide, so they are
 * `bigint`. Numbers of nodes and groups are `number`.
 */

/** 64 bits, from 0n to 2n ** 64n - 1n. */
export type Pages = bigint;

/** Zones by the names of `/proc/zoneinfo`. */
export type ZoneName = "DMA" | "DMA32" | "Normal" | "Movable" | "Device";
export const ZoneType: Readonly<Record<ZoneName, number>>;

/** What is wished for when memory is onlined. */
export const OnlineType: Readonly<
  Record<"offline" | "online" | "onlineKernel" | "onlineMovable", number>
>;

/** As `group`: memory that belongs to none. */
export const NO_GROUP: -1;
/** As `nid` of a ratio test: all nodes. */
export const ALL_NODES: -1;

/** The module parameters of memory_hotplug that steer a decision. */
export interface Policy {
  readonly onlinePolicy: "contig-zones" | "auto-movable";
  /** Percent, 32 bits; 0 for none. */
  readonly autoMovableRatio: number;
  readonly autoMovableNumaAware: boolean;
  /** The boot parameter. */
  readonly movableNode: boolean;
}

/** The fields of `struct zone` that the policy reads; 0n if left out. */
export interface Zone {
  readonly startPfn?: Pages;
  /** Holes included. */
  readonly spannedPages?: Pages;
  readonly presentPages?: Pages;
  /** There at boot. */
  readonly presentEarlyPages?: Pages;
  /** Set aside for contiguous allocation. */
  readonly cmaPages?: Pages;
}

/** An online node. Zones that are left out are empty. */
export interface Node {
  /** 0 to 1023. */
  readonly nid: number;
  readonly zones?: Readonly<Partial<Record<ZoneName, Zone>>>;
}

/** A memory group: a DIMM, or a virtio-mem device if dynamic. */
export interface Group {
  /** 0 to 1023. */
  readonly nid: number;
  /** Of a static group the most that it can have; of a dynamic one those of a unit. */
  readonly pages: Pages;
  readonly isDynamic?: boolean;
  readonly presentKernelPages?: Pages;
  readonly presentMovablePages?: Pages;
}

/** Online sections in a row, of 32768 pages each, that belong to one zone. */
export interface Sections {
  /** The first one's page frame number / 32768. */
  readonly first: Pages;
  readonly count: Pages;
  readonly nid: number;
  readonly zone: ZoneName;
}

/** What a call of `auto_movable_can_online_movable()` saw. */
export interface RatioTest {
  readonly wasCompared: boolean;
  /** Summed over the zones. */
  readonly kernelEarlyPages: Pages;
  readonly movablePages: Pages;
  /** Summed over the other groups. */
  readonly reqKernelEarlyPages: Pages;
  readonly groupMovablePages: Pages;
  /** Of the last comparison; 0n if there was none. */
  readonly kernelPages: Pages;
  /** The pages asked about included. */
  readonly onlineMovablePages: Pages;
  /** Allowed if `onlineMovablePages` is no more than this. */
  readonly limit: Pages;
}

/** A zone and why. */
export interface Answer {
  readonly zone: ZoneName;
  /** The node of the zone. */
  readonly nid: number;
  /** `enum automovable_zone_exit`. */
  readonly exit: number;
  /** What it means, in a few words. */
  readonly reason: string;
  /** The range that `default_kernel_zone_for_pfn()` was asked about, if it was. */
  readonly kernelLookup: { readonly startPfn: Pages; readonly nrPages: Pages } | null;
  /** Movable already, of the device or unit. */
  readonly onlinePages: Pages;
  /** Pages of the ratio tests; 0n if none. */
  readonly testedPages: Pages;
  /** The test of all nodes, if it was made. */
  readonly system: RatioTest | null;
  /** That of the node, under numa_aware and if the other one allowed it. */
  readonly node: RatioTest | null;
}

/** What the library refuses, or what isn't as described. */
export class AutomovableError extends Error {
  /** Linux's number, as 2 for ENOENT. */
  readonly errno: number;
  /** Where, as `nodes[3].nid`; empty if it isn't about a field. */
  readonly field: string;
}

/** A machine that was checked. Counters may change, by {@link adjustPresentPages}. */
export class Machine {
  private constructor();

  /** May so many pages become movable, on a node or on all of them? `group` is a position. */
  canOnlineMovable(
    policy: Policy,
    question: { readonly nrPages: Pages; readonly nid?: number; readonly group?: number },
  ): { readonly allowed: boolean } & RatioTest;

  /** Which zone does a memory block get, and why? `group` is a position. */
  zoneForPfnRange(
    policy: Policy,
    question: {
      readonly startPfn: Pages;
      readonly nrPages: Pages;
      readonly nid: number;
      readonly group?: number;
      readonly onlineType?: number;
    },
  ): Answer;

  /**
   * Pages have gone online in a zone and a group, or offline if negative:
   * `adjust_present_page_count()` of the kernel. Sums wrap. Sections stay as they are.
   */
  adjustPresentPages(change: {
    readonly nid: number;
    readonly zone: ZoneName;
    readonly nrPages: bigint;
    readonly group?: number;
    readonly early?: boolean;
  }): void;
}

/** The library, loaded. */
export class Library {
  private constructor();

  /** As 100 for 0.1.0. */
  readonly version: number;
  /** The kernel's defaults. */
  readonly defaultPolicy: Policy;

  /**
   * The policy after `value` was written to the file `name` in
   * `/sys/module/memory_hotplug/parameters`, or given at boot.
   */
  written(policy: Policy, name: string, value: string): Policy;
  /** What reading that file gives, newline included. */
  read(policy: Policy, name: string): string;

  /**
   * A machine that is checked: nodes and sections ascend, and all is in its range.
   * Throws an {@link AutomovableError} with the field that isn't so.
   */
  machine(described?: {
    readonly nodes?: readonly Node[];
    readonly groups?: readonly Group[];
    readonly sections?: readonly Sections[];
  }): Machine;
}

/** Loads automovable.wasm: its bytes, or a module that is compiled already. */
export function load(source: BufferSource | WebAssembly.Module): Promise<Library>;
