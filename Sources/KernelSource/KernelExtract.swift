// SPDX-License-Identifier: MIT

/// What was cut out of a tree, unmodified, as one C text.
struct KernelExtract {
  /// The text.
  private(set) var text: [UInt8] = []

  /// The files that were looked into.
  var files: Set<String> { Set(sources.keys) }

  private let tree: KernelTree
  private var sources: [String: CSource] = [:]

  /// Cuts what the steps of a recipe say.
  init(
    _ tree: KernelTree, _ steps: [KernelRecipe.Step] = KernelRecipe.decisions
  ) throws(KernelSourceError) {
    self.tree = tree
    for step in steps {
      switch step {
      case .include(let header): add("#include \"\(header)\"\n")
      case .attempt(let file, let items):
        for item in items { _ = try cut([item], from: file) }
      case .cut(let file, let older, let spellings):
        try cut(spellings, from: file, or: older)
      }
    }
  }
}

extension KernelExtract {
  private mutating func cut(
    _ spellings: [KernelItem], from file: String, or older: String?
  ) throws(KernelSourceError) {
    if try cut(spellings, from: file) { return }
    if let older, tree.has(older), try cut(spellings, from: older) { return }
    let names = spellings.map(\.description).joined(separator: " or ")
    throw .missing(file: file, item: names)
  }

  /// Cuts the first spelling that is in a file, if any is.
  private mutating func cut(
    _ spellings: [KernelItem], from file: String
  ) throws(KernelSourceError) -> Bool {
    let source = try source(file)
    for item in spellings {
      let ranges = source.ranges(of: item)
      guard !ranges.isEmpty else { continue }
      for range in ranges { try add(range, of: source) }
      // So that whoever calls a function can tell by which name.
      if case .function(let name) = item { add("#define HAVE_\(name) 1\n") }
      return true
    }
    return false
  }

  /// Adds a piece under the conditions that it has in its file, and with its
  /// place, so that the compiler's messages lead there.
  private mutating func add(
    _ range: Range<Int>, of source: CSource
  ) throws(KernelSourceError) {
    let conditions = try source.conditions(at: range.lowerBound)
    for directive in conditions.joined() { add("\(directive)\n") }
    add("#line \(source.line(at: range.lowerBound)) \"\(source.path)\"\n")
    text += source.bytes[range]
    add("\n")
    for _ in conditions { add("#endif\n") }
  }

  private mutating func add(_ line: String) { text += line.utf8 }

  private mutating func source(_ file: String) throws(KernelSourceError) -> CSource {
    if let source = sources[file] { return source }
    let source = CSource(path: file, bytes: try tree.read(file))
    sources[file] = source
    return source
  }
}
