// SPDX-License-Identifier: MIT

import Scenarios

/// Which option each part of a scenario is from, so that what is wrong is told by the
/// option's name.
struct OptionOrigins {
  /// The options of nodes, each with its value.
  var nodes: [String] = []
  /// The options of virtio-mem devices.
  var virtioMemory: [String] = []
  /// The options of actions.
  var actions: [String] = []

  /// What is wrong with a scenario, beginning with the option.
  func text(of problem: Scenario.Problem, in scenario: Scenario) -> String {
    "\(option(of: problem, in: scenario)): \(problem.reason)"
  }

  private func option(of problem: Scenario.Problem, in scenario: Scenario) -> String {
    switch problem.place {
    case .action(let index, _) where actions.indices.contains(index): return actions[index]
    case .action(let index, let operation): return "actions[\(index)]: \(operation)"
    case .list("nodes") where !nodes.isEmpty && nodes.count <= 4:
      return nodes.joined(separator: " ")
    case .list("nodes"): return "--boot"
    case .list("virtio_mem"): return "--virtio-mem"
    case .list("kernel_arguments"): return "--append"
    case .list("actions"): return "--dimm, --dax, --memory"
    case .element("nodes", let index) where nodes.indices.contains(index): return nodes[index]
    case .element("virtio_mem", let index) where virtioMemory.indices.contains(index):
      return virtioMemory[index]
    case .element("kernel_arguments", let index)
    where scenario.kernelArguments.indices.contains(index):
      return "--append \(scenario.kernelArguments[index])"
    case .list(let name): return name
    case .element(let name, let index): return "\(name)[\(index)]"
    }
  }
}
