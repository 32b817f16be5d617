// SPDX-License-Identifier: MIT

import Cases
import TextFiles

extension ExplorationRun {
  /// A number that stands for all that the outcome depends on, but for the part of the
  /// boot states that is explored.
  var identity: UInt64 {
    var digest = TextDigest()
    digest.add(version)
    digest.add(scope.name)
    for implementation in [subject, reference] {
      digest.add(implementation.name)
      digest.add(implementation.origin)
    }
    for property in properties { digest.add(property.name) }
    for boot in scope.makeBoots() { digest.add(UInt64(boot.operations.count)) }
    return digest.value
  }

  /// Checks that a checkpoint is one of this run.
  ///
  /// - Parameter partCount: The explorations that the run is made of.
  func check(_ checkpoint: ExplorationCheckpoint, partCount: Int) throws(CheckpointError) {
    try checkpoint.version.check("version", is: version)
    try "\(checkpoint.shard)".check("shard", is: "\(shard)")
    guard checkpoint.identity == identity else {
      throw .malformed("run: of another scope, other implementations or other properties")
    }
    let indices = shard.range(of: UInt64(scope.makeBoots().count))
    var seen: Set<[Int]> = []
    for boot in checkpoint.boots {
      guard boot.part < partCount, indices.contains(UInt64(boot.index)),
        seen.insert([boot.part, boot.index]).inserted
      else {
        throw .malformed("boots: boot state \(boot.index) is not to be explored, or twice there")
      }
    }
  }
}
