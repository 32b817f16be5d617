// SPDX-License-Identifier: MIT

package import Cases
import Testing
import TextFiles

/// One line of a vector file under test.
package struct VectorLine {
  /// A correct line that uses every field.
  package static let full = VectorLine(
    """
    {"id":"full","note":"n","params":{"online_policy":"auto-movable",\
    "auto_movable_ratio":301,"auto_movable_numa_aware":true,\
    "movable_node":false,"note":"n"},"nodes":[{"nid":0,"zones":[\
    {"zone":"DMA32","present_pages":7},{"zone":"Normal",\
    "present_pages":1048576,"present_early_pages":1048575,"cma_pages":3,\
    "zone_start_pfn":1048576,"spanned_pages":1048577,"note":"n"}],\
    "note":"n"},{"nid":2,"zones":[]}],"groups":[{"mgid":0,"nid":2,\
    "is_dynamic":true,"unit_pages":65536,"present_kernel_pages":5,\
    "present_movable_pages":6,"note":"n"},{"mgid":3,"nid":0,\
    "is_dynamic":false,"max_pages":262144}],"sections":[{"first":64,\
    "count":8,"zone":"Movable","nid":2,"note":"n"},{"first":72,"count":1,\
    "zone":"Normal","nid":0}],"query":{"function":"zone_for_pfn_range",\
    "online_type":"online","nid":2,"mgid":0,"start_pfn":98304,\
    "nr_pages":32768,"movable_node":false,"note":"n"},"expect":\
    {"zone":"Movable","nid":2,"note":"n"}}
    """)

  package var bytes: [UInt8]

  package init(_ text: String) { bytes = Array(text.utf8) }

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The line with a part of it replaced, which must occur once.
  package func replacing(_ part: String, by other: String) throws -> VectorLine {
    let ranges = text.ranges(of: part)
    try #require(ranges.count == 1, "\(part) occurs \(ranges.count) times")
    var text = text
    text.replaceSubrange(ranges[0], with: other)
    return VectorLine(text)
  }

  /// What is wrong with the line, as `field: message`; `nil` if nothing is.
  package var problem: String? {
    do {
      _ = try decoded
      return nil
    } catch let error as InputError {
      return error.field.isEmpty
        ? error.message : "\(error.field): \(error.message)"
    } catch {
      return "\(error)"
    }
  }

  /// The vector.
  package var decoded: DecisionVector {
    get throws {
      var buffer = VectorBuffer()
      var decoder = VectorDecoder()
      do throws(JSONError) {
        try decoder.decode(bytes.span, into: &buffer)
      } catch {
        throw InputError(
          file: "", field: JSONPath(to: error.offset, in: bytes.span).description,
          message: error.message)
      }
      let vector = buffer.vector
      return try #require(vector)
    }
  }
}
