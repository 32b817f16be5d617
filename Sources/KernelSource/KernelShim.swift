// SPDX-License-Identifier: MIT

import TextFiles

/// What stands in for the rest of the kernel around genuine functions.
struct KernelShim {
  /// The names that genuine text finds in it, so that they are not cut.
  let names: Set<String>

  /// What it is compiled for.
  let configuration: KernelConfiguration

  /// The header that says so.
  private let header: [UInt8]

  private static let headers: [(name: String, text: [UInt8])] = [
    ("shim.h", PackageResources.shim_h), ("idioms.h", PackageResources.idioms_h),
    ("zones.h", PackageResources.zones_h), ("blocks.h", PackageResources.blocks_h),
    ("settings.h", PackageResources.settings_h),
  ]

  private static let others: [(name: String, text: [UInt8])] = [
    ("trace.h", PackageResources.trace_h), ("memmap.h", PackageResources.memmap_h),
    ("history.h", PackageResources.history_h), ("history.c", PackageResources.history_c),
    ("blocks.c", PackageResources.blocks_c), ("settings.c", PackageResources.settings_c),
    ("oracle.c", PackageResources.oracle_c), ("xarray.c", PackageResources.xarray_c),
    ("automovable.h", PackageResources.automovable_h),
    ("automovable_oracle.h", PackageResources.automovable_oracle_h),
  ]

  /// The shim of the built-in configuration, or of another one.
  init(_ configuration: KernelConfiguration = .usual, geometry: KernelGeometry = .usual) {
    self.configuration = configuration
    header =
      configuration == .usual
      ? PackageResources.config_h : Array((configuration.macros + geometry.macros).utf8)
    var names = configuration.names.union(["struct pglist_data"])
    for (name, text) in Self.headers + [("config.h", header)] {
      let source = CSource(path: name, bytes: text)
      names.formUnion(source.index.keys)
      names.formUnion(source.declaredFunctions)
    }
    self.names = names.union(Self.keywords)
  }

  /// Writes its files.
  func write(to folder: TemporaryFolder) throws(KernelSourceError) {
    for (name, text) in Self.headers + Self.others + [("config.h", header)] {
      try folder.write(source: text, to: name)
    }
  }

  private static let keywords: Set<String> = [
    "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else",
    "enum", "extern", "float", "for", "goto", "if", "inline", "int", "long", "register",
    "return", "short", "signed", "sizeof", "static", "struct", "switch", "typedef", "typeof",
    "union", "unsigned", "void", "volatile", "while", "bool", "true", "false", "NULL", "defined",
    "asm", "__asm__", "__attribute__", "__typeof__", "__inline", "__func__", "__VA_ARGS__",
    "error", "warning",
  ]
}

extension CSource {
  /// The functions that are declared or defined.
  fileprivate var declaredFunctions: [String] {
    topWords(code.indices).filter { next($0.range.upperBound).map { code[$0] } == .open }
      .map(\.text)
  }
}
