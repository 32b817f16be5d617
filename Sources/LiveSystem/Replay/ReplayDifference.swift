// SPDX-License-Identifier: MIT

public import AutoMovable

/// Something that a kernel did otherwise than what was replayed, or than the kernel of
/// another capture.
public struct ReplayDifference: Hashable, Sendable {
  /// What differs.
  public enum Kind: Hashable, Sendable {
    /// The zone for a block, or for a range of it that starts at a page frame number.
    case decision(block: UInt64, pfn: UInt64, kernel: ReplayAnswer, replayed: ReplayAnswer)
    /// A counter; one of a group at the moment of a decision about the block that
    /// starts at a page frame number.
    case counter(Counter, pfn: UInt64?, kernel: UInt64, replayed: UInt64)
    /// The state or zone of a memory block.
    case block(index: UInt64, kernel: String, replayed: String)
    /// A run of boot memory that only one of both has: the kernel, or what
    /// `/proc/iomem` comes to or the other kernel.
    case bootMemory(BootMemory, isKernels: Bool)
    /// Whether a node is online.
    case node(NodeID, kernel: String, replayed: String)
    /// What a file holds.
    case text(file: ReplayFile, kernel: String, replayed: String)
    /// What came of an operation: 0 or more, or the negative of an error number.
    case result(operation: ReplayOperation, kernel: Int64, replayed: Int64)
  }

  /// What a kernel is held against.
  public enum Reference: Hashable, Sendable {
    /// What the capture was played on.
    case replay
    /// Another capture.
    case capture
  }

  /// A counter and whose it is.
  public enum Counter: Hashable, Sendable {
    /// A zone's.
    case zone(Name, ReplayAnswer)
    /// A node's: its own, or what those of its zones come to.
    case node(Name, NodeID)
    /// A memory group's, by the group's address in the kernel.
    case group(Name, address: UInt64)

    /// What is counted.
    public enum Name: String, Hashable, Sendable {
      /// `present_pages`, `node_present_pages`.
      case present
      /// `present_early_pages`.
      case presentEarly = "present_early"
      /// `cma_pages`.
      case cma
      /// `zone_start_pfn`, `node_start_pfn`.
      case startPFN = "start_pfn"
      /// `spanned_pages`, `node_spanned_pages`.
      case spanned
      /// A group's `present_kernel_pages`.
      case presentKernelPages = "present_kernel_pages"
      /// A group's `present_movable_pages`.
      case presentMovablePages = "present_movable_pages"

      /// The number that a group is registered under.
      case number = "mgid"
      /// A group's `nid`.
      case nodeID = "nid"
      /// A group's `is_dynamic`, 0 or 1.
      case isDynamic = "is_dynamic"
      /// A group's `unit_pages` or `max_pages`.
      case size = "unit_or_max"

      /// Whether it is an end of a span.
      var isSpan: Bool { self == .startPFN || self == .spanned }
    }
  }

  /// The number of the snapshot.
  public let snapshot: Int

  /// The action that led to the snapshot.
  public let action: String

  /// What differs.
  public let kind: Kind

  /// What the kernel is held against. Its answer is the one that `kind` calls
  /// `replayed`.
  public let reference: Reference
}

extension ReplayDifference: CustomStringConvertible {
  /// One line: the snapshot, the place and both answers.
  public var description: String {
    let place = "snapshot \(snapshot) (\(action)): "
    func answers(_ kernel: some Any, _ replayed: some Any) -> String {
      "kernel \(kernel), \(reference == .replay ? "replayed" : "there") \(replayed)"
    }
    return switch kind {
    case .decision(let block, let pfn, let kernel, let replayed):
      place + "memory block \(block), pfn \(pfn): zone: \(answers(kernel, replayed))"
    case .counter(let counter, let pfn, let kernel, let replayed):
      place + (pfn.map { "pfn \($0): " } ?? "")
        + "\(counter): \(answers(kernel, replayed))"
    case .block(let index, let kernel, let replayed):
      place + "memory block \(index): \(answers(kernel, replayed))"
    case .bootMemory(let run, let isKernels):
      place + "boot memory of node \(run.nodeID.rawValue), \(run.pages.pageCount) pages from "
        + "\(run.pages.startPFN): "
        + (reference == .capture
          ? (isKernels ? "here only" : "there only")
          : (isKernels ? "the kernel's log only" : "/proc/iomem only"))
    case .node(let id, let kernel, let replayed):
      place + "node \(id.rawValue): \(answers(kernel, replayed))"
    case .text(let file, let kernel, let replayed):
      place + "\(file): \(answers(kernel.quoted, replayed.quoted))"
    case .result(let operation, let kernel, let replayed):
      place + "\(operation): \(answers(kernel, replayed))"
    }
  }
}

extension ReplayDifference.Counter: CustomStringConvertible {
  /// As in `Movable of node 0: present`.
  public var description: String {
    switch self {
    case .zone(let name, let zone): "\(zone): \(name.rawValue)"
    case .node(let name, let id): "node \(id.rawValue): \(name.rawValue)"
    case .group(let name, let address): "group \(address.hexadecimal): \(name.rawValue)"
    }
  }
}

extension String {
  /// The text in quotes, line ends visible.
  fileprivate var quoted: String {
    "\"" + split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n") + "\""
  }
}
