// SPDX-License-Identifier: MIT

/// The counters of one zone, in pages.
public struct CaptureZone: Hashable, Sendable, Decodable {
  /// The fields of the kernel's own `struct zone`.
  public struct Raw: Hashable, Sendable, Decodable {
    /// `zone_start_pfn`.
    public let startPFN: UInt64?
    /// `spanned_pages`.
    public let spanned: UInt64?
    /// `present_early_pages`.
    public let presentEarly: UInt64?

    private enum CodingKeys: String, CodingKey {
      case startPFN = "start_pfn"
      case spanned
      case presentEarly = "present_early"
    }
  }

  /// `present` of `/proc/zoneinfo`.
  public let present: UInt64

  /// `cma` of `/proc/zoneinfo`.
  public let cma: UInt64?

  /// `spanned` of `/proc/zoneinfo`.
  public let spanned: UInt64?

  /// `start_pfn` of `/proc/zoneinfo`, which leaves it out if there are no
  /// pages.
  public let startPFN: UInt64?

  private let printedPresentEarly: UInt64?

  /// What was read from the kernel's memory.
  public let raw: Raw?

  private enum CodingKeys: String, CodingKey {
    case present
    case cma
    case spanned
    case startPFN = "start_pfn"
    case printedPresentEarly = "present_early"
    case raw
  }
}

extension CaptureZone {
  /// `present_early_pages`, which `/proc/zoneinfo` doesn't have.
  public var presentEarly: UInt64? { raw?.presentEarly ?? printedPresentEarly }
}
