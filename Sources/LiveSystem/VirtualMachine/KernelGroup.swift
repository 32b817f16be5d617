// SPDX-License-Identifier: MIT

/// A memory group that the guest's kernel has registered.
struct KernelGroup: Hashable, Sendable {
  /// The number that `memory_group_register_*` returned.
  let number: UInt64

  /// The fields, as a decision's.
  let fields: KernelStep.Group
}

extension KernelGroup: Encodable {
  private enum CodingKeys: String, CodingKey {
    case number = "mgid"
  }

  /// Writes the fields of a decision's group, and `mgid`.
  func encode(to encoder: any Encoder) throws {
    try fields.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(number, forKey: .number)
  }
}
