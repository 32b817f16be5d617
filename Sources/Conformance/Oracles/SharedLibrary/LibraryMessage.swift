// SPDX-License-Identifier: MIT

import Cases
import OracleInterface

// What passes between a run and the process that has the library. Both are the
// same program on the same machine, so values travel as they are in memory.

/// What the process says first: what the library is, or why there is none.
struct LibraryGreeting {
  /// Numbers: whether the library is loaded, its fields, the length of a text, whether it
  /// judges histories, its largest unit.
  static let headCount = 24

  let isLoaded: Bool
  let judgesHistories: Bool
  let fields: DecisionAnswer.FieldSet
  let textCount: Int
  let largestUnit: UInt64

  /// The greeting of a library, or of the failure to load it.
  static func bytes(_ library: Result<SharedLibrary, LibraryError>) -> [UInt8] {
    let (isLoaded, fields, text, judges, largestUnit) =
      switch library {
      case .success(let library):
        (
          UInt32(1), library.fields.rawValue,
          ([library.origin] + library.gaps).joined(separator: "\0"),
          UInt32(library.judgesHistories ? 1 : 0), library.largestUnit
        )
      case .failure(let error): (UInt32(0), UInt32(0), "\(error)", UInt32(0), UInt64(0))
      }
    let utf8 = Array(text.utf8)
    var bytes: [UInt8] = []
    bytes.append(valueOf: isLoaded)
    bytes.append(valueOf: fields)
    bytes.append(valueOf: UInt32(utf8.count))
    bytes.append(valueOf: judges)
    bytes.append(valueOf: largestUnit)
    return bytes + utf8
  }

  /// Reads the head.
  init(_ bytes: [UInt8]) {
    isLoaded = bytes.value(at: 0, of: UInt32.self) == 1
    fields = DecisionAnswer.FieldSet(rawValue: bytes.value(at: 4, of: UInt32.self))
    textCount = Int(bytes.value(at: 8, of: UInt32.self))
    judgesHistories = bytes.value(at: 12, of: UInt32.self) == 1
    largestUnit = bytes.value(at: 16, of: UInt64.self)
  }
}

/// What a request is, before all else.
enum LibraryRequest: UInt64 {
  /// A batch of questions.
  case decide
  /// A history.
  case replay

  /// The size of the number that stands for it.
  static let count = 8

  /// That number.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(valueOf: rawValue)
    return bytes
  }
}

extension InterfaceBatch {
  /// The size of the numbers that come before the arrays.
  static var headCount: Int {
    unsafe MemoryLayout<automovable_geometry>.size + MemoryLayout<automovable_batch>.size
  }

  /// The batch as a message: the head, then the arrays.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(valueOf: geometry)
    unsafe bytes.append(valueOf: header)
    bytes.append(valuesOf: nodes)
    bytes.append(valuesOf: groups)
    bytes.append(valuesOf: sections)
    bytes.append(valuesOf: queries)
    return bytes
  }

  /// Reads the head of a message; returns how many bytes of arrays follow.
  mutating func readHead(_ bytes: [UInt8]) -> Int {
    geometry = bytes.value(at: 0, of: automovable_geometry.self)
    unsafe header = bytes.value(
      at: MemoryLayout<automovable_geometry>.size, of: automovable_batch.self)
    return unsafe Int(header.nr_nodes) * MemoryLayout<automovable_node>.stride
      + Int(header.nr_groups) * MemoryLayout<automovable_group>.stride
      + Int(header.nr_sections) * MemoryLayout<automovable_sections>.stride
      + Int(header.nr_queries) * MemoryLayout<automovable_query>.stride
  }

  /// Reads the arrays that follow the head.
  mutating func readArrays(_ bytes: [UInt8]) {
    var offset = 0
    unsafe nodes = bytes.values(Int(header.nr_nodes), at: &offset)
    unsafe groups = bytes.values(Int(header.nr_groups), at: &offset)
    unsafe sections = bytes.values(Int(header.nr_sections), at: &offset)
    unsafe queries = bytes.values(Int(header.nr_queries), at: &offset)
  }
}

extension InterfaceHistory {
  /// The size of the numbers that come before the batch and the arrays.
  static var headCount: Int { unsafe MemoryLayout<automovable_history>.size }

  /// The history as a message: the head, the machine, then the events.
  func bytes(eventCount: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var head = unsafe header
    unsafe head.nr_events = UInt64(eventCount)
    unsafe head.text_size = UInt64(text.count)
    unsafe bytes.append(valueOf: head)
    bytes += machine.bytes
    bytes.append(valuesOf: Array(events[..<eventCount]))
    return bytes + text
  }

  /// Reads the head; returns how many bytes of events and text follow the
  /// machine.
  mutating func readHead(_ bytes: [UInt8]) -> Int {
    unsafe header = bytes.value(at: 0, of: automovable_history.self)
    return unsafe Int(header.nr_events) * MemoryLayout<automovable_event>.stride
      + Int(header.text_size)
  }

  /// Reads the events and the text.
  mutating func readEvents(_ bytes: [UInt8]) {
    var offset = 0
    unsafe events = bytes.values(Int(header.nr_events), at: &offset)
    text = Array(bytes[offset...])
  }
}

extension [UInt8] {
  /// Appends the bytes of a value that is nothing but numbers.
  mutating func append<Value: BitwiseCopyable>(valueOf value: Value) {
    unsafe Swift.withUnsafeBytes(of: value) { unsafe append(contentsOf: $0) }
  }

  /// Appends the bytes of such values.
  mutating func append<Value: BitwiseCopyable>(valuesOf values: [Value]) {
    unsafe values.withUnsafeBytes { unsafe append(contentsOf: $0) }
  }

  /// The value whose bytes start at an offset; they have to be there.
  func value<Value: BitwiseCopyable>(at offset: Int, of type: Value.Type) -> Value {
    precondition(offset >= 0 && count - offset >= MemoryLayout<Value>.size)
    return unsafe withUnsafeBytes {
      unsafe $0.loadUnaligned(fromByteOffset: offset, as: type)
    }
  }

  /// As many values in a row from an offset, which is moved behind them.
  func values<Value: BitwiseCopyable>(_ count: Int, at offset: inout Int) -> [Value] {
    let start = offset
    offset += count * MemoryLayout<Value>.stride
    return (0..<count).map {
      value(at: start + $0 * MemoryLayout<Value>.stride, of: Value.self)
    }
  }
}
