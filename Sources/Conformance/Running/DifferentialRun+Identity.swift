// SPDX-License-Identifier: MIT

import Cases
import TextFiles

extension DifferentialRun {
  /// A number that stands for all that the outcome depends on, but for the part
  /// that is run and the time that there is for it: the parts of one run have the
  /// same.
  var identity: UInt64 {
    var digest = TextDigest()
    digest.add(version)
    digest.add(seed)
    digest.add(UInt64(maxDivergences))
    for implementation in [subject, reference] {
      digest.add(implementation.name)
      digest.add(implementation.origin)
      digest.add(UInt64(implementation.fields.rawValue))
      digest.add(implementation.judgesHistories ? 1 : 0)
      digest.add(UInt64(implementation.gaps.count))
      for gap in implementation.gaps { digest.add(gap) }
    }
    for source in series {
      digest.add(source.name)
      digest.add(source.size)
      digest.add(source.firstIndex)
      digest.add(source.contentDigest)
      // Seed, strategy and geometry are in them.
      digest.add(source.replayArguments(forCase: 0))
    }
    return digest.value
  }
}
