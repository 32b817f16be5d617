// SPDX-License-Identifier: MIT

extension CSource {
  /// The conditional directives that a byte depends on, outermost first; each
  /// group is an `#if` with those `#elif` and `#else` that come before the byte.
  ///
  /// - Throws: If conditionals don't match up.
  func conditions(at offset: Int) throws(KernelSourceError) -> [[String]] {
    var groups: [[String]] = []
    for (position, directive) in directives.enumerated() {
      guard directive.range.lowerBound < offset else { break }
      switch directive.keyword {
      case "if", "ifdef", "ifndef":
        // An include guard is no condition: it would hide the text.
        groups.append(isGuard(position) ? [] : [text(directive)])
      case "elif", "elifdef", "elifndef", "else", "endif":
        guard let group = groups.popLast() else {
          throw .malformed(
            file: path, line: line(at: directive.range.lowerBound),
            reason: "#\(directive.keyword) without #if")
        }
        if directive.keyword != "endif" {
          groups.append(group.isEmpty ? [] : group + [text(directive)])
        }
      default: break
      }
    }
    return groups.filter { !$0.isEmpty }
  }

  private func text(_ directive: Directive) -> String {
    String(decoding: bytes[directive.range], as: UTF8.self)
  }

  /// Whether a directive and the next one are the head of an include guard.
  private func isGuard(_ position: Int) -> Bool {
    guard position == 0, directives.count > 1, directives[0].keyword == "ifndef",
      directives[1].keyword == "define"
    else { return false }
    func symbol(_ directive: Directive) -> String? {
      text(directive).split { !($0.isLetter || $0.isNumber || $0 == "_") }
        .dropFirst().first.map(String.init)
    }
    return symbol(directives[0]) == symbol(directives[1])
  }
}
