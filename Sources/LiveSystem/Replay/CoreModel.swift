// SPDX-License-Identifier: MIT

/// The core and the kernel's bookkeeping, unaltered.
public struct CoreModel: ReplayModel {
  /// Creates the model.
  public init() {}
}
