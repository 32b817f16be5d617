// SPDX-License-Identifier: MIT

public import ArgumentParser
public import Conformance

extension ExplorationScope: ExpressibleByArgument {
  public init?(argument: String) { self.init(name: argument) }

  public var defaultValueDescription: String { name }

  public static var allValueStrings: [String] { all.map(\.name) }
}
