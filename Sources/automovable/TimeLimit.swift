// SPDX-License-Identifier: MIT

import ArgumentParser

/// A length of time like `90`, `90s`, `5m` or `2h`.
struct TimeLimit: ExpressibleByArgument {
  let duration: Duration

  init?(argument: String) {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600]
    let factor = argument.last.flatMap { units[$0] }
    let digits = factor == nil ? argument[...] : argument.dropLast()
    guard let count = Int64(digits), count > 0, count <= 1_000_000_000 else {
      return nil
    }
    duration = .seconds(count * (factor ?? 1))
  }
}
