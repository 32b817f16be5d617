// SPDX-License-Identifier: MIT

// What `print` says of decisions. Bare machines have no descriptions.

#if !hasFeature(Embedded) || Descriptions
  extension OnlineDecision: CustomStringConvertible {
    /// The zone, the step that settled it, and how far the memory is from the
    /// limit if that was a ratio test; from the nearer limit if both tests allow.
    public var description: String {
      let text = "\(zone) of node \(nodeID): \(reason)"
      guard let decisiveTest else { return text }
      return text + ", \(decisiveTest.distance)"
    }

    /// The test that settled the zone.
    private var decisiveTest: RatioTest? {
      switch reason {
      case .refusedBySystem: systemTest
      case .refusedByNode: nodeTest
      case .allowed:
        [systemTest, nodeTest].compactMap { $0 }.min {
          $0.limit &- $0.movablePages < $1.limit &- $1.movablePages
        }
      default: nil
      }
    }
  }

  extension OnlineDecision.Reason: CustomStringConvertible {
    /// The step in a few words; see ``summary``.
    public var description: String { "\(summary)" }
  }

  extension RatioTest: CustomStringConvertible {
    /// The verdict, and how far the memory is from what the ratio allows.
    public var description: String {
      let verdict = isAllowed ? "allowed" : "refused"
      guard case .compared(let kernelPages, let movablePages, _) = outcome else {
        return "\(verdict): \(distance)"
      }
      return "\(verdict): \(PageCount(pages: movablePages).size) movable, \(distance) for "
        + "\(PageCount(pages: kernelPages).size) kernel"
    }

    /// How far the memory is from the limit.
    fileprivate var distance: String {
      guard case .compared(_, let movablePages, let limit) = outcome else {
        let required = PageCount(pages: otherGroups.requiredKernelEarlyPages)
        let boot = PageCount(pages: zones.kernelEarlyPages)
        return "other devices need \(required.size) of \(boot.size) boot memory"
      }
      if movablePages == limit { return "exactly at the limit" }
      return movablePages < limit
        ? "\(PageCount(pages: limit - movablePages).size) below the limit"
        : "\(PageCount(pages: movablePages - limit).size) above the limit"
    }
  }

  extension RatioTest.Scope: CustomStringConvertible {
    /// `all nodes`, or the node.
    public var description: String {
      switch self {
      case .system: "all nodes"
      case .node(let id): "node \(id)"
      }
    }
  }

  extension Policy: CustomStringConvertible {
    /// The parameters by the kernel's names and texts.
    public var description: String {
      "online_policy=\(onlinePolicy) auto_movable_ratio=\(autoMovableRatio) "
        + "auto_movable_numa_aware=\(isAutoMovableNUMAAware ? "Y" : "N") "
        + "movable_node=\(isMovableNodeEnabled ? "Y" : "N")"
    }
  }
#endif
