// SPDX-License-Identifier: MIT

public import AutoMovable

extension Node {
  /// A node whose boot memory lies in one zone from page frame number 0 on.
  public static func boot(_ pages: UInt64, id: NodeID = 0) -> Node {
    var node = Node(id: id)
    node[.normal] = Zone(
      spannedPages: pages, presentPages: pages, presentEarlyPages: pages)
    return node
  }

  /// The boot memory of a 4 GiB QEMU machine of type i440fx, 130 pages of which
  /// are absent.
  public static var bootI440FX: Node {
    var node = Node(id: 0)
    node[.dma] = Zone(
      startPFN: 1, spannedPages: 4095, presentPages: 3998,
      presentEarlyPages: 3998)
    node[.dma32] = Zone(
      startPFN: 4096, spannedPages: 782_336, presentPages: 782_304,
      presentEarlyPages: 782_304)
    node[.normal] = Zone(
      startPFN: 1 << 20, spannedPages: 262_144, presentPages: 262_144,
      presentEarlyPages: 262_144)
    return node
  }
}
