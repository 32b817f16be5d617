// SPDX-License-Identifier: MIT

/// A made-up capture of one block that goes online.
enum SmallCapture {
  static let lines = [meta, boot, grown]

  static let meta = #"{"kind":"meta","name":"small","append":"console=ttyS0"}"#

  static let boot = snapshot(
    sequence: 0, action: #"{"op":"boot"}"#, blocks: "", movable: 0, steps: "[]")

  static let grown = snapshot(
    sequence: 1, action: #"{"op":"resize","dev":"vm0"}"#,
    blocks: #",[32,"online","Movable",[0]]"#, movable: 32768, steps: "[\(decision),\(adjustment)]")

  static let decision = """
    {"task":"k","online_type":1,"nid":0,"pfn":1048576,"nr":32768,"group":{"id":"0xa","kernel":0,\
    "movable":0,"dynamic":1,"unit_or_max":32768,"nid":0},"zone":"Movable","znode":0}
    """

  static let adjustment = #"{"task":"k","adjust":32768,"group":"0xa","pfn":1048576}"#

  /// The device that the block is of.
  static let device = """
    {"type":"virtio-mem","id":"vm0","memaddr":4294967296,"max-size":4294967296,\
    "block-size":2097152,"node":0}
    """

  private static func snapshot(
    sequence: Int, action: String, blocks: String, movable: Int, steps: String
  ) -> String {
    """
    {"kind":"snap","seq":\(sequence),"action":\(action),"params":{"auto_movable_numa_aware":"Y",\
    "auto_movable_ratio":"301","online_policy":"auto-movable"},"block_size":134217728,\
    "block_fields":["index","state","valid_zones","nodes"],\
    "blocks":[[0,"online","DMA32",[0]]\(blocks)],"zones":{"0":{\
    "DMA32":{"present":32768,"present_early":32768,"raw":{"start_pfn":0,"spanned":32768}},\
    "Movable":{"present":\(movable),"present_early":0}}},\
    "decisions":\(steps)}
    """
  }
}

extension String {
  /// The text with the first occurrence of a part replaced; `nil` without one.
  func replacingFirst(_ old: String, with new: String) -> String? {
    guard let range = firstRange(of: old) else { return nil }
    return replacingCharacters(in: range, with: new)
  }

  private func replacingCharacters(in range: Range<Index>, with new: String) -> String {
    self[..<range.lowerBound] + new + self[range.upperBound...]
  }
}
