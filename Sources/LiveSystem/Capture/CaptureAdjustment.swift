// SPDX-License-Identifier: MIT

/// A call of `adjust_present_page_count`: pages that went online or offline.
public struct CaptureAdjustment: Hashable, Sendable {
  /// The task that did it.
  public let task: String?

  /// The pages, negative if they went offline.
  public let pages: Int64

  /// The first page frame number.
  public let startPFN: UInt64

  /// The kernel's address of the memory's group, or `nil` if it has none.
  public let groupAddress: String?
}

extension CaptureAdjustment: Decodable {
  private enum CodingKeys: String, CodingKey {
    case task
    case pages = "adjust"
    case startPFN = "pfn"
    case groupAddress = "group"
  }

  /// Reads an adjustment; see `docs/formats.md`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    task = try container.decodeIfPresent(String.self, forKey: .task)
    pages = try container.integer(Int64.self, forKey: .pages)
    startPFN = try container.integer(UInt64.self, forKey: .startPFN)
    let address = try container.decodeIfPresent(String.self, forKey: .groupAddress)
    // A probe prints a null pointer as a number.
    groupAddress = address == "0x0" ? nil : address
  }
}
