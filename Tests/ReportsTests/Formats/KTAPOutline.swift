// SPDX-License-Identifier: MIT

import Testing

/// The results of a KTAP text, which is checked line by line.
struct KTAPOutline {
  struct Result: Hashable {
    let depth: Int
    let name: String
    let isPassed: Bool
    let isSkipped: Bool
  }

  /// What is still to come at a depth.
  private struct Plan: Equatable {
    let count: Int
    var next = 1
  }

  /// The results, inner ones before the one that holds them.
  private(set) var results: [Result] = []

  init(_ text: String) throws {
    var plans: [Plan?] = []
    try #require(text.hasSuffix("\n"))
    for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
      let spaces = line.prefix { $0 == " " }.count
      let content = line.dropFirst(spaces)
      // Anything may stand in a comment.
      if content.hasPrefix("#") { continue }
      try #require(spaces % 4 == 0, "\(line)")
      let depth = spaces / 4
      if content == "KTAP version 1" {
        try #require(depth == plans.count, "\(line)")
        plans.append(nil)
      } else if let match = content.wholeMatch(of: /1\.\.(\d+)/) {
        try #require(depth == plans.count - 1 && plans[depth] == nil, "\(line)")
        plans[depth] = Plan(count: try #require(Int(match.1)))
      } else {
        // The result of a list of tests comes after its last one.
        if depth == plans.count - 2 {
          let last = plans.removeLast()
          let inner = try #require(last)
          try #require(inner.next == inner.count + 1, "\(line)")
        }
        try #require(depth == plans.count - 1, "\(line)")
        let match = try #require(
          content.wholeMatch(of: /(not )?ok (\d+) ([^#]*?)( # SKIP.*)?/), "\(line)")
        let plan = try #require(plans[depth])
        try #require(Int(match.2) == plan.next && plan.next <= plan.count, "\(line)")
        plans[depth]?.next += 1
        results.append(
          Result(
            depth: depth, name: String(match.3), isPassed: match.1 == nil,
            isSkipped: match.4 != nil))
      }
    }
    try #require(plans.count == 1)
    let plan = try #require(plans[0])
    try #require(plan.next == plan.count + 1)
  }
}
