// SPDX-License-Identifier: MIT

import Foundation

/// The symbols that a page of the catalog lists in its topic groups.
struct TopicLinks {
  /// Their names; what tells overloads apart is left out.
  let names: [String]

  init(page: String) throws {
    let text = try String(
      contentsOf: Repository.catalog.appending(path: page), encoding: .utf8)
    names = text.split(separator: "\n").compactMap { line in
      guard let match = line.wholeMatch(of: /- ``([^`]+)``/) else { return nil }
      return match.1.split(separator: ")-").count == 2
        ? match.1.split(separator: ")-")[0] + ")" : String(match.1)
    }
  }
}
