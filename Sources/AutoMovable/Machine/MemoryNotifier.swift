// SPDX-License-Identifier: MIT

/// Somebody who is asked before memory goes online or offline, and may refuse.
///
/// Stands for the kernel's memory notifier chain, and for whatever else makes
/// onlining or offlining fail half-way.
@frozen
public struct MemoryNotifier: Hashable, Sendable {
  /// What is asked about.
  @frozen
  public enum Action: UInt8, Hashable, Sendable {
    /// Pages are to be offlined. Mirrors `MEM_GOING_OFFLINE`.
    case goingOffline = 2
    /// Pages are to be onlined. Mirrors `MEM_GOING_ONLINE`.
    case goingOnline = 8
  }

  /// How one action is refused, like a file of `notifier-error-inject`.
  @frozen
  public struct Refusal: Hashable, Sendable {
    /// The error number, positive as in `errno.h`; 0 agrees to everything.
    public var errno: Int32

    /// How many times to agree before that.
    public var agreementCount: UInt32

    /// Creates a refusal.
    @inlinable
    public init(errno: Int32, after agreementCount: UInt32 = 0) {
      self.errno = errno
      self.agreementCount = agreementCount
    }

    /// Answers once.
    mutating func ask() throws(HotplugError) {
      guard errno != 0 else { return }
      guard agreementCount == 0 else {
        agreementCount -= 1
        return
      }
      throw .refusedByNotifier(errno)
    }
  }

  private var goingOffline: Refusal
  private var goingOnline: Refusal

  /// Creates a notifier that agrees to everything.
  public init() {
    goingOffline = Refusal(errno: 0)
    goingOnline = Refusal(errno: 0)
  }

  /// How an action is refused from now on.
  public subscript(action: Action) -> Refusal {
    get {
      switch action {
      case .goingOffline: goingOffline
      case .goingOnline: goingOnline
      }
    }
    set {
      switch action {
      case .goingOffline: goingOffline = newValue
      case .goingOnline: goingOnline = newValue
      }
    }
  }

  /// Asks about an action.
  mutating func ask(_ action: Action) throws(HotplugError) {
    switch action {
    case .goingOffline: try goingOffline.ask()
    case .goingOnline: try goingOnline.ask()
    }
  }
}

extension MemoryNotifier.Action {
  /// The name of the action's directory in `notifier-error-inject`.
  @inlinable
  public var name: StaticString {
    switch self {
    case .goingOffline: "MEM_GOING_OFFLINE"
    case .goingOnline: "MEM_GOING_ONLINE"
    }
  }
}
