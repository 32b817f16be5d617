// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

/// Versions of kernels as texts, and what they are asked for.
@Suite("Kernel versions")
struct KernelVersionTests {
  @Test func inOrderOfRelease() {
    let versions = [
      KernelVersion(5, 15), KernelVersion(5, 19), KernelVersion(6, 1), KernelVersion(6, 12),
      KernelVersion(7, 0), KernelVersion(7, 3), KernelVersion(10, 0),
    ]
    #expect(versions == versions.reversed().sorted())
    #expect(KernelVersion.standard == versions[2] && KernelVersion.first == versions[0])
  }

  @Test(arguments: ["6.1", "5.15", "6.0", "0.1", "9999.9999", "10.20"])
  func aTextAndBack(_ text: String) {
    #expect(version(text)?.description == text)
  }

  @Test(arguments: [
    "", "6", "6.", ".1", "6.01", "06.1", "6.1 ", " 6.1", "6.1.192", "6.1-rc1", "6,1", "v6.1",
    "-6.1", "10000.1", "6.10000", "six",
  ])
  func noVersion(_ text: String) {
    #expect(version(text) == nil)
  }

  @Test(arguments: [
    ("6.1.192 (sha256: mm)", KernelVersion(6, 1)), ("6.17.0-rc7", KernelVersion(6, 17)),
    ("6.1.0-56-cloud-amd64", KernelVersion(6, 1)), ("5.15", KernelVersion(5, 15)),
    ("6.10000", nil), ("next", nil),
  ])
  func theVersionOfARelease(_ text: String, _ version: KernelVersion?) {
    let bytes = Array(text.utf8)
    let found = KernelVersion(release: bytes.span)
    #expect(found == version)
  }

  private func version(_ text: String) -> KernelVersion? {
    let bytes = Array(text.utf8)
    return KernelVersion(bytes.span)
  }

  /// What a text is to the last kernel before a difference, and to the first one
  /// behind it.
  @Test(arguments: [
    ("true", true, KernelVersion(5, 18), KernelVersion(5, 19)),
    ("F", false, KernelVersion(5, 18), KernelVersion(5, 19)),
    ("Enabled", true, KernelVersion(6, 15), KernelVersion(6, 16)),
    ("d", false, KernelVersion(6, 15), KernelVersion(6, 16)),
  ])
  func truthValues(
    _ text: String, _ value: Bool, _ before: KernelVersion, _ after: KernelVersion
  ) throws {
    let bytes = Array(text.utf8)
    #expect(throws: HotplugError.invalidText) {
      try Bool(kernelText: bytes.span, of: before)
    }
    #expect(try Bool(kernelText: bytes.span, of: after) == value)
    #expect(try Bool(kernelText: bytes.span, of: KernelVersion(99, 0)) == value)
  }

  @Test(arguments: ["force", "FORCE", "force\n"])
  func aForcedMap(_ text: String) throws {
    let bytes = Array(text.utf8)
    var parameters = ModuleParameters()
    try parameters.set(.memmapOnMemory, to: bytes.span, of: KernelVersion(6, 6))
    #expect("\(parameters.read(.memmapOnMemory))" == "force\n")
    #expect(parameters.isMemmapOnMemoryEnabled)
    // Before that it began with an f, and before that was nothing.
    try parameters.set(.memmapOnMemory, to: bytes.span, of: KernelVersion(6, 5))
    #expect("\(parameters.read(.memmapOnMemory))" == "N\n")
    #expect(throws: HotplugError.invalidText) {
      try parameters.set(.memmapOnMemory, to: bytes.span, of: KernelVersion(5, 18))
    }
  }

  @Test func aMapWithoutAValue() throws {
    var parameters = ModuleParameters()
    #expect(throws: HotplugError.invalidText) {
      try parameters.setWithoutValue(.memmapOnMemory, of: KernelVersion(6, 6))
    }
    #expect(!parameters.isMemmapOnMemoryEnabled)
    try parameters.setWithoutValue(.memmapOnMemory, of: KernelVersion(6, 5))
    #expect(parameters.isMemmapOnMemoryEnabled)
    // Other Booleans may still stand alone.
    try parameters.setWithoutValue(.autoMovableNUMAAware, of: KernelVersion(6, 6))
  }
}
