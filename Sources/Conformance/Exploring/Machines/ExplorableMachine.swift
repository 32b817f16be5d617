// SPDX-License-Identifier: MIT

public import AutoMovable

/// A machine that can go back to where it was, and whose whole state can be seen.
public protocol ExplorableMachine: Machine {
  /// All that operations change.
  associatedtype Saved

  /// Takes down the state.
  // Mutating, as the next ones, only so that the machine isn't copied for the call.
  mutating func save() -> Saved

  /// Goes back to a state that was taken down since boot.
  mutating func restore(_ saved: Saved)

  /// Writes the whole state.
  ///
  /// - Parameter blocks: All blocks that can be there, ids ascending.
  mutating func write(_ image: inout StateImage, blocks: [UInt64])

  /// The core's machine in it, which properties look at; `nil` if there is none.
  var explored: HotplugMachine? { get }
}

extension ExplorableMachine {
  public var explored: HotplugMachine? { nil }
}
