// SPDX-License-Identifier: MIT

public import AutoMovable

/// A device whose memory is hotplugged, as its driver handles it.
public struct PlannedDevice: Sendable {
  /// What kind of device it is.
  public enum Kind: String, Hashable, Sendable {
    /// Grows and shrinks; a dynamic memory group.
    case virtioMem = "virtio-mem"
    /// Comes and goes as a whole; a static memory group.
    case dimm = "dimm"
    /// A memory device that ACPI announces at boot; a static memory group.
    case acpi = "acpi"
    /// The DAX kmem driver's; a static memory group of the whole blocks in it.
    case dax = "dax"
    /// A driver's without memory groups.
    case plain = "memory"
  }

  /// How its driver adds and removes memory.
  enum Driver {
    /// All at once.
    case whole
    /// By sub-blocks: virtio-mem, where its block is smaller than a memory block.
    case subBlocks(SubBlocks)
    /// By units of whole memory blocks: virtio-mem's Big Block Mode.
    case bigBlocks(BigBlocks)
  }

  /// The device's name.
  public let id: String

  /// The kind.
  public let kind: Kind

  /// The node that its memory belongs to.
  public let nodeID: NodeID

  /// Where its memory is, in bytes.
  public let addresses: Range<UInt64>

  /// The numbers of the memory blocks that it can have.
  public internal(set) var blocks: Range<UInt64>

  /// Its memory group, if its driver has one.
  public internal(set) var groupID: MemoryGroupID?

  /// The memory that it was asked to have, in bytes.
  public internal(set) var requestedBytes: UInt64 = 0

  /// The memory that it gives, in bytes: of a virtio-mem device what is plugged, which
  /// may be less than the memory blocks that hold it.
  public internal(set) var pluggedBytes: UInt64 = 0

  /// The size in which its memory is decided on, in pages, or `nil` if that is the
  /// whole device.
  public internal(set) var unitPages: UInt64?

  /// Whether its driver asks that blocks hold their own memory map.
  var usesMemmapOnMemory = false

  var driver = Driver.whole

  init(
    id: String, kind: Kind, nodeID: NodeID, addresses: Range<UInt64>, blocks: Range<UInt64>
  ) {
    self.id = id
    self.kind = kind
    self.nodeID = nodeID
    self.addresses = addresses
    self.blocks = blocks
  }
}
