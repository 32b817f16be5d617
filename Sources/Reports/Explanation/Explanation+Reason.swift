// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

extension Explanation {
  /// Why the answer is as it is, in one or two sentences.
  public var reason: String {
    switch vector.query {
    case .canOnlineMovable(_, _, let scope):
      return testSentence(at: .testExit, in: scope)
    case .zone(let range, _, let nodeID, _):
      return zoneReason(range, nodeID)
    }
  }

  private func zoneReason(_ range: PageRange, _ nodeID: NodeID) -> String {
    switch answer.reason {
    case .kernelRequested:
      return "online_kernel asks for a kernel zone; the policy has no say."
    case .movableRequested:
      return "online_movable asks for ZONE_MOVABLE; the policy has no say."
    case .contiguousZones:
      return contiguousReason(range, nodeID)
    case .ratioIsZero:
      return "auto_movable_ratio is 0, which allows no movable memory."
    case .groupHasKernelPages:
      return "The device is static and has kernel memory already "
        + "(present_kernel_pages \(group?.presentKernelPages ?? 0)): all of it "
        + "goes to kernel zones."
    case .unitHasKernelSection:
      return "The unit has an online section outside ZONE_MOVABLE already, "
        + "section \(geometry.section(ofPFN: answer[.kernelPFN])) at pfn "
        + "\(answer[.kernelPFN]): all of it goes to kernel zones."
    case .refusedBySystem:
      return testSentence(at: .testExit, in: .system)
    case .refusedByNode:
      return testSentence(at: .testExit, in: .system) + "\n"
        + testSentence(at: .nodeTestExit, in: .node(nodeID))
    case .allowed:
      var text = testSentence(at: .testExit, in: .system)
      if answer.stage(.nodeTestExit) != .notMade {
        text += "\n" + testSentence(at: .nodeTestExit, in: .node(nodeID))
      }
      return text
    case nil:
      return "The implementation doesn't tell how it got there."
    }
  }

  private func contiguousReason(_ range: PageRange, _ nodeID: NodeID) -> String {
    let node = vector.state.nodes.first { $0.id == nodeID } ?? Node(id: nodeID)
    let kernel =
      [ZoneType.dma, .dma32].first { node[$0].intersects(range) } ?? .normal
    let inKernel = node[kernel].intersects(range)
    let inMovable = node[.movable].intersects(range)
    if inKernel != inMovable {
      return "contig-zones: of \(kernel.name) and Movable the range meets the "
        + "span of \(inKernel ? kernel.name : ZoneType.movable.name) alone."
    }
    return "contig-zones: the range meets "
      + (inKernel ? "both the span of " : "neither the span of ")
      + "\(kernel.name) \(inKernel ? "and" : "nor") that of Movable, so "
      + "movable_node decides: \(vector.policy.isMovableNodeEnabled ? "Y" : "N")."
  }
}
