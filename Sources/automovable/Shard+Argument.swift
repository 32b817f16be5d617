// SPDX-License-Identifier: MIT

public import ArgumentParser
public import Conformance

extension Shard: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }

  public var defaultValueDescription: String { "1/1" }
}
