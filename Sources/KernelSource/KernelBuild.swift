// SPDX-License-Identifier: MIT

import TextFiles

/// A library in the making, in a folder of its own.
struct KernelBuild {
  let tree: KernelTree
  let arguments: [String: KernelField]
  let configuration: KernelConfiguration
  let geometry: KernelGeometry
  let folder: TemporaryFolder
  let compiler: KernelCompiler
  var extract: KernelExtract
  private var parts = KernelLibrary.Part.allCases
  var gaps: [KernelGap] = []
  var remarks: [String] = []
  var origin = ""

  init(
    _ tree: KernelTree, arguments: [String: KernelField],
    configuration: KernelConfiguration, in folder: TemporaryFolder
  ) throws(KernelSourceError) {
    geometry = try KernelGeometry(of: tree, configuration)
    let shim = KernelShim(configuration, geometry: geometry)
    self.tree = tree
    self.arguments = arguments
    self.configuration = configuration
    self.folder = folder
    compiler = KernelCompiler(in: folder)
    extract = KernelExtract(tree, shim: shim)
    try compiler.check()
    try shim.write(to: folder)
    try writeArray()
    try writeTexts()
    try settle()
    addGaps()
    try writeOrigin()
    try compiler.link(parts)
  }
}

extension KernelBuild {
  /// Cuts until the compiler misses nothing, and gives up on parts that can't be
  /// had.
  private mutating func settle() throws(KernelSourceError) {
    // Each round knows more names or has fewer parts; chains of names are short.
    for _ in 0..<64 {
      let errors = try compiler.errors(parts)
      if errors.isEmpty { return }
      if try !extract.learn(from: errors) {
        // The first error of the last part: what others lack shows there too.
        let failing = errors.map { (part: extract.part(of: $0), error: $0) }
        let part = failing.map(\.part).max { $0.rank < $1.rank } ?? .decisions
        let error = failing.first { $0.part == part }!.error
        try giveUp(part, "\(error)")
      }
      try writeTexts()
    }
    throw .malformed(
      file: KernelRecipe.policy, line: 1, reason: "the compiler is never content with it")
  }

  private mutating func giveUp(_ part: KernelLibrary.Part, _ reason: String)
    throws(KernelSourceError)
  {
    guard part != .decisions else { throw .uncompilable(reason) }
    gaps.append(KernelGap(what: part.words, reason: reason))
    parts.removeAll { $0 == part }
    guard part == .histories else { return }
    for other in [KernelLibrary.Part.blocks, .parameters] where parts.contains(other) {
      try giveUp(other, reason)
    }
  }

  private mutating func writeTexts() throws(KernelSourceError) {
    extract.restart()
    for part in parts where part.file != nil {
      do throws(KernelSourceError) {
        let text = try extract.cut(part)
        if let file = part.file { try folder.write(source: text, to: file) }
      } catch {
        guard part != .decisions else { throw error }
        if parts.contains(part) { try giveUp(part, "\(error)") }
        // Without it, others are cut otherwise.
        try writeTexts()
        return
      }
    }
    try folder.write(source: calls, to: "calls.h")
    let idle = extract.idle.keys.sorted().map { name in
      "#define \(name)(...) \(name.hasSuffix("_enabled") ? "0" : "((void)0)")\n"
    }
    try folder.write(source: Array(idle.joined().utf8), to: "idle.h")
    try folder.write(
      source: Array("#define SHIM_ORIGIN \"\"\n#define SHIM_GAPS \"\"\n".utf8), to: "origin.h")
  }

  /// How functions are called, with the parameters that they have in the tree.
  private var calls: [UInt8] {
    var text = ""
    for call in KernelRecipe.calls {
      guard let function = extract.functions[call.name] else { continue }
      let found = call.arguments(of: function)
      let values = zip(function.parameters, found).map { parameter, role in
        role ?? value(of: parameter)
      }
      text +=
        "#define shim_call_\(call.name)(\((call.roles + call.others).joined(separator: ", "))) "
        + "\(call.name)(\(values.joined(separator: ", ")))\n"
      // The other way: what a genuine caller hands over, in the known order.
      let names = function.parameters.indices.map { "p\($0)" }
      let known = call.roles.map { role in
        found.firstIndex(of: role).map { names[$0] } ?? "0"
      }
      text += "#define SHIM_PARAMETERS_\(call.name) \(names.joined(separator: ", "))\n"
      if ["auto_movable_can_online_movable", "default_kernel_zone_for_pfn"].contains(call.name) {
        text +=
          "#ifdef SHIM_TRACES\n#define SHIM_NOTE_\(call.name)(\(names.joined(separator: ", "))) "
          + "(shim_note_\(call.name)(\(known.joined(separator: ", "))), "
          + "(\(call.name))(\(names.joined(separator: ", "))))\n#endif\n"
      }
    }
    return Array(text.utf8)
  }

  private func value(of parameter: KernelFunction.Parameter) -> String {
    guard let field = arguments[parameter.name] else { return "0" }
    guard parameter.isPointer else { return field.expression }
    return field == .memmapOnMemory
      ? "(shim_memmap_pages ? (void *)&shim_altmap : NULL)"
      : "(void *)(uintptr_t)(\(field.expression))"
  }

  /// What isn't a part's, but nevertheless not as in the tree.
  private mutating func addGaps() {
    if let file = configuration.file, !configuration.isSet("CONFIG_MEMORY_HOTREMOVE") {
      gaps.append(
        KernelGap(
          what: "blocks that go offline", reason: "\(file): CONFIG_MEMORY_HOTREMOVE is not set"))
    }
    if let odd = geometry.oddPageBlocks { remarks.append(odd) }
    if extract.functions["walk_dynamic_memory_groups"] == nil {
      gaps.append(
        KernelGap(
          what: "the walk over dynamic groups",
          reason: "no walk_dynamic_memory_groups in \(KernelRecipe.homes[1])"))
    }
    for (name, place) in extract.idle.sorted(by: { $0.key < $1.key }) {
      if name.hasPrefix("trace_") {
        remarks.append("\(name)(), as of \(place), does nothing: nobody listens to it")
      } else {
        gaps.append(
          KernelGap(what: "\(name)()", reason: "\(place): no definition; it does nothing"))
      }
    }
    for call in KernelRecipe.calls {
      guard let function = extract.functions[call.name] else { continue }
      for (parameter, role) in zip(function.parameters, call.arguments(of: function))
      where role == nil {
        // Those whose call is genuine get what the tree hands over.
        if let field = arguments[parameter.name] {
          remarks.append("\(call.name)(): the argument \(parameter.name) is \(field.rawValue)")
        } else {
          gaps.append(
            KernelGap(
              what: "\(call.name)()'s argument \(parameter.name)",
              reason: "no tree known has it; it is 0 (--argument \(parameter.name)=FIELD)"))
        }
      }
    }
  }

  /// The array of the tree is compiled whole; what it includes is the shim.
  private func writeArray() throws(KernelSourceError) {
    for file in KernelRecipe.whole {
      let bytes = try tree.read(file)
      let source = CSource(path: file, bytes: bytes)
      for directive in source.directives where directive.keyword.hasPrefix("include") {
        let line = source.line(at: directive.range.lowerBound)
        guard let header = KernelSearch.header(of: bytes[directive.range]) else {
          throw .malformed(file: file, line: line, reason: "an #include that may leave the tree")
        }
        if header != "linux/xarray.h" {
          try folder.write(source: Array("#include \"shim.h\"\n".utf8), to: "include/\(header)")
        }
      }
      for word in ["incbin", "#embed"] where bytes[...].firstRange(of: word) != nil {
        throw .malformed(file: file, line: 1, reason: "'\(word)': it could read any file")
      }
      let place = file == "lib/xarray.c" ? "tree/lib/xarray.c" : "include/linux/xarray.h"
      try folder.write(source: Array("#line 1 \"\(file)\"\n".utf8) + bytes, to: place)
    }
  }

  private mutating func writeOrigin() throws(KernelSourceError) {
    let files = extract.files.union(KernelRecipe.whole).sorted { left, right in
      let order = KernelRecipe.homes
      let (a, b) = (
        order.firstIndex(of: left) ?? order.count, order.firstIndex(of: right) ?? order.count
      )
      return (a, left) < (b, right)
    }
    let sums = try HostProgram(name: "sha256sum").output(
      of: ["--"] + files.map(tree.path), scratch: folder)
    // The sum begins the line, after a backslash if the name is odd.
    let hashes = zip(files, sums.split(separator: "\n")).map { file, line in
      "\(file) \(line.drop { $0 == "\\" }.prefix(16))"
    }
    let machine = configuration.file == nil ? "" : "\(geometry); "
    origin =
      "Linux \(try tree.version()) (\(machine)sha256: \(hashes.joined(separator: ", ")))"
    let text = """
      #define SHIM_ORIGIN "\(origin.escapedForC)"
      #define SHIM_GAPS "\(gaps.map(\.what.escapedForC).joined(separator: "\\n"))"

      """
    try folder.write(source: Array(text.utf8), to: "origin.h")
  }
}
