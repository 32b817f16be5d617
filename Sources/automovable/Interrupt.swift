// SPDX-License-Identifier: MIT

import ArgumentParser
import Dispatch
import Foundation
import Synchronization
import TextFiles

/// Turns the first signal of a kind, such as Ctrl-C's, into a request to end in
/// order; the second one ends the program at once, as always.
struct Interrupt {
  private let sources: [any DispatchSourceSignal]

  /// Whether it was cancelled.
  private let isOver: Flag

  private final class Flag: Sendable {
    let isSet = Atomic<Bool>(false)
  }

  /// The signals that ask a program to end.
  static let all: [Int32] = [SIGINT, SIGTERM, SIGHUP]

  /// Handles signals from when this returns; before, they act as always.
  init(on numbers: [Int32] = all, _ handler: @escaping @Sendable () -> Void) {
    self.init(on: numbers) { _ in handler() }
  }

  /// Handles signals, and ends the program if that hasn't come to its end in order three
  /// seconds later: a library that hangs in it would keep it for ever.
  static func ofLibraries(_ handler: @escaping @Sendable () -> Void) -> Interrupt {
    let isOver = Flag()
    return Interrupt(on: all, isOver) { _ in
      handler()
      DispatchQueue(label: "end").asyncAfter(deadline: .now() + .seconds(3)) {
        guard !isOver.isSet.load(ordering: .sequentiallyConsistent) else { return }
        StandardError.print("automovable: interrupted while a library gave no answer")
        Leftovers.removeAll()
        EarlyEnd.expect()
        _exit(ExitCode.interrupted.rawValue)
      }
    }
  }

  /// Handles signals, whose number the handler is told.
  private init(
    on numbers: [Int32], _ isOver: Flag = Flag(),
    _ handler: @escaping @Sendable (Int32) -> Void
  ) {
    self.isOver = isOver
    // Of its own: the threads of the others may all be at work.
    let queue = DispatchQueue(label: "signals")
    sources = numbers.filter { !Self.isHangUpIgnored($0) }.map { number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        _ = signal(number, SIG_DFL)
        handler(number)
      }
      // Registration is under way for a while. A signal that was ignored
      // meanwhile would be lost, and one that is handled before it would find
      // nobody.
      let isRegistered = DispatchSemaphore(value: 0)
      source.setRegistrationHandler { isRegistered.signal() }
      source.resume()
      isRegistered.wait()
      return source
    }
  }

  /// Whether a signal is the end of a terminal that nohup keeps from the program.
  private static func isHangUpIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard number == SIGHUP, unsafe sigaction(number, nil, &action) == 0 else { return false }
    return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Takes away what is there for a while only when a signal ends the program,
  /// which it does as always after that.
  static func removingLeftovers() -> Interrupt {
    Interrupt(on: all) { number in
      Leftovers.removeAll()
      // Handled as always since the handler began, but blocked in this thread, and in
      // all if whoever started the program has them blocked.
      var signals = sigset_t()
      unsafe sigemptyset(&signals)
      unsafe sigaddset(&signals, number)
      unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      _ = raise(number)
    }
  }

  /// Lets the signals act as always again.
  func cancel() {
    isOver.isSet.store(true, ordering: .sequentiallyConsistent)
    for source in sources {
      source.cancel()
      _ = signal(Int32(source.handle), SIG_DFL)
    }
  }
}
