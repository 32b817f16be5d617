// SPDX-License-Identifier: MIT

public import AutoMovable

/// An operation of the kernel that a plan has done to its machine.
public enum PlanOperation: Hashable, Sendable {
  /// `memory_group_register_static` or `memory_group_register_dynamic`.
  case registerGroup(MemoryGroup.Kind, NodeID)
  /// `memory_group_unregister`.
  case unregisterGroup(MemoryGroupID)
  /// `add_memory`; the flag is `MHP_MEMMAP_ON_MEMORY`.
  case addMemory(PageRange, MemoryTarget, usesMemmapOnMemory: Bool)
  /// `offline_and_remove_memory`.
  case offlineAndRemoveMemory(PageRange)
  /// A write to the file `state` of a block.
  case writeState(MemoryBlockID, String)
  /// A write to the file `online` of a block.
  case writeOnline(MemoryBlockID, String)
  /// A write to a parameter's file.
  case writeParameter(ModuleParameter, String)
  /// A write to `auto_online_blocks`.
  case writeAutoOnlineBlocks(String)
}
