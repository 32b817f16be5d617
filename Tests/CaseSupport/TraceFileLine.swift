// SPDX-License-Identifier: MIT

package import Cases
import Testing
import TextFiles

/// One line of a trace file under test.
package struct TraceFileLine {
  package let text: String

  package init(_ text: String) { self.text = text }

  /// A machine line that uses every field.
  package static let machine = TraceFileLine(
    """
    {"note":"n","machine":{"params":{"online_policy":"auto-movable",\
    "auto_movable_ratio":301,"auto_movable_numa_aware":true,\
    "memmap_on_memory":true,"movable_node":true,"note":"n"},\
    "block_size_bytes":268435456,"nodes":[{"nid":1,"zones":[{"zone":"Normal",\
    "present_pages":65536,"present_early_pages":65536,"zone_start_pfn":1048576,\
    "spanned_pages":65536}]}],"possible_nids":[1,0],"movable_node":true,\
    "auto_online_blocks":"online_kernel","kernel":"6.12","note":"n"}}
    """)

  /// A machine line whose boot memory has holes: 3 GiB below 4 GiB.
  package static let holes = TraceFileLine(
    """
    {"machine":{"params":{"online_policy":"contig-zones",\
    "auto_movable_ratio":301,"auto_movable_numa_aware":true},\
    "block_size_bytes":134217728,"nodes":[{"nid":0,"zones":[{"zone":"DMA",\
    "present_pages":3998,"present_early_pages":3998,"zone_start_pfn":1,\
    "spanned_pages":4095},{"zone":"DMA32","present_pages":782304,\
    "present_early_pages":782304,"zone_start_pfn":4096,"spanned_pages":1044480}]}],\
    "memory":[{"start_pfn":1,"nr_pages":158,"nid":0},{"start_pfn":256,\
    "nr_pages":786144,"nid":0}],"movable_node":false,"auto_online_blocks":"offline"}}
    """)

  /// A line of each operation, with every field that it may have.
  package static let operations: [TraceFileLine] = [
    #"{"op":"memory_group_register_static","nid":-1,"max_pages":18446744073709551615,"#
      + #""expect":{"returns":-22},"note":"n"}"#,
    #"{"op":"memory_group_register_dynamic","nid":0,"unit_pages":32768,"expect":{"returns":0}}"#,
    #"{"op":"memory_group_unregister","mgid":-1}"#,
    #"{"op":"add_memory","nid":3,"start_pfn":1,"nr_pages":2,"memmap_on_memory":true}"#,
    #"{"op":"add_memory","mgid":3,"start_pfn":0,"nr_pages":0,"expect":{"returns":0}}"#,
    #"{"op":"remove_memory","start_pfn":1,"nr_pages":2}"#,
    #"{"op":"offline_and_remove_memory","start_pfn":1,"nr_pages":2}"#,
    #"{"op":"write_state","block":7,"value":"online\n","expect":{"returns":0,"zone":"Movable"}}"#,
    #"{"op":"write_state","block":7,"value":"\u0000\"\\é","expect":{"returns":-22,"zone":null}}"#,
    #"{"op":"write_online","block":18446744073709551615,"value":""}"#,
    #"{"op":"read_valid_zones","block":7,"expect":{"text":"Movable Normal\n"}}"#,
    #"{"op":"read_valid_zones","block":7,"expect":{"returns":-2}}"#,
    #"{"op":"write_parameter","name":"auto_movable_ratio","value":"0x1f"}"#,
    #"{"op":"write_parameter","name":"auto_online_blocks","value":"online"}"#,
    #"{"op":"read_parameter","name":"nonsense","expect":{"returns":-2},"note":""}"#,
    #"{"op":"set_notifier","action":"MEM_GOING_ONLINE","errno":16,"after":3}"#,
    #"{"op":"set_notifier","action":"MEM_GOING_OFFLINE","errno":0}"#,
    #"{"op":"add_memory","nid":3,"start_pfn":1,"nr_pages":2,"online_type":"online_movable"}"#,
    #"{"op":"offline_and_remove_memory_ranges","ranges":[{"start_pfn":1,"nr_pages":2},"#
      + #"{"start_pfn":0,"nr_pages":18446744073709551615}],"expect":{"returns":-22}}"#,
    #"{"op":"offline_and_remove_memory_ranges","ranges":[]}"#,
    #"{"op":"add_memory","nid":3,"start_pfn":0,"nr_pages":0,"expect":{"returns":0,"#
      + #""zones":[{"first":3,"count":2,"zone":"Movable"},{"first":5,"count":1,"zone":"DMA"}]}}"#,
    #"{"op":"read_state","expect":{"nodes":[{"nid":1,"node_start_pfn":1,"#
      + #""node_spanned_pages":2,"node_present_pages":3,"zones":[{"zone":"Movable","#
      + #""present_pages":4,"present_early_pages":18446744073709551615,"cma_pages":0,"#
      + #""zone_start_pfn":5,"spanned_pages":6},{"zone":"DMA"}]},{"nid":0}],"groups":["#
      + #"{"mgid":7,"nid":1023,"is_dynamic":true,"unit_pages":8,"max_pages":9,"#
      + #""present_kernel_pages":10,"present_movable_pages":11},{"mgid":0}]}}"#,
    #"{"op":"offline_and_remove_memory","start_pfn":1,"nr_pages":2,"expect":{"zones":[]}}"#,
    #"{"op":"read_state","expect":{"groups":[]},"note":"n"}"#,
    #"{"op":"read_state"}"#,
    #"{"op":"read_block_file","block":7,"file":"phys_index","expect":{"text":"00000007\n"}}"#,
    #"{"op":"read_parameter","name":"block_size_bytes"}"#,
  ].map { TraceFileLine($0) }

  /// The line with a part of it replaced, which must occur once.
  package func replacing(_ part: String, by other: String) throws -> TraceFileLine {
    let ranges = text.ranges(of: part)
    try #require(ranges.count == 1, "\(part) occurs \(ranges.count) times")
    var text = text
    text.replaceSubrange(ranges[0], with: other)
    return TraceFileLine(text)
  }

  /// What is wrong with the line, as `field: message`; `nil` if nothing is.
  package var problem: String? {
    let bytes = Array(text.utf8)
    do throws(JSONError) {
      _ = try TraceDecoder().decode(bytes.span)
      return nil
    } catch {
      let path = "\(JSONPath(to: error.offset, in: bytes.span))"
      return path.isEmpty ? error.message : "\(path): \(error.message)"
    }
  }

  /// What the line says.
  package var decoded: TraceLine {
    get throws {
      let bytes = Array(text.utf8)
      return try TraceDecoder().decode(bytes.span)
    }
  }
}

extension TraceLine {
  /// The line in canonical form.
  package var text: String {
    var json = JSONWriter()
    switch self {
    case .machine(let machine, let note): machine.write(note: note, to: &json)
    case .step(let step): step.write(to: &json)
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }
}
