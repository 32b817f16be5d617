// SPDX-License-Identifier: MIT

@testable import LiveSystem

extension KernelLayout {
  /// A layout such as a kernel might have.
  static var sample: KernelLayout {
    get throws {
      var types = TypeFormatBuilder()
      let long = types.add(kind: 1, name: "long", size: 8, trailing: [64])
      func members(_ names: String) -> [(String, type: Int, bits: UInt32)] {
        names.split(separator: " ").enumerated().map {
          (String($0.element), long, UInt32(64 * $0.offset))
        }
      }
      _ = types.addComposite(
        kind: 4, name: "zone", size: 1664,
        members(
          "zone_start_pfn spanned_pages present_pages present_early_pages managed_pages name node"))
      _ = types.addComposite(
        kind: 4, name: "pglist_data", size: 9000,
        members("node_zones node_id node_start_pfn node_present_pages node_spanned_pages"))
      _ = types.addComposite(kind: 4, name: "xarray", size: 16, members("xa_lock xa_head"))
      _ = types.addComposite(
        kind: 4, name: "xa_node", size: 200, members("shift slots marks"))
      let maximum = types.addComposite(kind: 4, name: "", size: 8, members("max_pages"))
      let unit = types.addComposite(kind: 4, name: "", size: 8, members("unit_pages"))
      let union = types.addComposite(
        kind: 5, name: "", size: 8, [("s", maximum, 0), ("d", unit, 0)])
      _ = types.addComposite(
        kind: 4, name: "memory_group", size: 40,
        members("nid present_kernel_pages present_movable_pages is_dynamic") + [("", union, 256)])
      _ = types.addComposite(kind: 4, name: "page", size: 64, members("flags"))
      return try KernelLayout(TypeFormat(bytes: types.bytes))
    }
  }
}
