// SPDX-License-Identifier: MIT

import Glibc

/// The files of a tree that may define what its policy needs: the headers that the
/// C files include, and those that these include, the nearest first.
struct KernelSearch {
  private let tree: KernelTree

  /// The headers.
  let headers: [String]

  private var texts: [String: [UInt8]] = [:]

  init(_ tree: KernelTree) {
    self.tree = tree
    var found: [String] = []
    var known: Set<String> = []
    var queue = KernelRecipe.homes
    var texts: [String: [UInt8]] = [:]
    // No tree has as many.
    while !queue.isEmpty, found.count < 4000 {
      var included: [String] = []
      for file in queue {
        guard let text = try? tree.read(file) else { continue }
        texts[file] = text
        if !KernelRecipe.homes.contains(file) { found.append(file) }
        for header in Self.includes(in: text, of: file) where known.insert(header).inserted {
          included.append(header)
        }
      }
      queue = included
    }
    headers = found
    self.texts = texts
  }

  /// Whether a file has a name, or the tag of `struct tag`, in it.
  func mentions(_ name: String, in file: String) throws(KernelSourceError) -> Bool {
    let text = if let text = texts[file] { text } else { try tree.read(file) }
    // Of a call it is the argument that tells, also where a macro makes the name.
    var word = name.split { " (".contains($0) }.last ?? ""
    for prefix in ["param_ops_", "param_set_", "param_get_"] where word.hasPrefix(prefix) {
      word = word.dropFirst(prefix.count)
    }
    return text.offset(of: Array(word.utf8), from: 0) != nil
  }

  /// What an `#include` names, unless it could be outside of the tree.
  static func header(of line: ArraySlice<UInt8>) -> String? {
    let line = String(decoding: line, as: UTF8.self)
    guard let quote = line.firstIndex(where: { "<\"".contains($0) }) else { return nil }
    let name = line[quote...].dropFirst().prefix { !">\"".contains($0) }
    return name.split(separator: "/").contains("..") || name.hasPrefix("/") ? nil : String(name)
  }

  private static func includes(in text: [UInt8], of file: String) -> [String] {
    let mark = Array("#include".utf8)
    var headers: [String] = []
    var offset = 0
    while let start = text.offset(of: mark, from: offset) {
      let end = text[start...].firstIndex(of: .newline) ?? text.count
      offset = end
      guard let name = header(of: text[start..<end]) else { continue }
      if text[start..<end].contains(UInt8(ascii: "\"")) {
        headers.append(file.split(separator: "/").dropLast().joined(separator: "/") + "/" + name)
      } else if name.hasPrefix("asm/") {
        headers.append("include/asm-generic/\(name.dropFirst(4))")
      } else {
        headers += ["include/\(name)", "include/uapi/\(name)"]
      }
    }
    return headers
  }
}

extension [UInt8] {
  /// Where other bytes start first, from an offset on.
  func offset(of other: [UInt8], from start: Int) -> Int? {
    guard let first = other.first, start < count else { return nil }
    return unsafe withUnsafeBytes { bytes in
      unsafe other.withUnsafeBytes { other in
        let base = bytes.baseAddress!
        var offset = start
        while offset + other.count <= bytes.count,
          let place = unsafe memchr(base + offset, Int32(first), bytes.count - offset)
        {
          offset = unsafe place - UnsafeMutableRawPointer(mutating: base)
          guard offset + other.count <= bytes.count else { return nil }
          if unsafe memcmp(place, other.baseAddress!, other.count) == 0 { return offset }
          offset += 1
        }
        return nil
      }
    }
  }
}

extension ArraySlice<UInt8> {
  /// Where a word starts first.
  func firstRange(of word: String) -> Int? { [UInt8](self).offset(of: Array(word.utf8), from: 0) }
}
