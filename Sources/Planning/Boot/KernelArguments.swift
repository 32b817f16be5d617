// SPDX-License-Identifier: MIT

import AutoMovable
import Scenarios

/// What a kernel's command line says about memory.
struct KernelArguments {
  /// A change of the memory map that `memmap=` asks for, in bytes.
  enum MapEdit {
    /// `exactmap`: forget what the firmware said.
    case clear
    /// `SIZE@ADDRESS`: memory is there.
    case add(Range<UInt64>)
    /// `SIZE$ADDRESS`, `SIZE#ADDRESS` or `SIZE!ADDRESS`: it isn't there for the kernel.
    case remove(Range<UInt64>)
    /// `SIZE%ADDRESS-1+0xefffffff`: it is set aside for a driver.
    case setAside(Range<UInt64>)
  }

  /// How much `kernelcore=` or `movablecore=` asks for.
  enum Share {
    case pages(UInt64)
    case percent(UInt64)
  }

  /// `cma=`, in bytes; without an address it is placed as high as possible.
  struct ContiguousMemory {
    let size: UInt64
    let address: UInt64?
  }

  var parameters = ModuleParameters()
  var autoOnlineType = OnlineType.offline
  var edits: [MapEdit] = []
  var kernelCore: Share?
  var movableCore: Share?
  var contiguousMemory: ContiguousMemory?

  /// What the kernel takes no notice of, as it can't be read.
  var ignored: [String] = []

  /// What would change memory in a way that isn't planned.
  var unplanned: [String] = []

  private let geometry: Geometry
}

extension KernelArguments {
  /// Reads what a scenario's machine is booted with.
  init(_ scenario: Scenario, kernel: KernelVersion, _ geometry: Geometry) {
    self.geometry = geometry
    for argument in scenario.bootArguments { read(argument, kernel) }
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
    case "memmap": isKnown = value.map { readMap($0) } ?? false
    case "kernelcore": isKnown = readShare(value, &kernelCore)
    case "movablecore": isKnown = readShare(value, &movableCore)
    case "cma": isKnown = readContiguousMemory(value)
    case "mem", "numa", "efi_fake_mem":
      unplanned.append(word)
      isKnown = true
    case let name where name.hasPrefix("memory_hotplug."):
      isKnown = readParameter(name.dropFirst("memory_hotplug.".count), value, kernel)
    default: isKnown = true
    }
    if !isKnown { ignored.append(word) }
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

  /// Reads `memmap=`, a comma between its changes.
  private mutating func readMap(_ value: Substring) -> Bool {
    for text in value.split(separator: ",", omittingEmptySubsequences: false) {
      if text == "exactmap" {
        edits.append(.clear)
        continue
      }
      var rest = text
      guard let size = rest.removeBytes(), let kind = rest.popFirst(),
        let address = rest.removeBytes(), size > 0, size <= UInt64.max - address
      else { return false }
      // Nothing is farther out than a machine can address.
      let limit = DevicePlacement.limit
      let range = min(address, limit)..<min(address + size, limit)
      switch kind {
      case "@": edits.append(.add(range))
      case "$", "#", "!": edits.append(.remove(range))
      case "%":
        edits.append(rest.hasSuffix("+0xefffffff") ? .setAside(range) : .remove(range))
      default: return false
      }
    }
    return true
  }

  private func readShare(_ value: Substring?, _ share: inout Share?) -> Bool {
    guard var value else { return false }
    guard let number = value.removeBytes() else { return false }
    if value == "%" {
      share = .percent(min(number, 100))
      return true
    }
    share = .pages(number / geometry.pageSize)
    return value.isEmpty
  }

  private mutating func readContiguousMemory(_ value: Substring?) -> Bool {
    guard var value, let size = value.removeBytes() else { return false }
    var address: UInt64?
    if value.first == "@" {
      value.removeFirst()
      address = value.removeBytes()
    }
    contiguousMemory = size == 0 ? nil : ContiguousMemory(size: size, address: address)
    return value.isEmpty
  }
}

extension Substring {
  /// Takes a number of bytes away from the beginning, as the kernel's `memparse` does;
  /// `nil` if there is none, or it doesn't fit into 64 bits.
  fileprivate mutating func removeBytes() -> UInt64? {
    let isHexadecimal = hasPrefix("0x") || hasPrefix("0X")
    if isHexadecimal { removeFirst(2) }
    let digits = prefix { $0.isASCII && (isHexadecimal ? $0.isHexDigit : $0.isWholeNumber) }
    guard var number = UInt64(digits, radix: isHexadecimal ? 16 : 10) else { return nil }
    self = self[digits.endIndex...]
    if let suffix = first, let power = Self.powers[suffix] {
      guard number <= UInt64.max >> power else { return nil }
      number <<= power
      removeFirst()
    }
    return number
  }

  private static let powers: [Character: UInt64] = [
    "K": 10, "k": 10, "M": 20, "m": 20, "G": 30, "g": 30, "T": 40, "t": 40, "P": 50, "p": 50,
  ]
}
