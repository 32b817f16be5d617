// SPDX-License-Identifier: MIT

public import AutoMovable
public import Cases

/// A sentence about the kernel that either holds in every state of a scope and of every
/// step, or is broken by a history.
///
/// To add one, write a type in a file beside this one and add it to
/// ``ExploredProperties``. What it doesn't say keeps its default: it is about all boots
/// and operations, and nothing breaks it.
public protocol ExploredProperty: Sendable {
  /// The name on the command line.
  var name: String { get }

  /// The sentence.
  var claim: String { get }

  /// Who says so.
  var source: String { get }

  /// Whether it is about machines that boot like this.
  func isAbout(_ boot: TraceMachine) -> Bool

  /// Whether it is about histories with such an operation.
  func isAbout(_ operation: TraceOperation) -> Bool

  /// How a state breaks it, or `nil`.
  func violation(in state: ExploredState) -> String?

  /// How a step breaks it, or `nil`.
  func violation(by step: ExploredStep) -> String?
}

extension ExploredProperty {
  public func isAbout(_ boot: TraceMachine) -> Bool { true }

  public func isAbout(_ operation: TraceOperation) -> Bool { true }

  public func violation(in state: ExploredState) -> String? { nil }

  public func violation(by step: ExploredStep) -> String? { nil }
}

/// A state that was reached.
public struct ExploredState {
  /// What the machine was at boot, and what is done to it.
  public let boot: ExploredBoot

  /// The machine.
  public let machine: HotplugMachine
}

/// An operation in a state that was reached.
public struct ExploredStep {
  /// What the machine was at boot, and what is done to it.
  public let boot: ExploredBoot

  /// The machine before the operation.
  public let before: HotplugMachine

  /// The operation.
  public let operation: TraceOperation

  /// What it gave.
  public let result: TraceResult

  /// The machine afterwards.
  public let after: HotplugMachine
}
