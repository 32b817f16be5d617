// SPDX-License-Identifier: MIT

extension JSONReader {
  /// Reads a list.
  package mutating func list<Element>(
    _ element: (inout JSONReader) throws(JSONError) -> Element
  ) throws(JSONError) -> [Element] {
    var elements: [Element] = []
    var isFirst = true
    try beginList()
    while try nextElement(&isFirst) { elements.append(try element(&self)) }
    return elements
  }
}
