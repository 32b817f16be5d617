// SPDX-License-Identifier: MIT

import Foundation
import Scenarios
import Testing
import TextFiles

@Suite struct ScenarioJSONTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Vectors/scenarios")

  @Test("What is written is read as the same")
  func roundTrip() throws {
    let own = try Scenario(
      path: "own.json",
      content: Array(
        """
        {"note": "n", "machine": "q35", "nodes": ["1G", 0], "virtio_mem": [{"id": "vm0",
         "size": "1G", "node": 1, "block": "4M", "memmap_on_memory": true}],
         "kernel_arguments": ["movable_node"], "actions": [
           {"op": "dax_add", "dev": "x", "size": "502M", "node": 1, "address": "0xa90a00000"},
           {"op": "memory_add", "dev": "m", "size": 4096},
           {"op": "write", "path": "/sys/x", "value": "y"}]}
        """.utf8))
    #expect(own.chipset == .q35)
    for scenario in try ScenarioCatalog(paths: [Self.folder.path]).scenarios + [own] {
      var json = JSONWriter()
      scenario.write(to: &json)
      #expect(try Scenario(path: "\(scenario.name).json", content: json.bytes) == scenario)
    }
  }

  @Test(
    "Devices that overlap, lie too far out or are too many",
    arguments: [
      (
        #""acpi_memory": [{"address": "1G", "size": "1G"}, {"address": "1920M", "size": "128M"}],"#
          + #" "actions": []"#,
        "acpi_memory[1]: overlaps acpi_memory[0]"
      ),
      (
        #""actions": [{"op": "dax_add", "dev": "a", "size": 1}]"#,
        "dax_add: expected a size of whole pages (4K), at most 16T"
      ),
      (
        #""actions": [{"op": "dax_add", "dev": "a", "size": "4K", "address": "4096T"}]"#,
        "dax_add: expected an address of a page (4K)"
      ),
      (
        #""actions": [{"op": "dax_add", "dev": "a", "size": "4K"}, {"op": "dimm_add", "dev": "a","#
          + #" "size": "128M"}]"#,
        "actions[1]: dimm_add: there is a device a already"
      ),
      (
        #""actions": [{"op": "dax_add", "dev": "a", "size": "4K"}, {"op": "dimm_del", "dev": "a"}]"#,
        "actions[1]: dimm_del: there is no DIMM a by then"
      ),
      (#""machine": "vax", "actions": []"#, "machine: expected pc or q35"),
    ])
  func refuses(_ fields: String, _ message: String) throws {
    let error = #expect(throws: InputError.self) {
      try Scenario(path: "s.json", content: Array(#"{"nodes": ["1G"], \#(fields)}"#.utf8))
    }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("Lists have limits")
  func limits() throws {
    let devices = (0..<257).map { #"{"address": \#($0 << 27), "size": "128M"}"# }
    let text =
      #"{"nodes": ["1G"], "actions": [], "acpi_memory": [\#(devices.joined(separator: ","))]}"#
    let error = #expect(throws: InputError.self) {
      try Scenario(path: "s.json", content: Array(text.utf8))
    }
    #expect(error?.description == "s.json:1: acpi_memory: expected at most 256 devices")
  }
}
