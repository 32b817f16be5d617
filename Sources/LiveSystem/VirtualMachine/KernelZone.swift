// SPDX-License-Identifier: MIT

/// The fields of a `struct zone`, in pages.
struct KernelZone: Hashable, Sendable, Encodable {
  let startPFN: UInt64
  let spanned: UInt64
  let present: UInt64
  let presentEarly: UInt64
  let managed: UInt64

  private enum CodingKeys: String, CodingKey {
    case spanned, present, managed
    case startPFN = "start_pfn"
    case presentEarly = "present_early"
  }
}
