// SPDX-License-Identifier: MIT

/// The parameters of the module `memory_hotplug`, with their texts.
@frozen
public struct ModuleParameters: Hashable, Sendable {
  /// The parameters that steer which zone memory goes to, and the boot
  /// parameter `movable_node`, which belongs to no module.
  public var policy: Policy

  /// Whether a memory block may hold its own memory map. Mirrors
  /// `memmap_on_memory`.
  public var isMemmapOnMemoryEnabled: Bool

  /// Creates parameters; left-out ones have the kernel's defaults.
  @inlinable
  public init(policy: Policy = Policy(), isMemmapOnMemoryEnabled: Bool = false) {
    self.policy = policy
    self.isMemmapOnMemoryEnabled = isMemmapOnMemoryEnabled
  }
}

// MARK: Files

extension ModuleParameters {
  /// What reading a parameter's file gives. Mirrors `param_attr_show`.
  public func read(_ parameter: ModuleParameter) -> SysfsText {
    switch parameter {
    case .onlinePolicy: return SysfsText(policy.onlinePolicy.name)
    case .autoMovableRatio:
      var text = SysfsText()
      text.append(policy.autoMovableRatio)
      text.endLine()
      return text
    case .autoMovableNUMAAware:
      return SysfsText(policy.isAutoMovableNUMAAware ? "Y" : "N")
    case .memmapOnMemory: return SysfsText(isMemmapOnMemoryEnabled ? "Y" : "N")
    }
  }

  /// Writes bytes to a parameter's file with one `write`. Mirrors
  /// `param_attr_store`.
  ///
  /// No more than 4096 bytes are taken, and of these none from a NUL on mean
  /// anything. Writing no bytes changes nothing.
  ///
  /// - Returns: The number of bytes taken.
  /// - Throws: `readOnly`, `invalidText` or `numberOutOfRange`; the parameter
  ///   is as it was.
  public mutating func write(
    _ bytes: Span<UInt8>, to parameter: ModuleParameter
  ) throws(HotplugError) -> Int {
    // Opening it fails already, also for root.
    guard parameter.isWritable else { throw .readOnly }
    guard !bytes.isEmpty else { return 0 }
    try set(parameter, to: bytes.extracting(0..<bytes.sysfsStringCount))
    return bytes.sysfsWriteCount
  }
}

// MARK: Command line

extension ModuleParameters {
  /// Sets a parameter as `memory_hotplug.NAME=VALUE` on the kernel's command
  /// line does. Mirrors `parse_one`.
  ///
  /// - Parameters:
  ///   - parameter: The parameter; one that can't be written later is as good.
  ///   - value: The bytes, without the NUL that ends them.
  /// - Throws: `invalidText` or `numberOutOfRange`; the parameter is as it was,
  ///   and the kernel boots on.
  public mutating func set(
    _ parameter: ModuleParameter, to value: Span<UInt8>
  ) throws(HotplugError) {
    switch parameter {
    case .onlinePolicy:
      guard let onlinePolicy = OnlinePolicy(sysfsText: value) else {
        throw .invalidText
      }
      policy.onlinePolicy = onlinePolicy
    case .autoMovableRatio:
      policy.autoMovableRatio = try UInt32(kernelText: value)
    case .autoMovableNUMAAware:
      policy.isAutoMovableNUMAAware = try Bool(kernelText: value)
    case .memmapOnMemory:
      isMemmapOnMemoryEnabled = try Bool(kernelText: value)
    }
  }

  /// Sets a parameter as `memory_hotplug.NAME` without a value does: to true.
  ///
  /// - Throws: `invalidText` for parameters that aren't true or false.
  public mutating func setWithoutValue(
    _ parameter: ModuleParameter
  ) throws(HotplugError) {
    switch parameter {
    case .onlinePolicy, .autoMovableRatio: throw .invalidText
    case .autoMovableNUMAAware: policy.isAutoMovableNUMAAware = true
    case .memmapOnMemory: isMemmapOnMemoryEnabled = true
    }
  }
}

#if !hasFeature(Embedded)
  extension ModuleParameters {
    /// Writes a text to a parameter's file with one `write`.
    @discardableResult
    public mutating func write(
      _ text: String, to parameter: ModuleParameter
    ) throws(HotplugError) -> Int {
      let bytes = Array(text.utf8)
      return try write(bytes.span, to: parameter)
    }
  }

  extension ModuleParameters: CustomStringConvertible {
    /// The parameters by the kernel's names and texts.
    public var description: String {
      "\(policy) memmap_on_memory=\(isMemmapOnMemoryEnabled ? "Y" : "N")"
    }
  }
#endif
