// SPDX-License-Identifier: MIT

/// The parameters of the module `memory_hotplug`, with their texts.
@frozen
public struct ModuleParameters: Hashable, Sendable {
  /// The parameters that steer which zone memory goes to, and the boot
  /// parameter `movable_node`, which belongs to no module.
  public var policy: Policy

  /// Whether a memory block may hold its own memory map. Mirrors
  /// `memmap_on_memory`.
  public var memmapOnMemory: MemmapOnMemory

  /// Creates parameters; left-out ones have the kernel's defaults.
  @inlinable
  public init(policy: Policy = Policy(), memmapOnMemory: MemmapOnMemory = .disabled) {
    self.policy = policy
    self.memmapOnMemory = memmapOnMemory
  }
}

extension ModuleParameters {
  /// Whether a memory block may hold its own memory map, padded or not. Mirrors
  /// `mhp_memmap_on_memory`.
  @inlinable
  public var isMemmapOnMemoryEnabled: Bool { memmapOnMemory != .disabled }
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
    case .memmapOnMemory: return SysfsText(memmapOnMemory.name)
    }
  }

  /// Writes bytes to a parameter's file with one `write`. Mirrors
  /// `param_attr_store`.
  ///
  /// No more than a page is taken, and of its bytes none from a NUL on mean
  /// anything. Writing no bytes changes nothing.
  ///
  /// - Parameters:
  ///   - bytes: What is written.
  ///   - parameter: The parameter.
  ///   - kernel: The kernel that reads it. On a machine, write with
  ///     ``HotplugMachine/writeParameter(_:to:)-(Span<UInt8>,_)``, which knows.
  ///   - geometry: The size of a page.
  /// - Returns: The number of bytes taken.
  /// - Throws: `readOnly`, `invalidText` or `numberOutOfRange`; the parameter
  ///   is as it was.
  public mutating func write(
    _ bytes: Span<UInt8>, to parameter: ModuleParameter,
    of kernel: KernelVersion = .standard, in geometry: Geometry = .x86_64
  ) throws(HotplugError) -> Int {
    // Opening it fails already, also for root.
    guard parameter.isWritable else { throw .readOnly }
    guard !bytes.isEmpty else { return 0 }
    let taken = bytes.sysfsWriteCount(geometry)
    try set(
      parameter, to: bytes.extracting(0..<bytes.sysfsStringCount(in: taken)), of: kernel)
    return taken
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
  ///   - kernel: The kernel that reads them.
  /// - Throws: `invalidText` or `numberOutOfRange`; the parameter is as it was,
  ///   and the kernel boots on.
  public mutating func set(
    _ parameter: ModuleParameter, to value: Span<UInt8>,
    of kernel: KernelVersion = .standard
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
      policy.isAutoMovableNUMAAware = try Bool(kernelText: value, of: kernel)
    case .memmapOnMemory
    where kernel.addsWithoutOwnMap
      && (value.equalsSysfs("force") || value.equalsSysfs("FORCE")):
      memmapOnMemory = .forced
    case .memmapOnMemory:
      memmapOnMemory = try Bool(kernelText: value, of: kernel) ? .enabled : .disabled
    }
  }

  /// Sets a parameter as `memory_hotplug.NAME` without a value does: to true.
  ///
  /// - Throws: `invalidText` for parameters that aren't true or false. From 6.6
  ///   on `memmap_on_memory` is one of these.
  public mutating func setWithoutValue(
    _ parameter: ModuleParameter, of kernel: KernelVersion = .standard
  ) throws(HotplugError) {
    switch parameter {
    case .onlinePolicy, .autoMovableRatio: throw .invalidText
    case .memmapOnMemory where kernel.addsWithoutOwnMap: throw .invalidText
    case .autoMovableNUMAAware: policy.isAutoMovableNUMAAware = true
    case .memmapOnMemory: memmapOnMemory = .enabled
    }
  }
}

#if !hasFeature(Embedded) || Descriptions
  extension ModuleParameters {
    /// Writes a text to a parameter's file; returns and throws what
    /// ``write(_:to:of:in:)-(Span<UInt8>,_,_,_)`` does.
    @discardableResult
    public mutating func write(
      _ text: String, to parameter: ModuleParameter,
      of kernel: KernelVersion = .standard, in geometry: Geometry = .x86_64
    ) throws(HotplugError) -> Int {
      let bytes = Array(text.utf8)
      return try write(bytes.span, to: parameter, of: kernel, in: geometry)
    }
  }

  extension ModuleParameters: CustomStringConvertible {
    /// The parameters by the kernel's names and texts.
    public var description: String {
      "\(policy) memmap_on_memory=\(memmapOnMemory)"
    }
  }
#endif
