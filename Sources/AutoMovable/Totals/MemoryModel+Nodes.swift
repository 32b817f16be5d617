// SPDX-License-Identifier: MIT

extension MemoryModel {
  /// Adds a node that has gone online, with what its zones have.
  ///
  /// Mirrors `__try_online_node`, and boot.
  ///
  /// - Throws: `impossibleNode` or `nodeExists`; nothing has changed then.
  /// - Complexity: O(*n*), where *n* is the number of nodes.
  public mutating func addNode(_ node: Node) throws(MemoryModelError) {
    guard node.id.isPossible else { throw .impossibleNode(node.id) }
    guard state.nodes.span.index(forID: node.id) == nil else {
      throw .nodeExists(node.id)
    }
    let index = state.nodes.firstIndex { $0.id > node.id } ?? state.nodes.count
    insertNode(node, at: index)
  }

  /// Removes a node that has gone offline, with what its zones had. Mirrors
  /// `try_offline_node`.
  ///
  /// Its groups stay registered, and count system-wide.
  ///
  /// - Throws: `noSuchNode`
  /// - Complexity: O(*n*), where *n* is the number of nodes.
  public mutating func removeNode(_ id: NodeID) throws(MemoryModelError) {
    removeNode(at: try nodeIndex(of: id))
  }

  /// Gives a zone other counters and another span, as boot, reserved memory
  /// (`cma_pages`), and spans that grow and shrink do.
  ///
  /// - Throws: `noSuchNode`; nothing has changed then.
  /// - Complexity: O(1) besides finding the node.
  public mutating func setZone(
    _ type: ZoneType, nodeID: NodeID, to zone: Zone
  ) throws(MemoryModelError) {
    let index = try nodeIndex(of: nodeID)
    changeZone(type, ofNodeAt: index) { $0 = zone }
  }

  /// Counts pages that have gone online in a zone, or offline if the number is
  /// negative, in the zone and in their group.
  ///
  /// Mirrors `adjust_present_page_count`. It is half of
  /// ``onlineBlock(_:in:nodeID:groupID:isEarly:)``: mark the sections, too, or units
  /// that are larger than a block are judged wrongly.
  ///
  /// - Parameters:
  ///   - pages: The pages, usually of one memory block. Counters wrap, as the
  ///     kernel's do.
  ///   - zone: The type of the zone.
  ///   - nodeID: The node of the zone.
  ///   - groupID: The group that they belong to.
  ///   - isEarly: Whether they are boot memory.
  /// - Throws: `noSuchNode` or `noSuchGroup`; nothing has changed then.
  /// - Complexity: O(1) besides finding the node and the group.
  public mutating func adjustPresentPages(
    by pages: Int64, in zone: ZoneType, nodeID: NodeID,
    groupID: MemoryGroupID? = nil, isEarly: Bool = false
  ) throws(MemoryModelError) {
    let index = try nodeIndex(of: nodeID)
    let position = try groupPosition(of: groupID)
    adjustPresentPages(
      by: UInt64(bitPattern: pages), in: zone, ofNodeAt: index,
      groupAt: position, isEarly: isEarly)
  }
}

// MARK: By position

extension MemoryModel {
  mutating func insertNode(_ node: Node, at index: Int) {
    state.nodes.insert(node, at: index)
    var part = ZoneStatistics()
    part.account(node)
    systemSums.add(part)
    let number = reserveSums(for: node.id)
    nodeSums[number].add(part)
  }

  mutating func removeNode(at index: Int) {
    var part = ZoneStatistics()
    part.account(state.nodes[index])
    systemSums.remove(part)
    nodeSums[Int(state.nodes[index].id.rawValue)].remove(part)
    state.nodes.remove(at: index)
  }

  mutating func adjustPresentPages(
    by pages: UInt64, in zone: ZoneType, ofNodeAt index: Int,
    groupAt position: Int?, isEarly: Bool
  ) {
    // The change is signed and the counters are not: sums wrap.
    changeZone(zone, ofNodeAt: index) { zone in
      if isEarly { zone.presentEarlyPages &+= pages }
      zone.presentPages &+= pages
    }
    guard let position else { return }
    changeGroup(at: position) { group in
      if zone == .movable {
        group.presentMovablePages &+= pages
      } else {
        group.presentKernelPages &+= pages
      }
    }
  }

  /// Changes a zone together with the sums that it is part of.
  @inline(__always)
  mutating func changeZone(
    _ type: ZoneType, ofNodeAt index: Int, _ body: (inout Zone) -> Void
  ) {
    let number = Int(state.nodes[index].id.rawValue)
    // A zone without pages isn't counted at all, so the difference won't do.
    var part = ZoneStatistics()
    part.account(state.nodes[index][type], as: type)
    systemSums.remove(part)
    nodeSums[number].remove(part)
    body(&state.nodes[index][type])
    part = ZoneStatistics()
    part.account(state.nodes[index][type], as: type)
    systemSums.add(part)
    nodeSums[number].add(part)
  }

  func nodeIndex(of id: NodeID) throws(MemoryModelError) -> Int {
    guard let index = state.nodes.span.index(forID: id) else { throw .noSuchNode(id) }
    return index
  }

  func groupPosition(of id: MemoryGroupID?) throws(MemoryModelError) -> Int? {
    guard let id else { return nil }
    guard let position = state.groups.index(forID: id) else { throw .noSuchGroup(id) }
    return position
  }
}
