// SPDX-License-Identifier: MIT

import AutoMovable
import Scenarios
import TextFiles

/// A part of a capture: what is written is what is read.
///
/// Fields that aren't known are passed over; see `docs/formats.md`.
protocol CaptureValue {
  init(_ reader: inout JSONReader) throws(JSONError)
  func write(to writer: inout JSONWriter)
}

extension JSONReader {
  /// Reads a list.
  mutating func list<Element: CaptureValue>(
    of type: Element.Type = Element.self
  ) throws(JSONError) -> [Element] {
    var elements: [Element] = []
    var isFirst = true
    try beginList()
    while try nextElement(&isFirst) { elements.append(try Element(&self)) }
    return elements
  }

  /// Reads the number of a node that can exist.
  mutating func nodeID() throws(JSONError) -> NodeID {
    NodeID(try integer(in: 0...NodeID.maximumCount - 1))
  }

  /// The node, which can exist, that a field is named by.
  ///
  /// - Parameter start: Where the name starts.
  func nodeID(named name: JSONString, at start: Int) throws(JSONError) -> NodeID {
    guard let number = Int32(text(of: name)), NodeID(number).isPossible else {
      throw expected("the number of a node", at: start)
    }
    return NodeID(number)
  }
}

extension JSONWriter {
  /// Writes a list.
  mutating func list(_ elements: [some CaptureValue]) {
    beginList()
    for element in elements { element.write(to: &self) }
    endList()
  }

  /// Writes an address as the kernel prints it.
  mutating func address(_ address: UInt64) { value(address.hexadecimal) }
}

extension UInt64 {
  /// The number as the kernel prints an address.
  var hexadecimal: String { "0x" + String(self, radix: 16) }
}

// These are read and written as scenarios have them.
extension ACPIMemoryDevice: CaptureValue {}
extension VirtioMemoryDevice: CaptureValue {}
