// SPDX-License-Identifier: MIT

/// What is cut out of a tree, unmodified: the policy's entry points, and what they
/// need, and what that needs.
///
/// In a C file all that a piece mentions comes along if the file defines it. What
/// else is needed the compiler says: each name that it misses is looked for in the
/// tree, until it misses none.
struct KernelExtract {
  private let tree: KernelTree
  private let configuration: KernelConfiguration
  /// What the shim stands in for.
  private let shim: Set<String>

  private var sources: [String: CSource] = [:]
  private var search: KernelSearch

  /// The files that define the names which the compiler missed.
  private var found: [String: String] = [:]
  /// The names that it missed in a piece which seems to declare them itself.
  private var missed: [CSource.Place: Set<String>] = [:]
  /// The names that it missed and that are nowhere.
  private var nowhere: Set<String> = []
  /// What the shim's own files miss of the tree, by the part that they are of.
  private var wanted: [KernelLibrary.Part: [String]] = [:]

  /// Functions that are taken to do nothing, and where the first of their calls is.
  private(set) var idle: [String: KernelPlace] = [:]

  // What is cut, anew each time.
  private var text: [UInt8] = []
  private var part = KernelLibrary.Part.decisions
  private var emitted: Set<CSource.Place> = []
  private var open: Set<CSource.Place> = []
  private var declared: Set<String> = []
  private var places: [Cut] = []
  private(set) var functions: [String: KernelFunction] = [:]

  /// Where a cut piece is from, and for which part.
  private struct Cut {
    let file: String
    let lines: ClosedRange<Int>
    let definition: CSource.Definition
    let part: KernelLibrary.Part

    func contains(_ error: CompilerError) -> Bool {
      file == error.file && lines.contains(error.line)
    }
  }

  init(_ tree: KernelTree, shim: KernelShim) {
    self.tree = tree
    configuration = shim.configuration
    self.shim = shim.names
    search = KernelSearch(tree)
  }

  /// The files that anything was cut from.
  var files: Set<String> { Set(places.map(\.file)) }
}

// MARK: Cutting

extension KernelExtract {
  /// Starts anew, with what was learnt.
  mutating func restart() {
    emitted = []
    open = []
    declared = []
    places = []
    functions = [:]
  }

  /// Cuts a part, without what was cut since the last start.
  mutating func cut(_ part: KernelLibrary.Part) throws(KernelSourceError) -> [UInt8] {
    text = []
    self.part = part
    for step in part.steps {
      switch step {
      case .wanted: for name in wanted[part] ?? [] { try need(name) }
      case .include(let header): add("#include \"\(header)\"\n")
      case .members(let structure, let macro): try addMembers(of: structure, as: macro)
      case .want(let name):
        if let file = try locate(name, homesFirst: true) { try add(name, in: file, depth: 0) }
      case .need(_, let option?) where !configuration.isSet(option): continue
      case .need(let spellings, _):
        var isThere = false
        for name in spellings where !isThere {
          guard let file = try locate(name, homesFirst: true) else { continue }
          try add(name, in: file, depth: 0)
          isThere = true
        }
        guard isThere else { throw missing(spellings) }
      case .call(_, _, let option?) where !configuration.isSet(option): continue
      case .call(let macros, let argument, _):
        try addCall(macros, argument)
      }
    }
    return text
  }

  private func missing(_ spellings: [String]) -> KernelSourceError {
    .missing(
      file: KernelRecipe.homes.first(where: tree.has) ?? KernelRecipe.homes[0],
      item: spellings.joined(separator: " or "))
  }

  private mutating func need(_ name: String) throws(KernelSourceError) {
    guard let file = try locate(name, homesFirst: true) else { return }
    try add(name, in: file, depth: 0)
  }

  private mutating func addCall(
    _ macros: [String], _ argument: String
  ) throws(KernelSourceError) {
    let source = try source(KernelRecipe.policy)
    for macro in macros {
      let definitions = source.definitions(of: "\(macro)(\(argument)")
      guard !definitions.isEmpty else { continue }
      for definition in definitions { try add(definition, of: source, depth: 0) }
      add("#define HAVE_parameter_\(argument) 1\n")
      return
    }
    throw .missing(
      file: KernelRecipe.policy, item: "\(macros.joined(separator: " or ")) of \(argument)")
  }

  /// Adds what a name stands for in a file.
  private mutating func add(
    _ name: String, in file: String, depth: Int
  ) throws(KernelSourceError) {
    let source = try source(file)
    for definition in source.definitions(of: name) {
      try add(definition, of: source, depth: depth)
    }
  }

  private mutating func add(
    _ definition: CSource.Definition, of source: CSource, depth: Int
  ) throws(KernelSourceError) {
    let place = CSource.Place(file: source.path, offset: definition.range.lowerBound)
    guard !emitted.contains(place) else { return }
    let line = source.line(at: definition.range.lowerBound)
    guard depth < 200 else {
      throw .malformed(file: source.path, line: line, reason: "needs itself, or too many others")
    }
    guard open.insert(place).inserted else {
      // Whoever is about to be cut is called by what it needs.
      if let head = definition.head { try add(head, of: source, end: ";") }
      return
    }
    for need in source.needs(of: definition) {
      // In a parameter it would be another one each time.
      if need.isStruct, declared.insert(need.name).inserted { add("\(need.name);\n") }
      guard !shim.contains(need.name), idle[need.name] == nil,
        !definition.names.contains(need.name)
      else { continue }
      if need.isOwn, missed[place]?.contains(need.name) != true { continue }
      if let file = found[need.name] {
        try add(need.name, in: file, depth: depth + 1)
      } else if source.path.hasSuffix(".c"), source.index[need.name] != nil {
        try add(need.name, in: source.path, depth: depth + 1)
      }
    }
    emitted.insert(place)
    try check(definition.range, of: source)
    try add(definition.range, of: source, end: "")
    places.append(
      Cut(
        file: source.path,
        lines: line...source.line(at: definition.range.upperBound - 1),
        definition: definition, part: part))
    guard definition.kind == .function, let function = KernelFunction(definition, in: source)
    else { return }
    // So that whoever calls a function can tell how.
    add("#define HAVE_\(function.name) 1\n")
    functions[function.name] = functions[function.name] ?? function
  }

  /// Refuses what would make the compiler read other files.
  private func check(
    _ range: Range<Int>, of source: CSource
  ) throws(KernelSourceError) {
    let readers: Set<String> = ["include", "include_next", "import", "embed"]
    for directive in source.directives
    where range.overlaps(directive.range) && readers.contains(directive.keyword) {
      throw .malformed(
        file: source.path, line: source.line(at: directive.range.lowerBound),
        reason: "#\(directive.keyword) within what is cut out; it could read any file")
    }
    for word in ["incbin", ".include"] where source.bytes[range].firstRange(of: word) != nil {
      throw .malformed(
        file: source.path, line: source.line(at: range.lowerBound),
        reason: "'\(word)' within what is cut out; it could read any file")
    }
  }

  /// Adds a piece under the conditions that it has in its file, and with its
  /// place, so that the compiler's messages lead there.
  private mutating func add(
    _ range: Range<Int>, of source: CSource, end: String
  ) throws(KernelSourceError) {
    let conditions = try source.conditions(at: range.lowerBound)
    for directive in conditions.joined() { add("\(directive)\n") }
    add("#line \(source.line(at: range.lowerBound)) \"\(source.path.escapedForC)\"\n")
    text += source.bytes[range]
    add("\(end)\n")
    for _ in conditions { add("#endif\n") }
  }

  private mutating func add(_ line: String) { text += line.utf8 }

  /// Defines the plain members of a struct, for the shim's struct.
  private mutating func addMembers(
    of structure: String, as macro: String
  ) throws(KernelSourceError) {
    guard let file = try locate("struct \(structure)", homesFirst: false),
      let definition = try source(file).definitions(of: "struct \(structure)").first
    else { throw missing(["struct \(structure)"]) }
    let source = try source(file)
    add("#define \(macro)")
    for member in source.plainMembers(of: definition) {
      let declaration = source.code[member.range].map { $0.isSpace ? .space : $0 }
      add(" \\\n\t\(String(decoding: declaration, as: UTF8.self))")
    }
    add("\n")
    for member in source.plainMembers(of: definition) {
      add("#define HAVE_\(structure)_\(member.name) 1\n")
    }
    places.append(
      Cut(
        file: file,
        lines: source.line(
          at: definition.range.lowerBound)...source.line(at: definition.range.upperBound - 1),
        definition: definition, part: part))
  }

  private mutating func source(_ file: String) throws(KernelSourceError) -> CSource {
    if let source = sources[file] { return source }
    let source = CSource(path: file, bytes: try tree.read(file), configuration: configuration)
    sources[file] = source
    return source
  }

  /// The file that defines a name.
  private mutating func locate(
    _ name: String, homesFirst: Bool
  ) throws(KernelSourceError) -> String? {
    let homes = KernelRecipe.homes.filter(tree.has)
    for file in homesFirst ? homes + search.headers : search.headers + homes
    where try search.mentions(name, in: file) {
      if try source(file).index[name] != nil { return file }
    }
    return nil
  }
}

// MARK: Learning

extension KernelExtract {
  /// Looks for what the compiler missed.
  ///
  /// - Returns: Whether anything is known now that wasn't.
  mutating func learn(from errors: [CompilerError]) throws(KernelSourceError) -> Bool {
    var isWiser = false
    for error in errors where error.missing == .names {
      for name in error.names {
        for key in [name, "struct \(name)"] where try learn(key, from: error) { isWiser = true }
      }
    }
    if isWiser { return true }
    // What isn't quoted is on the line: a type that isn't known, or a macro.
    for error in errors {
      guard let missing = error.missing, missing != .names,
        let file = places.first(where: { $0.file == error.file })?.file
      else { continue }
      for name in try source(file).names(onLine: error.line) {
        let key = missing == .type ? "struct \(name)" : name
        if missing == .macro, try !isMacro(name) { continue }
        if try learn(key, from: error) { isWiser = true }
      }
      if isWiser { return true }
    }
    for error in errors where error.isAboutFunction {
      for name in error.names where isCalledForNothing(name) {
        idle[name] = KernelPlace(file: error.file, line: error.line)
        isWiser = true
      }
    }
    return isWiser
  }

  /// Looks for a name.
  private mutating func learn(
    _ key: String, from error: CompilerError
  ) throws(KernelSourceError) -> Bool {
    guard !shim.contains(key), !nowhere.contains(key) else { return false }
    guard found[key] == nil else {
      // It is known, but the piece seems to declare it itself.
      guard let cut = places.first(where: { $0.contains(error) }) else { return false }
      let place = CSource.Place(file: cut.file, offset: cut.definition.range.lowerBound)
      return missed[place, default: []].insert(key).inserted
    }
    guard let file = try locate(key, homesFirst: false) else {
      nowhere.insert(key)
      return false
    }
    found[key] = file
    if let part = KernelLibrary.Part(shimFile: error.file) {
      wanted[part, default: []].append(key)
    } else if let cut = places.first(where: { $0.contains(error) }), !mentions(key, in: cut) {
      // A macro of the shim's makes the name.
      wanted[cut.part, default: []].append(key)
    }
    return true
  }

  private func mentions(_ key: String, in cut: Cut) -> Bool {
    let name = key.split(separator: " ").last.map(String.init)
    return sources[cut.file].map { source in
      source.words(in: cut.definition.range, of: source.clean).contains { $0.text == name }
    } ?? true
  }

  private mutating func isMacro(_ name: String) throws(KernelSourceError) -> Bool {
    guard !shim.contains(name), let file = try locate(name, homesFirst: false) else { return false }
    return try source(file).definitions(of: name).contains { $0.kind == .macro }
  }

  /// Whether a function's results are used nowhere, so that it may do nothing.
  private func isCalledForNothing(_ name: String) -> Bool {
    // A tracepoint does nothing as long as nobody listens.
    if name.hasPrefix("trace_") { return true }
    var isCalled = false
    for cut in places {
      guard let source = sources[cut.file] else { continue }
      let text = cut.definition.kind == .macro ? source.clean : source.code
      for word in source.words(in: cut.definition.range, of: text) where word.text == name {
        isCalled = true
        let before = text[cut.definition.range.lowerBound..<word.range.lowerBound].last {
          !$0.isSpace
        }
        guard let before, [.semicolon, .openBrace, .closeBrace].contains(before),
          let parenthesis = source.next(word.range.upperBound),
          let end = source.closing(parenthesis), let after = source.next(end + 1),
          source.code[after] == .semicolon
        else { return false }
      }
    }
    return isCalled
  }

  /// The part that an error is in.
  func part(of error: CompilerError) -> KernelLibrary.Part {
    if let part = KernelLibrary.Part(shimFile: error.file) { return part }
    return places.first { $0.contains(error) }?.part
      ?? .decisions
  }
}

extension CSource {
  /// Where a piece starts.
  struct Place: Hashable {
    let file: String
    let offset: Int
  }

  /// The identifiers on a line.
  func names(onLine line: Int) -> [String] {
    range(ofLine: line).map { words(in: $0, of: clean).map(\.text) } ?? []
  }
}
