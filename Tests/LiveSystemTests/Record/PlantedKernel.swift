// SPDX-License-Identifier: MIT

import AutoMovable

@testable import LiveSystem

/// A kernel's memory as `/proc/kcore` shows it, made from what a capture has of it: with the
/// symbols and types that lead there.
struct PlantedKernel {
  /// Where the kernel was put: not where it is linked to.
  static let image: UInt64 = 0xffff_ffff_9a00_0000
  static let directMap: UInt64 = 0xffff_9c5a_4000_0000

  private static let zoneSize = 64
  private static let nodeSize = 1024
  private static let groupSize = 40
  private static let treeNodeSize = 16 + 64 * 8

  /// `/proc/kcore`.
  private(set) var core: [UInt8] = []

  /// `/proc/kallsyms`.
  let symbols = """
    \(String(image, radix: 16)) D node_data
    \(String(image + 0x1000, radix: 16)) d memory_groups
    \(String(image + 0x1100, radix: 16)) d memory_groups_of_others
    ffffffffc0a00000 d memory_groups\t[a_module]

    """

  /// `/sys/kernel/btf/vmlinux`.
  static let types: [UInt8] = {
    var types = TypeFormatBuilder()
    let long = types.add(kind: 1, name: "long", size: 8, trailing: [64])
    func members(_ names: String, from start: UInt32 = 0) -> [(String, type: Int, bits: UInt32)] {
      names.split(separator: " ").enumerated().map {
        (String($0.element), long, start + UInt32(64 * $0.offset))
      }
    }
    _ = types.addComposite(
      kind: 4, name: "zone", size: zoneSize,
      members(
        "zone_start_pfn spanned_pages present_pages present_early_pages managed_pages name node"))
    _ = types.addComposite(
      kind: 4, name: "pglist_data", size: nodeSize,
      members("node_id node_start_pfn node_present_pages node_spanned_pages node_zones"))
    _ = types.addComposite(kind: 4, name: "xarray", size: 16, members("xa_lock xa_head"))
    _ = types.addComposite(
      kind: 4, name: "xa_node", size: treeNodeSize,
      members("shift slots") + members("marks", from: UInt32(64 + 64 * 64)))
    let maximum = types.addComposite(kind: 4, name: "", size: 8, members("max_pages"))
    let unit = types.addComposite(kind: 4, name: "", size: 8, members("unit_pages"))
    let union = types.addComposite(kind: 5, name: "", size: 8, [("s", maximum, 0), ("d", unit, 0)])
    _ = types.addComposite(
      kind: 4, name: "memory_group", size: groupSize,
      members("nid present_kernel_pages present_movable_pages is_dynamic") + [("", union, 256)])
    _ = types.addComposite(kind: 4, name: "page", size: 64, members("flags"))
    return types.bytes
  }()

  init(_ snapshot: CaptureSnapshot) {
    var memory = [UInt8](repeating: 0, count: 1 << 20)
    var image = [UInt8](repeating: 0, count: 0x2000)
    let types = ZoneType.allCases.filter { type in snapshot.zones.contains { $0.type == type } }
    for node in snapshot.nodes {
      let id = Int(node.nodeID.rawValue)
      let place = 0x1000 + id * Self.nodeSize
      Self.put(Self.directMap + UInt64(place), at: 8 * id, in: &image)
      for (index, word) in [UInt64(id), node.startPFN, node.present, node.spanned].enumerated() {
        Self.put(word, at: place + 8 * index, in: &memory)
      }
      for zone in snapshot.zones where zone.nodeID == node.nodeID {
        let raw = zone.raw ?? CaptureZone.Raw()
        let start = place + 32 + types.firstIndex(of: zone.type)! * Self.zoneSize
        for (index, word) in [
          raw.startPFN, raw.spanned, raw.present, raw.presentEarly, raw.managed,
        ]
        .enumerated() { Self.put(word ?? 0, at: start + 8 * index, in: &memory) }
      }
    }
    // One node of a tree has all groups; their addresses are here what they are.
    let tree = 0x8_0000
    for (index, group) in (snapshot.groups ?? []).enumerated() {
      let place = 0x9_0000 + index * Self.groupSize
      for (word, value) in [
        UInt64(UInt32(bitPattern: group.nodeID.rawValue)), group.presentKernelPages,
        group.presentMovablePages, group.kind.isDynamic ? 1 : 0, group.kind.pages,
      ].enumerated() { Self.put(value, at: place + 8 * word, in: &memory) }
      Self.put(
        Self.directMap + UInt64(place), at: tree + 8 + 8 * Int(group.number ?? 0), in: &memory)
    }
    Self.put(Self.directMap + UInt64(tree) + 2, at: 0x1000 + 8, in: &image)
    core = Self.file([(Self.image, image), (Self.directMap, memory)])
  }

  /// An ELF file with segments at the kernel's addresses, behind a note.
  private static func file(_ segments: [(address: UInt64, bytes: [UInt8])]) -> [UInt8] {
    var file = [UInt8](repeating: 0, count: 64 + 56 * (segments.count + 1))
    file.replaceSubrange(..<6, with: [0x7F, 0x45, 0x4C, 0x46, 2, 1])
    put(64, at: 32, in: &file)
    file[54] = 56
    file[56] = UInt8(segments.count + 1)
    put(4, at: 64, in: &file)
    for (index, segment) in segments.enumerated() {
      let header = 64 + 56 * (index + 1)
      put(1, at: header, in: &file)
      put(UInt64(file.count), at: header + 8, in: &file)
      put(segment.address, at: header + 16, in: &file)
      put(UInt64(segment.bytes.count), at: header + 32, in: &file)
      file += segment.bytes
    }
    return file
  }

  private static func put(_ word: UInt64, at place: Int, in bytes: inout [UInt8]) {
    for index in 0..<8 { bytes[place + index] = UInt8(truncatingIfNeeded: word >> (8 * index)) }
  }
}
