// SPDX-License-Identifier: MIT

import Scenarios
import Testing
import TextFiles

@Suite struct ScenarioTests {
  @Test func readsAllFields() throws {
    let scenario = try Scenario(
      path: "some/where/mixed.json",
      content: Array(
        """
        {"note": "n", "nodes": ["1G", 0], "virtio_mem": [{"id": "vm0", "size": "1G", "node": 1}],
         "acpi_memory": [{"address": "2G", "size": "128M"}],
         "online_policy": "contig-zones", "auto_movable_ratio": 4294967295,
         "auto_movable_numa_aware": false, "memhp_default_state": "offline",
         "kernel_arguments": ["kernelcore=1G"],
         "actions": [
           {"op": "grow", "dev": ["vm0"], "from": "256M", "to": "512M", "step": "128M"},
           {"op": "dimm_add", "dev": "d0", "size": "256M"}, {"op": "dimm_del", "dev": "d0"},
           {"op": "param", "param": "auto_movable_ratio", "value": "0x1F"},
           {"op": "block_state", "blocks": [3, 4], "value": "offline"},
           {"op": "block_online", "block": 3, "value": "1"},
           {"op": "auto_online_blocks", "value": "online_kernel"},
           {"op": "valid_zones", "block": 3}, {"op": "load_module", "module": "kmem"},
           {"op": "write", "path": "/sys/x", "value": "y z"}
         ]}
        """.utf8))
    #expect(scenario.name == "mixed")
    #expect(scenario.nodes.map(\.rawValue) == [1 << 30, 0])
    #expect(scenario.virtioMemory.first?.node == 1)
    #expect(scenario.acpiMemory.first?.node == 0)
    #expect(scenario.autoMovableRatio == .max)
    #expect(!scenario.autoMovableNumaAware)
    #expect(scenario.dimmSlots == 1)
    #expect(
      scenario.actions.map(\.description) == [
        "resize vm0 256M", "resize vm0 384M", "resize vm0 512M", "dimm_add d0 256M node 0",
        "dimm_del d0", "param auto_movable_ratio=0x1F", "block_state 3 offline",
        "block_state 4 offline", "block_online 3 1", "auto_online_blocks online_kernel",
        "valid_zones 3", "load_module kmem", "write /sys/x y z",
      ])
  }

  @Test func defaultsAreTheKernelsButForThePolicy() throws {
    let scenario = try Scenario(
      path: "d.json", content: Array(#"{"nodes": ["1G"], "actions": []}"#.utf8))
    #expect(scenario.onlinePolicy == "auto-movable")
    #expect(scenario.autoMovableRatio == 301)
    #expect(scenario.autoMovableNumaAware)
    #expect(scenario.defaultState == "online")
  }

  @Test(arguments: [
    (#"{"nodes": ["1G"]}"#, "s.json:1: actions is missing"),
    (
      #"{"nodes": ["1G"], "actions": [], "action": []}"#,
      "s.json:1: action: unknown field, expected note, machine, nodes"
    ),
    (#"{"nodes": "1G", "actions": []}"#, "nodes: expected a list, found \"1G\""),
    (#"{"nodes": ["1X"], "actions": []}"#, #"nodes[0]: expected a size such as "128M""#),
    (#"{"nodes": [], "actions": []}"#, "nodes: expected 1 to 64 nodes"),
    (#"{"nodes": [0], "actions": []}"#, "nodes: expected memory on a node"),
    (#"{"nodes": [4096], "actions": []}"#, "nodes[0]: expected whole MiB"),
    (
      #"{"nodes": ["1G"], "auto_movable_ratio": -1, "actions": []}"#,
      "auto_movable_ratio: expected an integer in 0...4294967295, found -1"
    ),
    (
      #"{"nodes": ["1G"], "memhp_default_state": "on", "actions": []}"#,
      "memhp_default_state: expected one of offline, online"
    ),
    (
      #"{"nodes": ["1G"], "online_policy": "auto-movable movable_node", "actions": []}"#,
      "online_policy: expected printable ASCII"
    ),
    (
      #"{"nodes": ["1G"], "kernel_arguments": ["a b"], "actions": []}"#,
      "kernel_arguments[0]: expected printable ASCII"
    ),
    (
      #"{"nodes": ["1G"], "actions": [{"op": "jump"}]}"#,
      #"actions[0].op: expected resize, grow, dimm_add"#
    ),
    (#"{"nodes": ["1G"], "actions": [{}]}"#, "actions[0]: op is missing"),
    (
      #"{"nodes": ["1G"], "actions": [{"op": "dimm_del", "dev": "d0", "node": 1}]}"#,
      "actions[0].node: unknown field of dimm_del, expected op, dev"
    ),
    (
      #"{"nodes": ["1G"], "actions": [{"op": "dimm_del", "dev": "d0"}]}"#,
      "s.json:1: actions[0]: dimm_del: there is no DIMM d0 by then"
    ),
    (
      #"{"nodes": ["1G"], "actions": [{"op": "resize", "dev": "vm0", "size": "2M"}]}"#,
      "actions[0]: resize: there is no virtio-mem device vm0"
    ),
    (
      #"{"nodes": ["1G"], "virtio_mem": [{"id": "v", "size": "1G"}], "#
        + #""actions": [{"op": "resize", "dev": "v", "size": "2G"}]}"#,
      "actions[0]: resize: expected whole blocks of 2M, at most 1G"
    ),
    (
      #"{"nodes": ["1G"], "virtio_mem": [{"id": "v,x", "size": "1G"}], "actions": []}"#,
      "virtio_mem[0]: expected an id"
    ),
    (
      #"{"nodes": ["1G"], "actions": [{"op": "grow", "dev": "v", "to": "1G", "step": 0}]}"#,
      "actions[0].step: expected 1 to 4096 steps"
    ),
    (
      #"{"nodes": ["1G"], "actions": [{"op": "param", "param": "p", "value": "1\n2"}]}"#,
      "expected a value of one line"
    ),
    (
      #"{"nodes": ["1G"], "actions": [{"op": "write", "path": "/dev/x", "value": "1"}]}"#,
      "expected a path below /sys"
    ),
    (
      #"{"nodes": ["1G"], "actions": [{"op": "write", "path": "/sys/../dev/x", "value": "1"}]}"#,
      "expected a path below /sys"
    ),
    (
      #"{"nodes": ["1G"], "actions": [{"op": "grow", "dev": "v", "to": 1, "step": "8388608T"}]}"#,
      "actions[0].step: expected 1 to 4096 steps"
    ),
    (
      #"{"nodes": ["1G"], "actions": [{"op": "valid_zones", "block": 1, "blocks": [2]}]}"#,
      "actions[0].blocks: given beside block"
    ),
    (#"{"nodes": ["1G"], "nodes": ["1G"], "actions": []}"#, "s.json:1: nodes: given twice"),
    (
      "{\n\"nodes\": [\n\"1G\",\n\"1\"], \"actions\": []}", "s.json:4: nodes[1]: expected whole MiB"
    ),
    (
      "{\"nodes\": [\"1G\"], \"actions\": [\n\n{\"op\": \"dimm_del\", \"dev\": \"d0\"}]}",
      "s.json:3: actions[0]: dimm_del: "
    ),
    (#"{"nodes": ["1G"], "#, "s.json:1: expected a field's name"),
    ("", "s.json:1: expected an object"),
  ])
  func refuses(content: String, message: String) throws {
    let error = #expect(throws: InputError.self) {
      try Scenario(path: "s.json", content: Array(content.utf8))
    }
    let description = try #require(error).description
    #expect(description.hasPrefix("s.json:"))
    #expect(description.contains(message))
    #expect(!description.contains("\n"))
  }
}
