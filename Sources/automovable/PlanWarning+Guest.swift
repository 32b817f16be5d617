// SPDX-License-Identifier: MIT

import Planning
import Scenarios

extension PlanWarning {
  /// Creates a warning about what is imported.
  init(_ remark: GuestRemark) {
    let kind: Kind =
      switch remark {
      case .policyTaken: .policyTaken
      case .wholeSize: .wholeSize
      case .noSystemMemory: .noSystemMemory
      case .unplannedOption, .unplannedAddress: .unplannedOption
      case .refusedAddress: .notWholeBlocks
      }
    self.init(kind, "\(remark)")
  }
}
