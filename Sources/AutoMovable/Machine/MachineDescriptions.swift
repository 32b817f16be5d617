// SPDX-License-Identifier: MIT

// What `print` says of memory blocks. Bare machines have no descriptions.

#if !hasFeature(Embedded) || Descriptions
  extension MemoryBlockID: CustomStringConvertible {
    /// The number.
    public var description: String { "\(rawValue)" }
  }

  extension MemoryBlock.State: CustomStringConvertible {
    /// The text of the file `state`.
    public var description: String { "\(name)" }
  }

  extension MemoryBlock: CustomStringConvertible {
    /// The block's folder in sysfs, its state, and where it belongs: `memory64:
    /// online, Movable of node 0, group 3`.
    public var description: String {
      var text = "memory\(id): \(state), "
      if let zone {
        text += "\(zone) of "
      } else if state == .online {
        text += "several zones of "
      }
      text += "node \(nodeID)"
      if let groupID { text += ", group \(groupID)" }
      if isEarly { text += ", boot memory" }
      if hasHoles { text += " with holes" }
      return text
    }
  }

  extension MemoryTarget: CustomStringConvertible {
    /// `node 0` or `group 3`.
    public var description: String {
      switch self {
      case .node(let id): "node \(id)"
      case .group(let id): "group \(id)"
      }
    }
  }

  extension NodeExtent: CustomStringConvertible {
    /// The size and the span.
    public var description: String {
      "\(PageCount(pages: presentPages).size) present"
        + (spannedPages == 0 ? ", no span" : ", pfn \(startPFN)..<\(endPFN)")
    }
  }

  extension MemoryNotifier.Action: CustomStringConvertible {
    /// The kernel's name.
    public var description: String { "\(name)" }
  }
#endif
