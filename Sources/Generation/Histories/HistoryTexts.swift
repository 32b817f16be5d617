// SPDX-License-Identifier: MIT

import Cases

/// Texts that histories write to files: good ones, and ones that are nearly so.
///
/// Each history has its own, so that threads don't count references to the
/// same bytes.
struct HistoryTexts: Sendable {
  /// Online types, by their raw values.
  let onlineTypes: [TraceText] = texts("offline", "online", "online_kernel", "online_movable")

  /// The same with a newline.
  let onlineTypeLines: [TraceText] = texts(
    "offline\n", "online\n", "online_kernel\n", "online_movable\n")

  /// What isn't an online type but nearly.
  let oddOnlineTypes: [TraceText] = texts(
    "", "\n", "Online", "online ", " online", "online\n\n", "onlin", "online_",
    "online-kernel", "going-offline", "offline\0x", "online\n\0", "\0online", "1")

  /// Truth values.
  let booleans: [TraceText] = texts(
    "y", "Y", "yes", "1", "1\n", "on", "oN!", "t", "TRUE", "10", "n", "N\n", "no", "0",
    "0x1", "off", "of", "f", "false", "ON", "Off", "OF", "F", "oF")

  /// What isn't a truth value, or only to newer kernels.
  let oddBooleans: [TraceText] = texts(
    "", "\n", "o", " 1", "2", "enabled", "E\n", "disable", "-1", "\0y", "o\0n")

  /// Policies.
  let policies: [TraceText] = texts(
    "auto-movable", "auto-movable\n", "auto-movable\0 ", "contig-zones", "contig-zones\n")

  /// What isn't a policy but nearly.
  let oddPolicies: [TraceText] = texts(
    "", "auto_movable", "Auto-movable", "auto-movable ", "auto-movable\n\n", "auto",
    "contig", "contig-zones\n ", "\n")

  /// Ratios.
  let ratios: [TraceText] = texts(
    "0", "1", "25", "99", "100", "101", "150\n", "200", "300", "301", "302", "400\n", "1000",
    "+301", "0x12D", "0X12d\n", "0455", "00", "2147483647", "2147483648", "4294967295",
    "0xffffffff", "037777777777", "301\0")

  /// What isn't a ratio.
  let oddRatios: [TraceText] = texts(
    "", "\n", " 301", "301 ", "-1", "++1", "+", "0x", "08", "1e3", "301%", "301\n\n",
    "4294967296", "4294967296x", "18446744073709551615", "18446744073709551616",
    "18446744073709551616x", "18446744073709551615x", "0x1ffffffffffffffff", "\0301")

  /// More than one write takes: only its first page counts.
  let longText = TraceText([UInt8](repeating: UInt8(ascii: "0"), count: 4100))

  private static func texts(_ texts: String...) -> [TraceText] {
    texts.map { TraceText($0) }
  }
}

extension SplitMix64 {
  /// One of a list that isn't empty.
  mutating func pick(_ texts: [TraceText]) -> TraceText {
    texts[below(texts.count)]
  }

  /// Mostly one of a list, and sometimes one of another.
  mutating func pick(_ texts: [TraceText], or odd: [TraceText]) -> TraceText {
    oneIn(6) ? pick(odd) : pick(texts)
  }
}
