// SPDX-License-Identifier: MIT

/// A node of the guest: the fields of `struct pglist_data`, in pages, and its zones.
struct KernelNode: Hashable, Sendable {
  let startPFN: UInt64
  let spanned: UInt64
  let present: UInt64

  /// The zones by name.
  let zones: [String: KernelZone]
}

extension KernelNode: Encodable {
  private enum CodingKeys: String, CodingKey {
    case spanned, present
    case startPFN = "start_pfn"
  }

  /// Writes the node's own fields; a capture holds the zones elsewhere.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(startPFN, forKey: .startPFN)
    try container.encode(spanned, forKey: .spanned)
    try container.encode(present, forKey: .present)
  }
}
