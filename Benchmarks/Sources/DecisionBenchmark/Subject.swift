// SPDX-License-Identifier: MIT

import ArgumentParser

/// Whose decisions are made.
enum Subject: String, CaseIterable, ExpressibleByArgument {
  case swift, c, totals
}
