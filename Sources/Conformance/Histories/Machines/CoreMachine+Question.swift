// SPDX-License-Identifier: MIT

import AutoMovable
public import Cases

extension CoreMachine {
  /// The decision that an operation would ask of the machine as it is now, or
  /// `nil` if it wouldn't ask for any.
  ///
  /// Of memory that is onlined as it is added it is the first block's.
  public func question(of operation: TraceOperation) -> DecisionQuery? {
    switch operation {
    case .writeState(let id, let text):
      guard let type = OnlineType(sysfsText: text.bytes.span), type != .offline
      else { return nil }
      return question(of: id, as: type)
    case .writeOnline(let id, let text):
      guard (try? Bool(kernelText: text.bytes.span, of: machine.kernel)) == true,
        let block = machine.block(id)
      else { return nil }
      // A type may have stuck to the block.
      return question(
        of: id, as: block.onlineType == .offline ? .online : block.onlineType)
    case .readValidZones(let id):
      return question(of: id, as: .online)
    case .addMemory(let range, let target, _, let onlineType):
      return question(of: range, target, as: onlineType ?? machine.autoOnlineType)
    default:
      return nil
    }
  }

  private func question(of id: MemoryBlockID, as type: OnlineType) -> DecisionQuery? {
    guard let block = machine.block(id), block.state == .offline else { return nil }
    return .zone(
      range: PageRange(
        // Blocks that are there have small enough numbers.
        startPFN: id.rawValue &* machine.blockPages, pageCount: machine.blockPages),
      onlineType: type, nodeID: block.nodeID, groupID: block.groupID)
  }

  private func question(
    of range: PageRange, _ target: MemoryTarget, as onlineType: OnlineType
  ) -> DecisionQuery? {
    var copy = machine
    guard onlineType != .offline,
      (try? copy.addMemory(range.bytesAreCountable(machine.geometry), to: target)) != nil,
      let added = copy.block(MemoryBlockID(range.startPFN / machine.blockPages))
    else { return nil }
    return .zone(
      range: PageRange(startPFN: range.startPFN, pageCount: machine.blockPages),
      onlineType: onlineType, nodeID: added.nodeID, groupID: added.groupID)
  }
}
