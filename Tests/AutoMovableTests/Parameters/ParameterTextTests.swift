// SPDX-License-Identifier: MIT

import AutoMovable
import TestSupport
import Testing

/// The texts of the module's parameters, in and out.
@Suite("Parameter texts")
struct ParameterTextTests {
  /// Parameters of which none has the value that a text gives it.
  private static func parameters(before example: ParameterExample) -> ModuleParameters {
    let isTrue = example.outcome == .reads("N")
    return ModuleParameters(
      policy: Policy(
        onlinePolicy: example.outcome == .reads("auto-movable")
          ? .contigZones : .autoMovable,
        autoMovableRatio: 4711, isAutoMovableNUMAAware: isTrue),
      memmapOnMemory: isTrue ? .enabled : .disabled)
  }

  @Test(arguments: ParameterExample.all)
  func aTextOnTheCommandLine(_ example: ParameterExample) throws {
    let before = Self.parameters(before: example)
    var parameters = before
    let bytes = Array(example.text.utf8)
    switch example.outcome {
    case .reads(let text):
      try parameters.set(example.parameter, to: bytes.span)
      #expect("\(parameters.read(example.parameter))" == text + "\n")
      #expect(parameters != before)
    case .fails(let errno):
      let error = #expect(throws: HotplugError.self) {
        try parameters.set(example.parameter, to: bytes.span)
      }
      #expect(error?.errno == errno)
      #expect(parameters == before)
    }
  }

  @Test(arguments: ParameterExample.all.filter(\.parameter.isWritable))
  func aTextWrittenToTheFile(_ example: ParameterExample) throws {
    let before = Self.parameters(before: example)
    var parameters = before
    switch example.outcome {
    case _ where example.text.isEmpty:
      // A `write` of nothing succeeds and is never seen.
      #expect(try parameters.write(example.text, to: example.parameter) == 0)
      #expect(parameters == before)
    case .reads(let text):
      let count = try parameters.write(example.text, to: example.parameter)
      #expect(count == example.text.utf8.count)
      #expect("\(parameters.read(example.parameter))" == text + "\n")
    case .fails(let errno):
      let error = #expect(throws: HotplugError.self) {
        try parameters.write(example.text, to: example.parameter)
      }
      #expect(error?.errno == errno)
      #expect(parameters == before)
    }
  }

  // MARK: Files

  @Test func theDefaults() {
    let parameters = ModuleParameters()
    let texts = ModuleParameter.allCases.map { "\(parameters.read($0))" }
    #expect(texts == ["contig-zones\n", "301\n", "Y\n", "N\n"])
  }

  @Test(arguments: ["Y", "N", "", "x"])
  func memmapOnMemoryIsReadOnly(_ text: String) {
    var parameters = ModuleParameters()
    #expect(throws: HotplugError.readOnly) {
      try parameters.write(text, to: .memmapOnMemory)
    }
    #expect(parameters == ModuleParameters())
  }

  @Test func aNULEndsTheText() throws {
    var parameters = ModuleParameters()
    #expect(try parameters.write("250\0 and so on", to: .autoMovableRatio) == 14)
    #expect(parameters.policy.autoMovableRatio == 250)
    #expect(try parameters.write("auto-movable\n\0\n", to: .onlinePolicy) == 15)
    #expect(parameters.policy.onlinePolicy == .autoMovable)
    #expect(try parameters.write("off\0on", to: .autoMovableNUMAAware) == 6)
    #expect(!parameters.policy.isAutoMovableNUMAAware)
    for parameter in ModuleParameter.allCases where parameter.isWritable {
      #expect(throws: HotplugError.invalidText) {
        try parameters.write("\0" + "1", to: parameter)
      }
    }
  }

  @Test func aWriteIsCutAtAPage() throws {
    var parameters = ModuleParameters()
    // All but the first page is another write, which nobody makes here.
    let zeros = String(repeating: "0", count: 4094)
    #expect(try parameters.write(zeros + "17" + "x", to: .autoMovableRatio) == 4096)
    #expect(parameters.policy.autoMovableRatio == 0o17)
    #expect(try parameters.write(zeros + "7\n" + "\n", to: .autoMovableRatio) == 4096)
    #expect(parameters.policy.autoMovableRatio == 7)
    #expect(throws: HotplugError.invalidText) {
      try parameters.write(zeros + " 7", to: .autoMovableRatio)
    }
    let long = String(repeating: "n", count: 10_000)
    #expect(try parameters.write(long, to: .autoMovableNUMAAware) == 4096)
    #expect(!parameters.policy.isAutoMovableNUMAAware)
  }

  // MARK: Names

  @Test func namesOfFilesAreExact() {
    for parameter in ModuleParameter.allCases {
      let name = Array("\(parameter.name)".utf8)
      #expect(ModuleParameter(name: name.span) == parameter)
    }
    for other in ["auto-movable-ratio", "online_polic", "online_policyy", "", "Online_policy"] {
      let name = Array(other.utf8)
      #expect(ModuleParameter(name: name.span) == nil)
    }
  }

  @Test func dashesAreUnderscoresAtBoot() {
    let names: [(String, ModuleParameter?)] = [
      ("auto-movable-ratio", .autoMovableRatio),
      ("auto_movable-numa_aware", .autoMovableNUMAAware),
      ("memmap-on_memory", .memmapOnMemory), ("online_policy", .onlinePolicy),
      ("online policy", nil), ("auto-movable", nil), ("", nil),
      ("auto--movable-ratio", nil),
    ]
    for (text, parameter) in names {
      let name = Array(text.utf8)
      #expect(ModuleParameter(bootName: name.span) == parameter)
    }
  }

  @Test func aBooleanNeedsNoValueAtBoot() throws {
    var parameters = ModuleParameters()
    parameters.policy.isAutoMovableNUMAAware = false
    try parameters.setWithoutValue(.autoMovableNUMAAware)
    try parameters.setWithoutValue(.memmapOnMemory)
    #expect(parameters.policy.isAutoMovableNUMAAware)
    #expect(parameters.isMemmapOnMemoryEnabled)
    for parameter in [ModuleParameter.onlinePolicy, .autoMovableRatio] {
      #expect(throws: HotplugError.invalidText) {
        try parameters.setWithoutValue(parameter)
      }
    }
  }
}
