// SPDX-License-Identifier: MIT

/// The program that the Swift blocks of a page make up, one after the other.
struct Example {
  /// What the compiler gets.
  let program: String

  /// What it says that it prints: the comments on lines of their own below a
  /// `print`.
  let output: String

  /// Takes the blocks from the one on that imports the core.
  init(page: String) {
    var program = ""
    var output = ""
    var isCode = false
    var isBelowPrint = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isCode = !isCode && line == "```swift"
        isBelowPrint = false
        continue
      }
      guard isCode else { continue }
      guard !program.isEmpty || line == "import AutoMovable" else {
        isCode = false
        continue
      }
      program += line + "\n"
      let text = line.drop { $0 == " " }
      if isBelowPrint, text.hasPrefix("// ") {
        output += text.dropFirst(3) + "\n"
      } else {
        isBelowPrint = text.hasPrefix("print(")
      }
    }
    self.program = program
    self.output = output
  }
}
