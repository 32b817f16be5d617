// SPDX-License-Identifier: MIT

import AutoMovable
internal import SystemPackage
internal import TextFiles

/// What of this machine's memory no file tells: `present_early_pages`, groups, and the
/// nodes' own counters.
struct KernelView {
  private let core: FilePath
  private let symbols: KernelSymbols
  private let layout: KernelLayout

  /// Finds out where the kernel keeps it, and looks once.
  ///
  /// - Parameters:
  ///   - root: The folder with `sys` and `proc`.
  ///   - record: What the files there say.
  /// - Throws: Why it can't be read: the kernel has no `/proc/kcore` or is locked down,
  ///   hides its symbols' addresses, or doesn't describe its types.
  init(root: FilePath, _ record: SystemRecord) throws(LiveError) {
    core = root.appending("proc/kcore")
    try KernelCore.reading(core) { _ in }
    let types = root.appending("sys/kernel/btf/vmlinux")
    let list = root.appending("proc/kallsyms")
    layout = try KernelLayout(TypeFormat(bytes: Self.content(of: types)))
    // Of some 200,000 lines two count.
    let names = KernelMemory.symbolNames.map { Array(" \($0)".utf8) }
    symbols = KernelSymbols(
      lines: try Self.content(of: list).split(separator: UInt8(ascii: "\n"))
        .filter { line in names.contains { line.suffix($0.count).elementsEqual($0) } }
        .map { String(decoding: $0, as: UTF8.self) })
    _ = try state(of: record)
  }

  private static func content(of path: FilePath) throws(LiveError) -> [UInt8] {
    do throws(Errno) {
      return try path.contents(atMost: 64 << 20)
    } catch {
      throw .missing("\(path): cannot be read: \(error)")
    }
  }

  /// Looks at the kernel's memory.
  ///
  /// - Parameter record: What the files said just before.
  /// - Throws: If the two aren't of the same moment, or the kernel's memory isn't as was
  ///   expected.
  func state(of record: SystemRecord) throws(LiveError) -> KernelState {
    try KernelCore.reading(core) { core throws(LiveError) in
      let memory = KernelMemory(.core(core), symbols)
      return KernelState(
        nodes: try memory.nodes(layout, of: record.zones), groups: try memory.groups(layout))
    }
  }
}
