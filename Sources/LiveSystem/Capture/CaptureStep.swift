// SPDX-License-Identifier: MIT

/// One thing that a kernel did, as function probes saw it.
public enum CaptureStep: Hashable, Sendable {
  /// A call of `zone_for_pfn_range` and its result.
  ///
  /// It needn't have an effect: reading `valid_zones` asks too.
  case decision(CaptureDecision)
  /// A call of `adjust_present_page_count`.
  case adjustment(CaptureAdjustment)
}

extension CaptureStep: Decodable {
  private enum CodingKeys: String, CodingKey {
    case adjust
  }

  /// Reads a step; see `docs/formats.md`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if container.contains(.adjust) {
      self = .adjustment(try CaptureAdjustment(from: decoder))
    } else {
      self = .decision(try CaptureDecision(from: decoder))
    }
  }
}
