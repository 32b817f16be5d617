// SPDX-License-Identifier: MIT

import CReference

/// A context of the C port, and its files as texts.
@safe
final class ReferenceContext {
  let context: OpaquePointer

  init() { unsafe context = memory_hotplug_alloc() }

  deinit { unsafe memory_hotplug_free(context) }
}

extension ReferenceContext {
  /// Says whose behaviour is meant.
  func setKernel(_ major: UInt32, _ minor: UInt32) {
    unsafe memory_hotplug_set_version(context, major << 16 + minor << 8)
  }

  /// Takes a parameter off the command line.
  func boot(_ name: String, _ value: String?) -> Int32 {
    unsafe parse_one(context, name, value)
  }

  /// Writes a file of a parameter with one `write`.
  func write(_ text: String, to name: String) -> Int {
    var bytes = Array(text.utf8CString)
    return unsafe bytes.withUnsafeMutableBufferPointer {
      unsafe param_attr_store(context, name, $0.baseAddress, $0.count - 1)
    }
  }

  /// Reads the file of a parameter; an error number if that fails.
  func read(_ name: String) -> String {
    unsafe Self.text { unsafe param_attr_show(context, name, $0) }
  }

  /// The text that a function prints; an error number if that fails.
  static func text(_ show: (UnsafeMutablePointer<CChar>?) -> Int) -> String {
    var buffer = [CChar](repeating: 0, count: Int(max(PARAM_LINE_MAX, SYSFS_LINE_MAX)))
    let count = unsafe buffer.withUnsafeMutableBufferPointer { unsafe show($0.baseAddress) }
    guard count >= 0 else { return "\(count)" }
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
