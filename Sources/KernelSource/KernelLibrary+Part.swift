// SPDX-License-Identifier: MIT

extension KernelLibrary.Part {
  /// Which part is given up first if several fail.
  var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// What it is called in verdicts.
  var words: String {
    switch self {
    case .decisions: "decisions"
    case .traces: "values on the way to a decision"
    case .histories: "histories"
    case .blocks:
      "memory_block_online(), memory_block_offline(), online_pages() and offline_pages()"
    case .parameters: "parameters"
    }
  }

  /// What the text that is cut for it is called.
  var file: String? {
    switch self {
    case .decisions: "extract.c"
    case .traces: nil
    case .histories: "books.c"
    case .blocks: "onlining.c"
    case .parameters: "parameters.c"
    }
  }

  /// The compiler's argument.
  var flag: String {
    switch self {
    case .decisions: "-DSHIM_DECISIONS"
    case .traces: "-DSHIM_TRACES"
    case .histories: "-DSHIM_HISTORIES"
    case .blocks: "-DSHIM_BLOCKS"
    case .parameters: "-DSHIM_PARAMETERS"
    }
  }

  /// The part that a file of the shim's is of.
  init?(shimFile file: String) {
    switch file.split(separator: "/").last ?? "" {
    case "trace.h": self = .traces
    case "history.h", "history.c", "memmap.h": self = .histories
    case "blocks.h", "blocks.c": self = .blocks
    case "settings.h", "settings.c": self = .parameters
    case "oracle.c", "zones.h", "shim.h", "idioms.h", "calls.h": self = .decisions
    default: return nil
    }
  }
}
