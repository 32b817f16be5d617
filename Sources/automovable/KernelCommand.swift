// SPDX-License-Identifier: MIT

import ArgumentParser

struct KernelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel",
    abstract: "Let genuine kernel code judge.",
    subcommands: [KernelBuildCommand.self, KernelDiffCommand.self, KernelProveCommand.self])
}
