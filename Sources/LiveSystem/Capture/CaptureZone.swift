// SPDX-License-Identifier: MIT

/// The counters of one zone, in pages.
public struct CaptureZone: Hashable, Sendable {
  /// The fields of the kernel's own `struct zone`.
  public struct Raw: Hashable, Sendable {
    /// `zone_start_pfn`.
    public let startPFN: UInt64?
    /// `spanned_pages`.
    public let spanned: UInt64?
    /// `present_early_pages`.
    public let presentEarly: UInt64?
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
}

extension CaptureZone: Decodable {
  private enum CodingKeys: String, CodingKey {
    case present
    case cma
    case spanned
    case startPFN = "start_pfn"
    case presentEarly = "present_early"
    case raw
  }

  /// Reads a zone; see `docs/formats.md`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    present = try container.integer(forKey: .present)
    cma = try container.integerIfPresent(forKey: .cma)
    spanned = try container.integerIfPresent(forKey: .spanned)
    startPFN = try container.integerIfPresent(forKey: .startPFN)
    printedPresentEarly = try container.integerIfPresent(forKey: .presentEarly)
    raw = try container.decodeIfPresent(Raw.self, forKey: .raw)
  }
}

extension CaptureZone.Raw: Decodable {
  private enum CodingKeys: String, CodingKey {
    case startPFN = "start_pfn"
    case spanned
    case presentEarly = "present_early"
  }

  /// Reads the counters as they were found in memory.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    startPFN = try container.integerIfPresent(forKey: .startPFN)
    spanned = try container.integerIfPresent(forKey: .spanned)
    presentEarly = try container.integerIfPresent(forKey: .presentEarly)
  }
}

extension CaptureZone {
  /// `present_early_pages`, which `/proc/zoneinfo` doesn't have.
  public var presentEarly: UInt64? { raw?.presentEarly ?? printedPresentEarly }
}
