// SPDX-License-Identifier: MIT

import AutoMovable
import CaseSupport
import Testing

@testable import Cases
@testable import Generation
@testable import TextFiles

/// Encoding and decoding undo each other.
struct VectorRoundTripTests {
  @Test
  func encodesCanonically() throws {
    var json = JSONWriter()
    try VectorLine.full.decoded.write(to: &json)
    #expect(
      VectorLine(json.bytes).text == """
        {"id":"full","note":"n","params":{"online_policy":"auto-movable",\
        "auto_movable_ratio":301,"auto_movable_numa_aware":true},"nodes":\
        [{"nid":0,"zones":[{"zone":"DMA32","present_pages":7},\
        {"zone":"Normal","present_pages":1048576,\
        "present_early_pages":1048575,"cma_pages":3,\
        "zone_start_pfn":1048576,"spanned_pages":1048577}]},\
        {"nid":2,"zones":[]}],"groups":[{"mgid":0,"nid":2,\
        "is_dynamic":true,"unit_pages":65536,"present_kernel_pages":5,\
        "present_movable_pages":6},{"mgid":3,"nid":0,"is_dynamic":false,\
        "max_pages":262144}],"sections":[{"first":64,"count":8,\
        "zone":"Movable","nid":2},{"first":72,"count":1,"zone":"Normal",\
        "nid":0}],"query":{"function":"zone_for_pfn_range",\
        "online_type":"online","nid":2,"mgid":0,"start_pfn":98304,\
        "nr_pages":32768},"expect":{"zone":"Movable","nid":2}}
        """)
  }

  @Test
  func decodesWhatItEncodes() throws {
    var random = RandomVectors(seed: 1)
    var buffer = VectorBuffer()
    var decoder = VectorDecoder()
    for _ in 0..<5000 {
      let vector = random.next()
      var json = JSONWriter()
      vector.write(to: &json)
      // The same buffer for all: nothing may be left from the line before.
      do throws(JSONError) {
        try decoder.decode(json.bytes.span, into: &buffer)
      } catch {
        Issue.record("\(error) in \(VectorLine(json.bytes).text)")
        return
      }
      let read = buffer.vector
      let decoded = try #require(read)
      #expect(decoded.id == vector.id)
      #expect(decoded.note == vector.note)
      #expect(decoded.policy == vector.policy)
      #expect(decoded.state.nodes == vector.state.nodes)
      #expect(decoded.state.groups.groups == vector.state.groups.groups)
      #expect(decoded.state.sections == vector.state.sections)
      #expect(decoded.query == vector.query)
      #expect(decoded.expect == vector.expect)

      var again = JSONWriter()
      decoded.write(to: &again)
      #expect(again.bytes == json.bytes)
    }
  }

  /// Neither a line that ends early nor one with a wrong byte may trap, and
  /// the former must be refused.
  @Test
  func survivesBrokenLines() {
    var random = RandomVectors(seed: 2)
    var random64 = SplitMix64(seed: 2, stream: 1)
    var buffer = VectorBuffer()
    var decoder = VectorDecoder()
    var lines = [VectorLine.full]
    for _ in 0..<10 {
      var json = JSONWriter()
      random.next().write(to: &json)
      lines.append(VectorLine(json.bytes))
    }
    for line in lines {
      for count in 0..<line.bytes.count {
        let part = Array(line.bytes[..<count])
        #expect(VectorLine(part).problem != nil, "\(VectorLine(part).text)")
      }
      for _ in 0..<2000 {
        var broken = line.bytes
        for _ in 0...random64.below(3) {
          broken[random64.below(broken.count)] = UInt8(
            truncatingIfNeeded: random64.next())
        }
        do throws(JSONError) {
          try decoder.decode(broken.span, into: &buffer)
        } catch {
          let path = JSONPath(to: error.offset, in: broken.span)
          #expect(!error.message.isEmpty && "\(path)".utf8.count < 1000)
        }
      }
    }
  }
}
