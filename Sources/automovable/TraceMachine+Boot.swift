// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import LiveSystem

extension TraceMachine {
  /// The machine that a capture or an inspection begins with.
  init(_ boot: ReplayBoot, possibleNodes: [NodeID]? = nil) {
    self.init(
      parameters: boot.parameters, blockSizeBytes: boot.blockPages * boot.geometry.pageSize,
      nodes: boot.nodes, memory: boot.memory, possibleNodes: possibleNodes,
      autoOnlineType: boot.autoOnlineType, kernel: boot.kernel, geometry: boot.geometry)
  }
}
