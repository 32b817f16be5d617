// SPDX-License-Identifier: MIT

import Foundation

/// The sources of the repository, as words.
struct SourceTree: Sendable {
  /// A source file, without its comments and with them alone.
  struct File: Sendable {
    /// The path below the top.
    let path: String
    let code: String
    let comments: String
  }

  /// All files that a name can be used in.
  let files: [File]

  /// How often each word stands in the files' code.
  let counts: [Substring: Int]

  init() throws {
    let folders = ["Benchmarks", "CReference", "Examples", "Sources", "Tests"]
    let endings: Set = ["c", "cpp", "css", "h", "html", "js", "mk", "py", "sh", "swift"]
    var files: [File] = []
    for folder in folders {
      let top = Repository.root.appending(path: folder)
      let paths = try FileManager.default.subpathsOfDirectory(atPath: top.path).sorted()
      for path in paths
      where endings.contains((path as NSString).pathExtension)
        && !path.split(separator: "/").contains(where: { $0.hasPrefix(".") })
      {
        let text = try Repository.text("\(folder)/\(path)")
        files.append(File(path: "\(folder)/\(path)", text: text))
      }
    }
    self.files = files
    counts = files.reduce(into: [:]) { counts, file in
      for word in file.code.words { counts[word, default: 0] += 1 }
    }
  }

  /// The Swift files of the modules.
  var sources: [File] {
    files.filter { $0.path.hasPrefix("Sources/") && $0.path.hasSuffix(".swift") }
  }
}

extension SourceTree.File {
  fileprivate init(path: String, text: String) {
    self.path = path
    guard path.hasSuffix(".swift") else {
      code = text
      comments = ""
      return
    }
    var code = ""
    var comments = ""
    for line in text.split(separator: "\n") {
      let start = line.range(of: "//")?.lowerBound
      // `//` in a literal, as in a URL, is taken for a comment; no name is lost by that.
      code += line[..<(start ?? line.endIndex)] + "\n"
      if let start { comments += line[start...] + "\n" }
    }
    self.code = code
    self.comments = comments
  }

  /// The module that the file belongs to.
  var module: Substring { path.split(separator: "/")[1] }

  /// The modules that it imports.
  var imports: Set<Substring> {
    Set(
      code.split(separator: "\n").compactMap { line in
        let words = line.split(separator: " ")
        guard let position = words.firstIndex(of: "import"), position + 1 < words.count
        else { return nil }
        return words[position + 1]
      })
  }

  /// The names that it declares.
  var declared: Set<Substring> {
    let keywords: Set<Substring> = [
      "actor", "case", "class", "enum", "func", "let", "protocol", "struct", "typealias", "var",
    ]
    let words = code.words
    return Set(zip(words, words.dropFirst()).filter { keywords.contains($0.0) }.map(\.1))
  }

  /// The names that comments give as code: each part of `Type.member`.
  var quoted: [Substring] {
    comments.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 && !$0.element.contains("\n") }
      .flatMap { $0.element.prefix { $0 != "(" }.isName ? $0.element.words.prefix(2) : [] }
  }
}

extension StringProtocol where SubSequence == Substring {
  /// The identifiers in a text.
  var words: [Substring] {
    split { !($0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_") }
      .filter { !$0.first!.isNumber }
  }

  fileprivate var isName: Bool {
    !isEmpty && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" || $0 == "." }
  }
}
