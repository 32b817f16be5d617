// SPDX-License-Identifier: MIT

import AutoMovable
import CReference
public import Cases

extension ReferenceMachine {
  public func apply(_ operation: TraceOperation) -> TraceResult {
    unsafe notifier.pointee.forget()
    bytesTaken = 0
    switch operation {
    case .registerGroup(let kind, let nodeID):
      let mgid =
        switch kind {
        case .static(let maxPages):
          unsafe memory_group_register_static(context, nodeID.rawValue, UInt(maxPages))
        case .dynamic(let unitPages):
          unsafe memory_group_register_dynamic(context, nodeID.rawValue, UInt(unitPages))
        }
      return .returns(Int64(mgid))
    case .unregisterGroup(let id):
      return .returns(Int64(unsafe memory_group_unregister(context, id.rawValue)))
    case .addMemory(let range, let target, let usesMemmapOnMemory, let onlineType):
      var flags = usesMemmapOnMemory ? MHP_MEMMAP_ON_MEMORY : MHP_NONE
      let nid: CInt
      switch target {
      case .node(let id): nid = id.rawValue
      case .group(let id):
        nid = id.rawValue
        flags |= MHP_NID_IS_MGID
      }
      let (start, size) = range.bytes(geometry)
      guard let onlineType else {
        return onlined(returns: Int64(unsafe add_memory(context, nid, start, size, flags)))
      }
      return onlined(
        returns: Int64(
          unsafe __add_memory_driver_managed(
            context, nid, start, size, flags, CInt(onlineType.rawValue))))
    case .removeMemory(let range):
      let (start, size) = range.bytes(geometry)
      return .returns(Int64(unsafe remove_memory(context, start, size)))
    case .offlineAndRemoveMemory(let range):
      let (start, size) = range.bytes(geometry)
      return onlined(returns: Int64(unsafe offline_and_remove_memory(context, start, size)))
    case .offlineAndRemoveMemoryRanges(let ranges):
      let ranges = ranges.map {
        let (start, size) = $0.bytes(geometry)
        // Of no bytes it ends before it starts.
        return CReference.range(start: start, end: start &+ size &- 1)
      }
      let result = unsafe ranges.withUnsafeBufferPointer {
        unsafe offline_and_remove_memory_ranges(
          context, $0.baseAddress, UInt32(truncatingIfNeeded: $0.count))
      }
      // Blocks go online in the order of the ranges.
      unsafe notifier.pointee.onlined.sortRuns()
      return onlined(returns: Int64(result))
    case .writeState(let id, let text):
      return writeState(id, text)
    case .writeOnline(let id, let text):
      guard let block = unsafe find_memory_block_by_id(context, UInt(id.rawValue))
      else { return .failed(.noSuchBlock) }
      let count = unsafe writing(text) { unsafe online_store(context, block, $0, $1) }
      bytesTaken = max(count, 0)
      return onlined(returns: Int64(min(count, 0)))
    case .readValidZones(let id):
      guard let block = unsafe find_memory_block_by_id(context, UInt(id.rawValue))
      else { return .failed(.noSuchBlock) }
      return read(unsafe valid_zones_show(context, block, text))
    case .readBlockFile(let id, let file):
      guard let block = unsafe find_memory_block_by_id(context, UInt(id.rawValue))
      else { return .failed(.noSuchBlock) }
      switch file {
      case .state: return read(unsafe state_show(context, block, text))
      case .online: return read(unsafe online_show(context, block, text))
      case .physIndex: return read(unsafe phys_index_show(context, block, text))
      }
    case .readState:
      return .machine(snapshot())
    case .writeParameter(.autoOnlineBlocks, let text):
      return .returns(
        Int64(unsafe writing(text) { unsafe auto_online_blocks_store(context, $0, $1) }))
    case .writeParameter(.module(let parameter), let text):
      let name = unsafe parameter.cName
      return .returns(
        Int64(unsafe writing(text) { unsafe param_attr_store(context, name, $0, $1) }))
    case .readParameter(.autoOnlineBlocks):
      return read(unsafe auto_online_blocks_show(context, text))
    case .readParameter(.module(let parameter)):
      return read(unsafe param_attr_show(context, parameter.cName, text))
    case .readParameter(.blockSizeBytes):
      return read(unsafe block_size_bytes_show(context, text))
    case .writeParameter(.blockSizeBytes, _):
      // There is no function for it: opening the file fails.
      return .failed(.readOnly)
    case .writeParameter(.unknown, _), .readParameter(.unknown):
      // Names with a NUL, which end early in C, aren't the only unknown ones.
      return read(unsafe param_attr_show(context, "", text))
    case .setNotifier(let action, let refusal):
      switch action {
      case .goingOffline: unsafe notifier.pointee.goingOffline = refusal
      case .goingOnline: unsafe notifier.pointee.goingOnline = refusal
      }
      return .returns(0)
    }
  }

  /// The result of an operation that may have onlined blocks.
  private func onlined(returns number: Int64) -> TraceResult {
    unsafe notifier.pointee.onlined.isEmpty
      ? .returns(number) : .onlined(returns: number, notifier.pointee.onlined)
  }

  private func writeState(_ id: MemoryBlockID, _ text: TraceText) -> TraceResult {
    guard let block = unsafe find_memory_block_by_id(context, UInt(id.rawValue))
    else { return .state(returns: -Int64(HotplugError.noSuchBlock.errno), zone: nil) }
    let count = unsafe writing(text) { unsafe state_store(context, block, $0, $1) }
    bytesTaken = max(count, 0)
    // A write of nothing succeeds and does nothing.
    let zone = count > 0 ? unsafe ZoneType(block.pointee.zone) : nil
    return .state(returns: Int64(min(count, 0)), zone: zone)
  }

  @inline(__always)
  func writing(
    _ text: TraceText, _ store: (UnsafePointer<CChar>?, Int) -> Int
  ) -> Int {
    unsafe text.bytes.withUnsafeBytes {
      unsafe store($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
    }
  }

  private func read(_ length: Int) -> TraceResult {
    guard length >= 0 else { return .returns(Int64(length)) }
    var result = SysfsText()
    for position in 0..<length {
      result.append(UInt8(bitPattern: unsafe text[position]))
    }
    return .text(result)
  }
}

extension PageRange {
  /// The address and the size in bytes.
  func bytes(_ geometry: Geometry) -> (start: UInt64, size: UInt64) {
    let range = bytesAreCountable(geometry)
    return (range.startPFN * geometry.pageSize, range.pageCount * geometry.pageSize)
  }
}

extension ModuleParameter {
  /// The name, which ends with a NUL as all literals do.
  fileprivate var cName: UnsafePointer<CChar> {
    unsafe UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
  }
}

extension ZoneType {
  @inline(__always)
  init?(_ zone: UnsafePointer<zone>?) {
    guard let zone = unsafe zone else { return nil }
    self.init(rawValue: UInt8(truncatingIfNeeded: unsafe zone_idx(zone).rawValue))
  }
}
