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
      }
    self.init(kind, "\(remark)")
  }
}
