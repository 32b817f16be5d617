// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Cases
@testable import Conformance
@testable import Generation

// What the ratio test never reads, whatever the other counters are.
extension Properties {
  @Test("A static group as target is as no target", arguments: PropertySubject.allCases)
  func staticTarget(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    try PropertyStates.forEachWild(seed: 3) { (vector, random) throws in
      let groups = vector.state.groups.groups.filter { !$0.isDynamic }
      guard !groups.isEmpty else { return }
      let asked = vector.askingAbout(groups[random.below(groups.count)].id)
      #expect(
        try oracle.answersAlike(asked, asked.askingAbout(nil)), "\(asked.line)")
    }
  }

  @Test(
    "Counters of static groups never matter to the ratio test", arguments: PropertySubject.allCases)
  func staticCounters(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    try PropertyStates.forEachWild(seed: 4) { (vector, random) throws in
      var other = vector
      for group in vector.state.groups.groups where !group.isDynamic {
        other.state.groups.update(group.id) {
          $0.presentKernelPages = random.logUniform()
          $0.presentMovablePages = random.logUniform()
        }
      }
      #expect(try oracle.answersAlike(other, vector), "\(vector.line)")
    }
  }

  @Test(
    "Present pages of a populated kernel zone are irrelevant", arguments: PropertySubject.allCases)
  func presentKernelPages(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    try PropertyStates.forEachWild(seed: 5) { (vector, random) throws in
      var other = vector
      for node in vector.state.nodes.indices {
        for type in [0, 1, 2, 4] where vector.state.nodes[node].zones[type].isPopulated {
          other.state.nodes[node].zones[type].presentPages = max(1, random.logUniform())
        }
      }
      #expect(try oracle.answersAlike(other, vector), "\(vector.line)")
    }
  }

  @Test("A dynamic target with no pages is as no target", arguments: PropertySubject.allCases)
  func emptyTarget(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    try PropertyStates.forEachWild(seed: 6) { (vector, random) throws in
      guard let group = vector.dynamicGroup(&random) else { return }
      let asked = vector.askingAbout(group.id).changing(group.id) {
        $0.presentKernelPages = 0
        $0.presentMovablePages = 0
      }
      #expect(
        try oracle.answersAlike(asked, asked.askingAbout(nil)), "\(asked.line)")
    }
  }

  @Test("The target's own movable pages are never read", arguments: PropertySubject.allCases)
  func movableOfTarget(_ subject: PropertySubject) throws {
    let oracle = try subject.asked()
    try PropertyStates.forEachWild(seed: 7) { (vector, random) throws in
      guard let group = vector.dynamicGroup(&random) else { return }
      let asked = vector.askingAbout(group.id)
      let other = asked.changing(group.id) { $0.presentMovablePages = random.logUniform() }
      #expect(try oracle.answersAlike(other, asked), "\(asked.line)")
    }
  }
}
