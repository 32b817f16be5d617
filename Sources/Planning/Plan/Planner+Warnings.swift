// SPDX-License-Identifier: MIT

import AutoMovable

extension Planner {
  mutating func warn(_ kind: PlanWarning.Kind, _ text: String) {
    let warning = PlanWarning(kind, text)
    // The same is said once, and no more than somebody reads.
    guard warnings.count < 1000, !warnings.contains(warning) else { return }
    warnings.append(warning)
  }

  /// Warns about what the command line says.
  mutating func warn(about arguments: KernelArguments) {
    for argument in arguments.ignored {
      warn(
        .ignoredArgument,
        "The kernel goes on without \(argument): it can't read it, or has no use for it.")
    }
    for argument in arguments.unplanned {
      warn(
        .unplannedArgument,
        "\(argument) changes memory in a way that isn't planned; take boot memory from a "
          + "capture or from inspect (--boot-from).")
    }
    if arguments.parameters.policy.isMovableNodeEnabled,
      arguments.parameters.policy.onlinePolicy == .autoMovable
    {
      warn(.movableNode, "movable_node has no say under auto-movable.")
    }
    let geometry = machine.geometry
    if blockBytes > geometry.architecture?.firmwareBlockSize ?? geometry.sectionSize {
      warn(
        .largeBlocks,
        "A memory block has \(size(machine.blockPages)): memory comes, goes and is decided on "
          + "in pieces of that size.")
    }
  }

  /// Warns if a device's memory can't come.
  mutating func warnAboutDriver(_ kind: PlannedDevice.Kind) {
    guard let architecture = machine.geometry.architecture else { return }
    let problem: String
    if architecture.lacksHotplug(boot.kernel) {
      problem = "can't hotplug memory"
    } else if kind == .virtioMem, architecture.lacksVirtioMem(boot.kernel) {
      problem = "has no driver for virtio-mem"
    } else {
      return
    }
    warn(
      .noDriver,
      "Linux \(boot.kernel) \(problem) on \(architecture.name); what is planned takes another "
        + "kernel.")
  }

  mutating func warnAboutLatePolicy(_ name: String) {
    guard machine.addedBlockCount > 0 else { return }
    warn(
      .latePolicy,
      "\(name) was changed when there was hotplugged memory already. Zones of online blocks "
        + "stay as they are, and later decisions count them.")
  }

  mutating func warnNotWhole(
    _ id: String, _ kind: PlannedDevice.Kind, _ addresses: Range<UInt64>, added: UInt64
  ) {
    let whole = size(machine.blockPages)
    let bytes = addresses.upperBound - addresses.lowerBound
    let range =
      "0x" + String(addresses.lowerBound, radix: 16) + "-0x"
      + String(addresses.upperBound - 1, radix: 16)
    let problem = "\(id): \(range) is not made of whole memory blocks of \(whole)."
    if added > 0 {
      warn(
        .notWholeBlocks,
        "\(problem) The driver leaves out \(size((bytes - added) / machine.geometry.pageSize)).")
    } else if kind == .dax {
      warn(.notWholeBlocks, "\(problem) No whole one is in it, so nothing is added.")
    } else {
      warn(
        .notWholeBlocks,
        "\(problem) The kernel refuses such memory (EINVAL), so nothing is added.")
    }
  }

  /// A number of pages as people read it.
  func size(_ pages: UInt64) -> String { PageCount(pages: pages, of: machine.geometry).size }
}
