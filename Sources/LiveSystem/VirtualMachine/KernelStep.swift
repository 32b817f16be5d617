// SPDX-License-Identifier: MIT

/// What the kernel was seen to do: decide a zone, or account for pages.
public enum KernelStep: Hashable, Sendable {
  /// A call of `zone_for_pfn_range`.
  ///
  /// - Parameters:
  ///   - onlineType: 1 online, 2 online_kernel, 3 online_movable.
  ///   - pfn: The first page.
  ///   - pages: How many pages.
  ///   - group: The memory group at that moment.
  ///   - zone: The name of the zone that was returned.
  ///   - zoneNode: The node of that zone.
  case decision(
    task: String, onlineType: Int32, node: Int32, pfn: UInt64, pages: UInt64, group: Group?,
    zone: String, zoneNode: Int32)

  /// A call of `adjust_present_page_count`.
  ///
  /// - Parameters:
  ///   - pages: How many pages came (or, negative, went).
  ///   - group: The address of the memory group, 0 for none.
  case adjustment(task: String, pages: Int64, group: UInt64, pfn: UInt64)

  /// A memory group's fields.
  public struct Group: Hashable, Sendable {
    let address: UInt64
    let presentKernelPages: UInt64
    let presentMovablePages: UInt64
    let isDynamic: Bool
    /// `unit_pages` of a dynamic group, `max_pages` of a static one.
    let unitOrMaxPages: UInt64
    let node: Int32
  }
}

extension KernelStep: Encodable {
  private enum Field: String, CodingKey {
    case task, nid, pfn, nr, group, zone, znode, adjust
    case onlineType = "online_type"
  }

  /// Writes the step as captures hold it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Field.self)
    switch self {
    case .decision(let task, let type, let node, let pfn, let pages, let group, let zone, let zid):
      try container.encode(task, forKey: .task)
      try container.encode(type, forKey: .onlineType)
      try container.encode(node, forKey: .nid)
      try container.encode(pfn, forKey: .pfn)
      try container.encode(pages, forKey: .nr)
      try container.encode(group, forKey: .group)
      try container.encode(zone, forKey: .zone)
      try container.encode(zid, forKey: .znode)
    case .adjustment(let task, let pages, let group, let pfn):
      try container.encode(task, forKey: .task)
      try container.encode(pages, forKey: .adjust)
      try container.encode(KernelStep.hexadecimal(group), forKey: .group)
      try container.encode(pfn, forKey: .pfn)
    }
  }

  fileprivate static func hexadecimal(_ address: UInt64) -> String {
    "0x" + String(address, radix: 16)
  }
}

extension KernelStep.Group: Encodable {
  private enum Field: String, CodingKey {
    case id, kernel, movable, dynamic, nid
    case unitOrMax = "unit_or_max"
  }

  /// Writes the group as captures hold it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Field.self)
    try container.encode(KernelStep.hexadecimal(address), forKey: .id)
    try container.encode(presentKernelPages, forKey: .kernel)
    try container.encode(presentMovablePages, forKey: .movable)
    try container.encode(isDynamic ? 1 : 0, forKey: .dynamic)
    try container.encode(unitOrMaxPages, forKey: .unitOrMax)
    try container.encode(node, forKey: .nid)
  }
}
