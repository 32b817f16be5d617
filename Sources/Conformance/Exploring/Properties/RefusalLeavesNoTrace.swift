// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// Operations that fail.
struct RefusalLeavesNoTrace: ExploredProperty {
  let name = "refusal-leaves-no-trace"
  let claim = "an operation that fails changes nothing"
  let source = "what one would think"

  func violation(by step: ExploredStep) -> String? {
    guard step.result.number < 0 else { return nil }
    var (before, after) = (StateImage(keepsParts: true), StateImage(keepsParts: true))
    step.before.write(&before, blocks: step.boot.blocks)
    step.after.write(&after, blocks: step.boot.blocks)
    let parts = before.differences(from: after).map(\.part)
    guard !parts.isEmpty else { return nil }
    return "it fails with \(step.result.number) and changes \(parts.joined(separator: ", "))"
  }
}
