// SPDX-License-Identifier: MIT

import AutoMovable
import Scenarios

/// What a kernel's command line says about memory.
struct KernelArguments {
  /// A change of the memory map that `memmap=` asks for, in bytes.
  enum MapEdit {
    /// `exactmap`: forget what the firmware said.
    case clear
    /// `SIZE@ADDRESS`: memory is there, unless it is reserved.
    case add(Range<UInt64>)
    /// `SIZE` or `SIZE%ADDRESS`: none is there, as far as is known by then.
    case remove(Range<UInt64>)
    /// `SIZE$ADDRESS`, `SIZE#ADDRESS` or `SIZE!ADDRESS`: none is there, whatever else says.
    case reserve(Range<UInt64>)
    /// `SIZE%ADDRESS-1+0xefffffff`: it is set aside for a driver.
    case setAside(Range<UInt64>)
  }

  /// How much `kernelcore=` or `movablecore=` asks for; nothing counts as not asked for.
  struct Share {
    /// In pages.
    var pages: UInt64 = 0
    /// In percent; if there are any, they count.
    var percent: UInt64 = 0
  }

  /// What `cma=` asks for, in bytes.
  struct ContiguousMemory {
    var size: UInt64 = 0
    /// Where it may begin.
    var base: UInt64 = 0
    /// Where it has to end; 0 if that isn't said.
    var limit: UInt64 = 0

    /// Whether it may be nowhere else.
    var isFixed: Bool { base > 0 && base &+ size == limit }
  }

  var parameters = ModuleParameters()
  var autoOnlineType = OnlineType.offline
  var edits: [MapEdit] = []
  var kernelCore = Share()
  var movableCore = Share()
  /// `kernelcore=mirror`.
  var keepsKernelInMirror = false
  var contiguousMemory = ContiguousMemory()

  /// What the kernel takes no notice of.
  var ignored: [String] = []

  /// What would change memory in a way that isn't planned.
  var unplanned: [String] = []

  /// What is said of kernel and movable memory at boot.
  private var kernelCoreWords: [String] = []
  private var movableCoreWords: [String] = []

  private let geometry: Geometry
  private let architecture: Architecture?
}

extension KernelArguments {
  /// Reads what a scenario's machine is booted with.
  ///
  /// - Parameter architecture: The kernel's, if it is known.
  init(
    _ scenario: Scenario, kernel: KernelVersion, _ geometry: Geometry,
    _ architecture: Architecture?
  ) {
    self.geometry = geometry
    self.architecture = architecture
    for word in scenario.bootArguments {
      // What follows is init's.
      if BootArgument.isEnd(word) { break }
      read(word, kernel)
    }
    settleCores(kernel)
  }

  private mutating func read(_ word: String, _ kernel: KernelVersion) {
    let argument = BootArgument(word)
    let value = argument.value.map { $0[...] }
    let isKnown: Bool
    switch argument.name {
    case "movable_node":
      parameters.policy.isMovableNodeEnabled = true
      isKnown = true
    case "memhp_default_state":
      let type = value.flatMap { OnlineType(sysfsText: Array($0.utf8).span) }
      if let type { autoOnlineType = type }
      isKnown = type != nil
    case "memmap":
      // Only x86 has it.
      let isThere = architecture == .x86_64
      if isThere, let value { readMap(Array(value.utf8)) }
      isKnown = isThere && value != nil
    case "kernelcore":
      if let value, value.split(separator: ",").contains("mirror") {
        keepsKernelInMirror = true
        isKnown = true
      } else {
        isKnown = readShare(value, &kernelCore)
      }
      if isKnown { kernelCoreWords.append(word) }
    case "movablecore":
      isKnown = readShare(value, &movableCore)
      if isKnown { movableCoreWords.append(word) }
    case "cma":
      // POWER has none for devices.
      isKnown = architecture != .ppc64 && readContiguousMemory(value)
    case _ where argument.shapesBootMemory:
      unplanned.append(word)
      isKnown = true
    case let name where name.hasPrefix("memory_hotplug."):
      isKnown = readParameter(name.dropFirst("memory_hotplug.".count), value, kernel)
    default: isKnown = true
    }
    if !isKnown { ignored.append(word) }
  }

  /// Drops what other arguments make the kernel ignore. Mirrors
  /// `find_zone_movable_pfns_for_nodes`.
  private mutating func settleCores(_ kernel: KernelVersion) {
    if parameters.policy.isMovableNodeEnabled || keepsKernelInMirror {
      ignored += movableCoreWords
      movableCore = Share()
    }
    // Since 6.6, without mirrored memory nobody asks how much.
    if parameters.policy.isMovableNodeEnabled
      || keepsKernelInMirror && kernel >= KernelVersion(6, 6)
    {
      ignored += kernelCoreWords
      kernelCore = Share()
      keepsKernelInMirror = false
    }
  }

  private mutating func readParameter(
    _ name: Substring, _ value: Substring?, _ kernel: KernelVersion
  ) -> Bool {
    guard let parameter = ModuleParameter(bootName: Array(name.utf8).span) else { return false }
    do throws(HotplugError) {
      if let value {
        try parameters.set(parameter, to: Array(value.utf8).span, of: kernel)
      } else {
        try parameters.setWithoutValue(parameter, of: kernel)
      }
      return true
    } catch {
      return false
    }
  }

  /// Reads `memmap=`, a comma between its changes. Mirrors `parse_memmap_one`.
  private mutating func readMap(_ value: [UInt8]) {
    for part in value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      if !readEdit(part) { ignored.append(Self.word(part)) }
    }
  }

  private static func word(_ edit: ArraySlice<UInt8>) -> String {
    "memmap=" + String(decoding: edit, as: UTF8.self)
  }

  /// - Returns: Whether the kernel can read it. What is behind it doesn't matter.
  private mutating func readEdit(_ text: ArraySlice<UInt8>) -> Bool {
    if text.starts(with: "exactmap".utf8) {
      edits.append(.clear)
      return true
    }
    var rest = text
    let size = rest.removeBytes()
    guard rest.count < text.count else { return false }
    let kind = rest.popFirst()
    // Nothing is farther out than a machine can address.
    let limit = DevicePlacement.limit
    guard let kind, "@$#!%".utf8.contains(kind) else {
      // Without an address it is where memory ends.
      edits.append(.remove(min(size, limit)..<limit))
      return true
    }
    let address = rest.removeBytes()
    let (end, overflows) = address.addingReportingOverflow(size)
    let range = min(address, limit)..<(overflows ? limit : min(end, limit))
    guard !range.isEmpty else { return true }
    switch kind {
    case UInt8(ascii: "@"): edits.append(.add(range))
    case UInt8(ascii: "%"): return readRetyping(rest, of: range, in: text)
    default: edits.append(.reserve(range))
    }
    return true
  }

  /// Reads `-TYPE+TYPE`: memory is of the first type, and becomes the second one.
  private mutating func readRetyping(
    _ types: ArraySlice<UInt8>, of range: Range<UInt64>, in text: ArraySlice<UInt8>
  ) -> Bool {
    var rest = types
    func type(behind sign: UInt8) -> UInt64 {
      guard rest.first == sign else { return 0 }
      rest.removeFirst()
      // An `int`, as far as it goes.
      return rest.removeNumber() & 0xFFFF_FFFF
    }
    let (memory, forDrivers): (UInt64, UInt64) = (1, 0xEFFF_FFFF)
    let old = type(behind: UInt8(ascii: "-"))
    let new = type(behind: UInt8(ascii: "+"))
    guard rest.isEmpty else { return false }
    switch (old, new) {
    case (0, 0), (memory, 0): edits.append(.remove(range))
    case (0, memory): edits.append(.add(range))
    case (0, forDrivers), (memory, forDrivers): edits.append(.setAside(range))
    case (memory, memory): break
    case (0, _), (memory, _): edits.append(.reserve(range))
    // What firmware has there isn't known.
    case (_, memory): unplanned.append(Self.word(text))
    default: break
    }
    return true
  }

  /// Mirrors `cmdline_parse_core`.
  ///
  /// - Returns: Whether there is a number.
  private func readShare(_ value: Substring?, _ share: inout Share) -> Bool {
    guard let value else { return false }
    let text = Array(value.utf8)[...]
    var rest = text
    let percent = rest.removeNumber()
    if rest.first == UInt8(ascii: "%") {
      share.percent = percent
    } else {
      rest = text
      share = Share(pages: rest.removeBytes() / geometry.pageSize)
    }
    return rest.count < text.count
  }

  /// Mirrors `early_cma`.
  ///
  /// - Returns: Whether there is a number.
  private mutating func readContiguousMemory(_ value: Substring?) -> Bool {
    guard let value else { return false }
    var rest = Array(value.utf8)[...]
    let count = rest.count
    contiguousMemory.size = rest.removeBytes()
    let isRead = rest.count < count
    guard rest.first == UInt8(ascii: "@") else { return isRead }
    rest.removeFirst()
    contiguousMemory.base = rest.removeBytes()
    contiguousMemory.limit = contiguousMemory.base &+ contiguousMemory.size
    guard rest.first == UInt8(ascii: "-") else { return isRead }
    rest.removeFirst()
    contiguousMemory.limit = rest.removeBytes()
    return isRead
  }
}

extension ArraySlice<UInt8> {
  /// Takes a number away from the beginning, 0 if there is none: hexadecimal behind `0x`,
  /// octal behind `0`. Mirrors `simple_strtoull`, which wraps, too.
  fileprivate mutating func removeNumber() -> UInt64 {
    var radix: UInt64 = 10
    if first == UInt8(ascii: "0") {
      radix = 8
      let next = dropFirst()
      if let x = next.first, x | 0x20 == UInt8(ascii: "x"),
        let digit = next.dropFirst().first, Self.value(ofDigit: digit) < 16
      {
        radix = 16
        removeFirst(2)
      }
    }
    var number: UInt64 = 0
    while let digit = first, Self.value(ofDigit: digit) < radix {
      number = number &* radix &+ Self.value(ofDigit: digit)
      removeFirst()
    }
    return number
  }

  /// Takes a number of bytes away from the beginning, with its suffix. Mirrors `memparse`.
  fileprivate mutating func removeBytes() -> UInt64 {
    let number = removeNumber()
    let power: UInt64 =
      switch first.map({ $0 | 0x20 }) {
      case UInt8(ascii: "k"): 10
      case UInt8(ascii: "m"): 20
      case UInt8(ascii: "g"): 30
      case UInt8(ascii: "t"): 40
      case UInt8(ascii: "p"): 50
      case UInt8(ascii: "e"): 60
      default: 0
      }
    if power > 0 { removeFirst() }
    return number << power
  }

  /// 16 if it is no digit.
  private static func value(ofDigit byte: UInt8) -> UInt64 {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A")) + 10
    default: 16
    }
  }
}
