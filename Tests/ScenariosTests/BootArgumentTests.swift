// SPDX-License-Identifier: MIT

import Scenarios
import Testing

@Suite("Arguments of the kernel")
struct BootArgumentTests {
  @Test(
    "Are taken apart as the kernel does",
    arguments: [
      ("movable-node", "movable_node", nil),
      ("memory-hotplug.online-policy=auto-movable", "memory_hotplug.online_policy", "auto-movable"),
      ("kernelcore=", "kernelcore", ""), ("a=b=c", "a", "b=c"), ("x=\"1 2\"", "x", "1 2"),
    ] as [(String, String, String?)])
  func word(_ word: String, _ name: String, _ value: String?) {
    let argument = BootArgument(word)
    #expect(argument.name == name)
    #expect(argument.value == value)
  }

  @Test("End where those of init begin")
  func line() {
    let line = "root=/dev/vda \"quiet x\"\tdyndbg=\"file a.c +p\" movable-node -- movable_node=1"
    #expect(
      BootArgument.list(line).map(\.name) == ["root", "quiet x", "dyndbg", "movable_node"])
    #expect(BootArgument.list("") == [])
  }
}
