// SPDX-License-Identifier: MIT

import AutoMovable

extension TraceDecoder.Operation.Kind {
  var name: StaticString {
    switch self {
    case .registerStatic: "memory_group_register_static"
    case .registerDynamic: "memory_group_register_dynamic"
    case .unregister: "memory_group_unregister"
    case .addMemory: "add_memory"
    case .removeMemory: "remove_memory"
    case .offlineAndRemoveMemory: "offline_and_remove_memory"
    case .offlineAndRemoveMemoryRanges: "offline_and_remove_memory_ranges"
    case .writeState: "write_state"
    case .writeOnline: "write_online"
    case .readValidZones: "read_valid_zones"
    case .readBlockFile: "read_block_file"
    case .readState: "read_state"
    case .writeParameter: "write_parameter"
    case .readParameter: "read_parameter"
    case .setNotifier: "set_notifier"
    }
  }

  /// The operation's kind.
  init(_ operation: TraceOperation) {
    self =
      switch operation {
      case .registerGroup(let group, _): group.isDynamic ? .registerDynamic : .registerStatic
      case .unregisterGroup: .unregister
      case .addMemory: .addMemory
      case .removeMemory: .removeMemory
      case .offlineAndRemoveMemory: .offlineAndRemoveMemory
      case .offlineAndRemoveMemoryRanges: .offlineAndRemoveMemoryRanges
      case .writeState: .writeState
      case .writeOnline: .writeOnline
      case .readValidZones: .readValidZones
      case .readBlockFile: .readBlockFile
      case .readState: .readState
      case .writeParameter: .writeParameter
      case .readParameter: .readParameter
      case .setNotifier: .setNotifier
      }
  }

  /// The fields without which there is no such operation.
  var requiredFields: [TraceDecoder.Field] {
    switch self {
    case .registerStatic: [.nid, .maxPages]
    case .registerDynamic: [.nid, .unitPages]
    case .unregister: [.mgid]
    case .addMemory, .removeMemory, .offlineAndRemoveMemory: [.startPFN, .nrPages]
    case .offlineAndRemoveMemoryRanges: [.ranges]
    case .writeState, .writeOnline: [.block, .value]
    case .readValidZones: [.block]
    case .readBlockFile: [.block, .file]
    case .readState: []
    case .writeParameter: [.name, .value]
    case .readParameter: [.name]
    case .setNotifier: [.action, .errno]
    }
  }

  /// The fields that may be left out. Memory that is added to a group needs no
  /// node, and any that is given doesn't matter.
  var optionalFields: [TraceDecoder.Field] {
    switch self {
    case .addMemory: [.nid, .mgid, .memmapOnMemory, .onlineType]
    case .setNotifier: [.after]
    default: []
    }
  }

  /// The fields that its result may have.
  var resultFields: [TraceDecoder.Expectation.Field] {
    switch self {
    case .addMemory, .offlineAndRemoveMemory, .offlineAndRemoveMemoryRanges, .writeOnline:
      [.returns, .zones]
    case .writeState: [.returns, .zone]
    case .readState: [.nodes, .groups]
    case .readValidZones, .readBlockFile, .readParameter: [.returns, .text]
    default: [.returns]
    }
  }
}

extension MemoryGroup.Kind {
  fileprivate var isDynamic: Bool {
    switch self {
    case .static: false
    case .dynamic: true
    }
  }
}
