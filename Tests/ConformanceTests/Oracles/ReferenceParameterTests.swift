// SPDX-License-Identifier: MIT

import AutoMovable
import CReference
import TestSupport
import Testing

/// The C port reads and prints parameters as the core's examples say.
@Suite("Parameter texts of the C port")
struct ReferenceParameterTests {
  private static let names = ModuleParameter.allCases.map { "\($0.name)" }

  /// A context in which no parameter has the value that a text gives it.
  private static func context(before example: ParameterExample) -> ReferenceContext {
    let context = ReferenceContext()
    let boolean = example.outcome == .reads("N") ? "1" : "0"
    let policy =
      example.outcome == .reads("auto-movable") ? "contig-zones" : "auto-movable"
    #expect(context.boot("memory_hotplug.online_policy", policy) == 0)
    #expect(context.boot("memory_hotplug.auto_movable_ratio", "4711") == 0)
    #expect(context.boot("memory_hotplug.auto_movable_numa_aware", boolean) == 0)
    #expect(context.boot("memory_hotplug.memmap_on_memory", boolean) == 0)
    return context
  }

  @Test(arguments: ParameterExample.all)
  func aTextOnTheCommandLine(_ example: ParameterExample) {
    let context = Self.context(before: example)
    let before = Self.names.map(context.read)
    let name = "\(example.parameter.name)"
    let result = context.boot("memory_hotplug." + name, example.text)
    switch example.outcome {
    case .reads(let text):
      #expect(result == 0)
      #expect(context.read(name) == text + "\n")
    case .fails(let errno):
      #expect(result == -errno)
      #expect(Self.names.map(context.read) == before)
    }
  }

  @Test(arguments: ParameterExample.all.filter(\.parameter.isWritable))
  func aTextWrittenToTheFile(_ example: ParameterExample) {
    let context = Self.context(before: example)
    let before = Self.names.map(context.read)
    let name = "\(example.parameter.name)"
    let result = context.write(example.text, to: name)
    switch example.outcome {
    case _ where example.text.isEmpty:
      #expect(result == 0)
      #expect(Self.names.map(context.read) == before)
    case .reads(let text):
      #expect(result == example.text.utf8.count)
      #expect(context.read(name) == text + "\n")
    case .fails(let errno):
      #expect(result == -Int(errno))
      #expect(Self.names.map(context.read) == before)
    }
  }

  @Test func theDefaults() {
    let context = ReferenceContext()
    let texts = Self.names.map(context.read)
    #expect(texts == ["contig-zones\n", "301\n", "Y\n", "N\n"])
  }

  @Test func filesThatCannotBeWritten() {
    let context = ReferenceContext()
    #expect(context.write("Y", to: "memmap_on_memory") == -13)
    #expect(context.write("Y", to: "memmap_on_memor") == -2)
    #expect(context.write("7", to: "auto-movable-ratio") == -2)
    #expect(context.read("movable_node") == "-2")
    #expect(context.read("memmap_on_memory") == "N\n")
  }

  @Test func aNULEndsTheText() {
    let context = ReferenceContext()
    #expect(context.write("250\0 and so on", to: "auto_movable_ratio") == 14)
    #expect(context.read("auto_movable_ratio") == "250\n")
    #expect(context.write("auto-movable\n\0\n", to: "online_policy") == 15)
    #expect(context.read("online_policy") == "auto-movable\n")
    #expect(context.write("\0" + "7", to: "auto_movable_ratio") == -22)
  }

  @Test func aWriteIsCutAtAPage() {
    let context = ReferenceContext()
    let zeros = String(repeating: "0", count: 4094)
    #expect(context.write(zeros + "17" + "x", to: "auto_movable_ratio") == 4096)
    #expect(context.read("auto_movable_ratio") == "15\n")
    #expect(context.write(zeros + "7\n" + "\n", to: "auto_movable_ratio") == 4096)
    #expect(context.read("auto_movable_ratio") == "7\n")
    #expect(context.write(zeros + " 7", to: "auto_movable_ratio") == -22)
  }

  /// What a text is to the last kernel before a difference, and to the first one
  /// behind it.
  @Test(arguments: [
    ("true", "Y", (5, 18), (5, 19)), ("F", "N", (5, 18), (5, 19)),
    ("Enabled", "Y", (6, 15), (6, 16)), ("d", "N", (6, 15), (6, 16)),
  ])
  func truthValues(
    _ text: String, _ value: String, _ before: (UInt32, UInt32), _ after: (UInt32, UInt32)
  ) {
    let context = ReferenceContext()
    let name = "auto_movable_numa_aware"
    #expect(context.write(value == "Y" ? "0" : "1", to: name) == 1)
    context.setKernel(before.0, before.1)
    #expect(context.write(text, to: name) == -22)
    #expect(context.read(name) != value + "\n")
    context.setKernel(after.0, after.1)
    #expect(context.write(text, to: name) == text.utf8.count)
    #expect(context.read(name) == value + "\n")
  }

  @Test func aForcedMap() {
    let context = ReferenceContext()
    let name = "memory_hotplug.memmap_on_memory"
    context.setKernel(6, 6)
    for text in ["force", "FORCE", "force\n"] {
      #expect(context.boot(name, "0") == 0)
      #expect(context.boot(name, text) == 0)
      #expect(context.read("memmap_on_memory") == "force\n")
    }
    #expect(context.boot(name, nil) == -22)
    #expect(context.boot("memory_hotplug.auto_movable_numa_aware", nil) == 0)
    // Before that it began with an f, and before that was nothing.
    context.setKernel(6, 5)
    #expect(context.boot(name, "force") == 0)
    #expect(context.read("memmap_on_memory") == "N\n")
    #expect(context.boot(name, nil) == 0)
    #expect(context.read("memmap_on_memory") == "Y\n")
    context.setKernel(5, 18)
    #expect(context.boot(name, "force") == -22)
  }

  @Test func theCommandLine() {
    let context = ReferenceContext()
    #expect(context.boot("memory-hotplug.auto-movable-ratio", "7") == 0)
    #expect(context.read("auto_movable_ratio") == "7\n")
    #expect(context.boot("memory_hotplug.auto_movable_ratio", nil) == -22)
    #expect(context.boot("memory_hotplug.online_policy", nil) == -22)
    #expect(context.boot("memory_hotplug.auto_movable_numa_aware", "n") == 0)
    #expect(context.boot("memory_hotplug.auto_movable_numa_aware", nil) == 0)
    #expect(context.boot("memory_hotplug.memmap_on_memory", nil) == 0)
    #expect(context.read("auto_movable_numa_aware") == "Y\n")
    #expect(context.read("memmap_on_memory") == "Y\n")
    #expect(context.boot("memory_hotplug.auto_movable_rati", "7") == -2)
    #expect(context.boot("auto_movable_ratio", "7") == -2)
  }
}
