// SPDX-License-Identifier: MIT

import Cases

/// What a generated history does next: one or a few operations.
enum Move {
  /// Register a device, or unregister one.
  case plug
  /// Add memory of a device.
  case grow
  /// Offline memory of a device and remove it, in steps or at once.
  case shrink
  /// Write to the file `state` of a device's block.
  case state
  /// Write to the file `online` of a device's block.
  case online
  /// Read `valid_zones`.
  case validZones
  /// Write to the file of a parameter.
  case parameter
  /// Read the file of a parameter.
  case reading
  /// Write to `auto_online_blocks`.
  case autoOnline
  /// Offline or online a block of boot memory.
  case boot
  /// Have the notifier refuse for a while.
  case refusal
  /// Ask for what can't be.
  case misuse
}

extension Strategy {
  /// The weights of the moves, in 32nds.
  var moves: [32 of Move] {
    switch self {
    case .growShrink: Self.growShrinkMoves
    case .lowMemory: Self.lowMemoryMoves
    case .textFiles: Self.textMoves
    case .refusals: Self.refusalMoves
    case .misuse: Self.misuseMoves
    default: Self.mixedMoves
    }
  }

  private static let growShrinkMoves: [32 of Move] = [
    .plug, .plug, .grow, .grow, .grow, .grow, .grow, .grow, .grow, .grow, .grow,
    .grow, .grow, .grow, .shrink, .shrink, .shrink, .shrink, .shrink, .shrink,
    .state, .state, .state, .validZones, .validZones, .validZones, .validZones,
    .parameter, .autoOnline, .boot, .online, .state,
  ]

  private static let mixedMoves: [32 of Move] = [
    .plug, .plug, .plug, .grow, .grow, .grow, .grow, .grow, .grow, .grow,
    .shrink, .shrink, .shrink, .shrink, .state, .state, .state, .state, .state,
    .state, .online, .online, .validZones, .validZones, .validZones, .parameter,
    .parameter, .autoOnline, .boot, .boot, .refusal, .misuse,
  ]

  private static let lowMemoryMoves: [32 of Move] = [
    .plug, .plug, .grow, .grow, .grow, .grow, .grow, .grow, .shrink, .shrink,
    .shrink, .shrink, .state, .state, .state, .state, .state, .state, .state,
    .state, .online, .validZones, .validZones, .validZones, .validZones,
    .parameter, .autoOnline, .boot, .boot, .boot, .refusal, .misuse,
  ]

  private static let textMoves: [32 of Move] = [
    .plug, .plug, .grow, .grow, .grow, .grow, .shrink, .shrink, .state, .state,
    .state, .state, .online, .online, .online, .validZones, .validZones,
    .parameter, .parameter, .parameter, .parameter, .parameter, .parameter,
    .parameter, .parameter, .reading, .reading, .reading, .reading, .autoOnline,
    .autoOnline, .autoOnline,
  ]

  private static let refusalMoves: [32 of Move] = [
    .plug, .plug, .plug, .grow, .grow, .grow, .grow, .grow, .grow, .shrink,
    .shrink, .shrink, .shrink, .shrink, .state, .state, .state, .state, .state,
    .online, .online, .online, .validZones, .validZones, .parameter,
    .autoOnline, .boot, .refusal, .refusal, .refusal, .refusal, .refusal,
  ]

  private static let misuseMoves: [32 of Move] = [
    .plug, .plug, .plug, .grow, .grow, .grow, .grow, .grow, .shrink, .shrink,
    .state, .state, .state, .online, .validZones, .boot, .parameter, .autoOnline,
    .refusal, .misuse, .misuse, .misuse, .misuse, .misuse, .misuse, .misuse,
    .misuse, .misuse, .misuse, .misuse, .misuse, .misuse,
  ]
}
