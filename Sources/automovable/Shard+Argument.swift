// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance

extension Shard: ExpressibleByArgument {
  init?(argument: String) { self.init(argument) }

  var defaultValueDescription: String { "1/1" }
}
