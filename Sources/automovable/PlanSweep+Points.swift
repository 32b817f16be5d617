// SPDX-License-Identifier: MIT

import Dispatch
import Planning
import Synchronization

extension PlanSweep {
  /// Plans the case with each value, several at a time.
  func points(of problem: PlanCase) -> [Point] {
    let points = Mutex([Point?](repeating: nil, count: values.count))
    DispatchQueue.concurrentPerform(iterations: values.count) { index in
      let point = point(index, of: problem)
      points.withLock { $0[index] = point }
    }
    return points.withLock { $0.compactMap { $0 } }
  }
}
