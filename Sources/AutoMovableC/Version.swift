// SPDX-License-Identifier: MIT
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CAutoMovable

#if canImport(AutoMovable)
  import AutoMovable
#endif

/// The version of the library, as `AUTOMOVABLE_VERSION` puts it.
@c @implementation
public func automovable_version() -> UInt32 {
  UInt32(AUTOMOVABLE_VERSION_MAJOR) * 10000 + UInt32(AUTOMOVABLE_VERSION_MINOR) * 100
    + UInt32(AUTOMOVABLE_VERSION_PATCH)
}
