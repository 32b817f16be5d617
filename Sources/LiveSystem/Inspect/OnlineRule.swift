// SPDX-License-Identifier: MIT

public import AutoMovable
import TextFiles

/// A line of udev's rules that onlines memory which was added.
///
/// A rule comes after the kernel's own `auto_online_blocks`, and matters where that
/// leaves memory offline.
public struct OnlineRule: Hashable, Sendable {
  /// The file.
  public let file: String

  /// The line, counted from 1.
  public let line: Int

  /// What it writes to `state`.
  public let onlineType: OnlineType
}

extension OnlineRule {
  /// The rules in force, in udev's order: by the names of files, of which one in
  /// `/etc` stands for another of the same name.
  static func all(_ source: some SystemSource) throws(InputError) -> [OnlineRule] {
    var paths: [String: String] = [:]
    for folder in [
      "usr/lib/udev/rules.d", "lib/udev/rules.d", "run/udev/rules.d", "etc/udev/rules.d",
    ] {
      for name in try source.names(in: folder) ?? [] where name.hasSuffix(".rules") {
        paths[name] = "\(folder)/\(name)"
      }
    }
    var rules: [OnlineRule] = []
    for (_, path) in paths.sorted(by: { $0.key < $1.key }) {
      guard let text = try source.text(path, atMost: 1 << 20) else { continue }
      text.forEachLine { line, number in
        guard let type = onlineType(of: line) else { return }
        rules.append(OnlineRule(file: text.file, line: number, onlineType: type))
      }
    }
    return rules
  }

  /// What a line writes to the state of memory:
  /// `SUBSYSTEM=="memory", ACTION=="add", ATTR{state}="online"`.
  private static func onlineType(of line: String) -> OnlineType? {
    let text = line.filter { $0 != " " && $0 != "\t" }
    guard !text.hasPrefix("#"), text.contains("SUBSYSTEM==\"memory\""),
      let start = text.firstRange(of: "ATTR{state}=\"")?.upperBound
    else { return nil }
    return OnlineType(sysfsText: Array(text[start...].prefix { $0 != "\"" }.utf8).span)
  }
}
