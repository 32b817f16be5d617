// SPDX-License-Identifier: MIT

internal import Foundation

/// What the guest has printed on its console: a file that QEMU writes.
struct GuestConsole {
  let path: String

  /// How many bytes have been printed so far; it grows while the guest boots.
  var size: UInt64 {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? NSNumber)?.uint64Value ?? 0
  }

  /// The lines without ASCII's control characters, which consoles are full of; whoever
  /// prints them writes out what else a terminal would act upon.
  private var lines: [String] {
    let output = FileManager.default.contents(atPath: path) ?? Data()
    return String(decoding: output, as: UTF8.self)
      .split(whereSeparator: \.isNewline)
      .map { String($0.filter { !$0.isASCII || $0 >= " " }) }
  }

  /// Why the kernel panicked, if it did.
  var panic: String? {
    lines.lazy.compactMap { line in
      line.firstRange(of: "Kernel panic").map { String(line[$0.lowerBound...]) }
    }.first
  }

  /// The last lines.
  var end: [String] { lines.suffix(15) }
}
