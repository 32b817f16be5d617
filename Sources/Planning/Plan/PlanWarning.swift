// SPDX-License-Identifier: MIT

/// Something that whoever plans should know.
public struct PlanWarning: Hashable, Sendable {
  /// What it is about; programs tell warnings apart by it.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// An argument of the kernel's command line that it can't read, or has no use for.
    case ignoredArgument = "ignored-argument"
    /// An argument that changes memory in a way that isn't planned.
    case unplannedArgument = "unplanned-argument"
    /// Memory blocks are larger than 128 MiB.
    case largeBlocks = "large-blocks"
    /// A device's range isn't of whole memory blocks.
    case notWholeBlocks = "not-whole-blocks"
    /// A virtio-mem device can't have all that was asked for.
    case unreachable = "unreachable"
    /// Memory stays offline.
    case offline = "offline"
    /// A write is refused by the kernel.
    case refusedWrite = "refused-write"
    /// Memory is where boot memory is, and the kernel refuses it.
    case overlap
    /// An action whose effect isn't known.
    case unplannedAction = "unplanned-action"
    /// More memory is present than plugged.
    case partlyPlugged = "partly-plugged"
    /// A node without boot memory gets no movable memory.
    case nodeWithoutBootMemory = "node-without-boot-memory"
    /// Other devices take all boot memory, so nobody else gets movable memory.
    case exactFit = "exact-fit"
    /// Memory is movable but for a few pages.
    case nearMiss = "near-miss"
    /// Kernel memory of a device that helps no other memory to be movable.
    case idleKernelMemory = "idle-kernel-memory"
    /// Hotplugged memory where its node's `ZONE_DMA` or `ZONE_DMA32` is.
    case belowFourGiB = "below-4g"
    /// The policy was changed when there was hotplugged memory.
    case latePolicy = "late-policy"
    /// Blocks hold their own memory map, which is memory to nobody else.
    case ownMap = "own-map"
    /// The memory map takes much of the kernel's memory.
    case memoryMap = "memory-map"
    /// The boot parameter `movable_node` has no say.
    case movableNode = "movable-node"
    /// The policy of a guest is taken to be auto-movable, as nothing says it.
    case policyTaken = "policy-taken"
    /// A guest's virtio-mem device is planned whole, as nothing is requested of it.
    case wholeSize = "whole-size"
    /// A guest's device is no memory of the system.
    case noSystemMemory = "no-system-memory"
    /// What a guest's description says and isn't planned.
    case unplannedOption = "unplanned-option"
    /// The kernel has no driver for the device.
    case noDriver = "no-driver"
  }

  /// What it is about.
  public let kind: Kind

  /// A sentence or two for people.
  public let text: String

  /// Creates a warning.
  public init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}
