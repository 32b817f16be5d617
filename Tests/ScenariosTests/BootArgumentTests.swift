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

  @Test(
    "Quoted blanks are within a word, and words with blanks are for no scenario",
    arguments: [
      ("quiet\t movable_node\n", ["quiet", "movable_node"]),
      ("dyndbg=\"file mm movable_node +p\" cma=1G", ["cma=1G"]),
      ("\"dyndbg=file mm movable_node +p\" cma=1G", ["cma=1G"]),
      ("a=\"b\" c", ["a=\"b\"", "c"]), ("a \"b movable_node", ["a"]),
      ("a -- movable_node", ["a"]), ("a \"--\" movable_node", ["a"]), ("-- a", []),
      ("a --b --- c", ["a", "--b", "---", "c"]), ("a=\"x -- y\" c", ["c"]),
      // What matters isn't left out; scenarios refuse it.
      ("cma=\"1G x\"", ["cma=\"1G x\""]),
      ("memory-hotplug.x=\"1 2\" b", ["memory-hotplug.x=\"1 2\"", "b"]),
    ] as [(String, [String])])
  func scenarioWords(_ line: String, _ words: [String]) {
    #expect(BootArgument.scenarioWords(line) == words)
  }

  @Test("Words of init have no names")
  func named() {
    #expect(BootArgument.isNamed("movable_node", in: ["a", "movable-node", "--"]))
    #expect(!BootArgument.isNamed("movable_node", in: ["a", "--", "movable_node"]))
  }
}
