// SPDX-License-Identifier: MIT

// The files in `/sys/devices/system/memory`, in `memoryN` there, and in
// `/sys/module/memory_hotplug/parameters`. A write takes no
// more than a page, of whose bytes none from a NUL on mean anything; a write of no
// bytes does nothing.

extension HotplugMachine {
  /// Writes bytes to the file `state` of a block: an online type. Mirrors
  /// `state_store`.
  ///
  /// - Returns: The number of bytes taken.
  /// - Throws: `noSuchBlock`, `invalidText`, `alreadyInState`, or why the block
  ///   can't be onlined or offlined. An online type outlasts `alreadyInState`;
  ///   see ``MemoryBlock/onlineType``.
  public mutating func writeState(
    _ bytes: Span<UInt8>, block id: MemoryBlockID
  ) throws(HotplugError) -> Int {
    forgetOnlinedBlocks()
    guard let index = blocks.touch(id) else { throw .noSuchBlock }
    guard !bytes.isEmpty else { return 0 }
    guard let onlineType = OnlineType(sysfsText: bytes) else { throw .invalidText }
    let change: DeviceChange
    if onlineType == .offline {
      change = try offlineDevice(at: index)
    } else {
      blocks[index].onlineType = onlineType
      change = try onlineDevice(at: index)
    }
    switch change {
    case .changed: return bytes.sysfsWriteCount(geometry)
    case .alreadySo: throw .alreadyInState
    }
  }

  /// Writes bytes to the file `online` of a block: a truth value. Mirrors
  /// `online_store` of the driver core.
  ///
  /// - Returns: The number of bytes taken, also if the block is so already.
  /// - Throws: `noSuchBlock`, `invalidText`, or why the block can't be onlined
  ///   or offlined.
  public mutating func writeOnline(
    _ bytes: Span<UInt8>, block id: MemoryBlockID
  ) throws(HotplugError) -> Int {
    forgetOnlinedBlocks()
    guard let index = blocks.touch(id) else { throw .noSuchBlock }
    guard !bytes.isEmpty else { return 0 }
    let isOnline = try Bool(
      kernelText: bytes.extracting(0..<bytes.sysfsStringCount()), of: kernel)
    if isOnline {
      _ = try onlineDevice(at: index)
    } else {
      _ = try offlineDevice(at: index)
    }
    return bytes.sysfsWriteCount(geometry)
  }

  /// What reading the file `state` of a block gives. Mirrors `state_show`.
  ///
  /// - Throws: `noSuchBlock`
  public func readState(block id: MemoryBlockID) throws(HotplugError) -> SysfsText {
    guard let block = block(id) else { throw .noSuchBlock }
    return SysfsText(block.state.name)
  }

  /// What reading the file `online` of a block gives. Mirrors `online_show`.
  ///
  /// - Throws: `noSuchBlock`
  public func readOnline(block id: MemoryBlockID) throws(HotplugError) -> SysfsText {
    guard let block = block(id) else { throw .noSuchBlock }
    return SysfsText(block.isDeviceOffline ? "0" : "1")
  }

  /// What reading the file `phys_index` gives: the number of the block in
  /// hexadecimal, with eight digits at least. Mirrors `phys_index_show`.
  ///
  /// - Throws: `noSuchBlock`
  public func readPhysIndex(block id: MemoryBlockID) throws(HotplugError) -> SysfsText {
    guard let block = block(id) else { throw .noSuchBlock }
    var text = SysfsText()
    text.append(hexadecimal: block.id.rawValue, minimumDigits: 8)
    text.endLine()
    return text
  }

  /// What reading the file `valid_zones` of a block gives: the zone of an
  /// online block; for an offline one the zone that it would be onlined to, and
  /// those that it could be. Mirrors `valid_zones_show`.
  ///
  /// - Throws: `noSuchBlock`
  public func readValidZones(
    block id: MemoryBlockID
  ) throws(HotplugError) -> SysfsText {
    guard let block = block(id) else { throw .noSuchBlock }
    if block.state == .online {
      return SysfsText(block.zone?.name ?? "none")
    }
    let zone = try onlineDecision(for: block).zone
    var text = SysfsText()
    text.append(zone.name)
    // Each is compared with the first only, so there may be three.
    for onlineType in [OnlineType.onlineKernel, .onlineMovable] {
      let other = try onlineDecision(for: block, onlineType: onlineType).zone
      guard other != zone else { continue }
      text.append(UInt8(ascii: " "))
      text.append(other.name)
    }
    text.endLine()
    return text
  }

  /// Writes bytes to the file `auto_online_blocks`: an online type. Mirrors
  /// `auto_online_blocks_store`.
  ///
  /// - Returns: The number of bytes taken.
  /// - Throws: `invalidText`
  public mutating func writeAutoOnlineBlocks(
    _ bytes: Span<UInt8>
  ) throws(HotplugError) -> Int {
    guard !bytes.isEmpty else { return 0 }
    guard let onlineType = OnlineType(sysfsText: bytes) else { throw .invalidText }
    autoOnlineType = onlineType
    return bytes.sysfsWriteCount(geometry)
  }

  /// Writes bytes to a parameter's file. Mirrors `param_attr_store`; see
  /// ``ModuleParameters/write(_:to:of:in:)-(Span<UInt8>,_,_,_)``.
  ///
  /// - Returns: The number of bytes taken.
  /// - Throws: `noSuchParameter`, `readOnly`, `invalidText` or `numberOutOfRange`
  public mutating func writeParameter(
    _ bytes: Span<UInt8>, to parameter: ModuleParameter
  ) throws(HotplugError) -> Int {
    guard hasParameter(parameter) else { throw .noSuchParameter }
    return try parameters.write(bytes, to: parameter, of: kernel, in: geometry)
  }

  /// What reading a parameter's file gives. Mirrors `param_attr_show`.
  ///
  /// - Throws: `noSuchParameter`
  public func readParameter(
    _ parameter: ModuleParameter
  ) throws(HotplugError) -> SysfsText {
    guard hasParameter(parameter) else { throw .noSuchParameter }
    return parameters.read(parameter)
  }

  /// Whether there is a parameter: `auto_movable_numa_aware` isn't without
  /// `CONFIG_NUMA`.
  private func hasParameter(_ parameter: ModuleParameter) -> Bool {
    parameter != .autoMovableNUMAAware || geometry.isNUMA
  }

  /// What reading the file `auto_online_blocks` gives. Mirrors
  /// `auto_online_blocks_show`.
  public func readAutoOnlineBlocks() -> SysfsText {
    SysfsText(autoOnlineType.name)
  }

  /// What reading the file `block_size_bytes` gives: the size of a block in
  /// hexadecimal. Mirrors `block_size_bytes_show`.
  public func readBlockSizeBytes() -> SysfsText {
    var text = SysfsText()
    text.append(hexadecimal: blockPages * geometry.pageSize)
    text.endLine()
    return text
  }
}

#if !hasFeature(Embedded) || Descriptions
  extension HotplugMachine {
    /// Writes a text to the file `state` of a block; returns and throws what
    /// ``writeState(_:block:)-(Span<UInt8>,_)`` does.
    @discardableResult
    public mutating func writeState(
      _ text: String, block id: MemoryBlockID
    ) throws(HotplugError) -> Int {
      let bytes = Array(text.utf8)
      return try writeState(bytes.span, block: id)
    }

    /// Writes a text to the file `online` of a block; returns and throws what
    /// ``writeOnline(_:block:)-(Span<UInt8>,_)`` does.
    @discardableResult
    public mutating func writeOnline(
      _ text: String, block id: MemoryBlockID
    ) throws(HotplugError) -> Int {
      let bytes = Array(text.utf8)
      return try writeOnline(bytes.span, block: id)
    }

    /// Writes a text to a parameter's file; returns and throws what
    /// ``writeParameter(_:to:)-(Span<UInt8>,_)`` does.
    @discardableResult
    public mutating func writeParameter(
      _ text: String, to parameter: ModuleParameter
    ) throws(HotplugError) -> Int {
      let bytes = Array(text.utf8)
      return try writeParameter(bytes.span, to: parameter)
    }

    /// Writes a text to the file `auto_online_blocks`; returns and throws what
    /// ``writeAutoOnlineBlocks(_:)-(Span<UInt8>)`` does.
    @discardableResult
    public mutating func writeAutoOnlineBlocks(
      _ text: String
    ) throws(HotplugError) -> Int {
      let bytes = Array(text.utf8)
      return try writeAutoOnlineBlocks(bytes.span)
    }
  }
#endif
