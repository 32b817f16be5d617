// SPDX-License-Identifier: MIT

import Foundation
import Testing

@Suite("Doc comments")
struct CommentTests {
  @Test(
    "Every public symbol has one",
    arguments: [
      "AutoMovable", "AutoMovableC", "Cases", "Conformance", "Generation", "KernelSource",
      "LiveSystem", "Planning", "Reports", "Scenarios", "TextFiles",
    ])
  func everySymbolIsDocumented(module: String) throws {
    let symbols = try SymbolGraph(of: module).symbols
    try #require(!symbols.isEmpty)
    // One that is inherited from the standard library says nothing of its own. `Generation`
    // inherits those of the protocols in `Cases`.
    let ours: Set<String?> = [module, "Cases"]
    let bare = symbols.filter { $0.location != nil && !ours.contains($0.docComment?.module) }
    #expect(bare.map(\.name).sorted() == [])
  }

  @Test("Every type of the core is in a topic group of the landing page")
  func everyTypeIsCurated() throws {
    let links = try TopicLinks(page: "AutoMovable.md").names
    let types = try SymbolGraph(of: "AutoMovable").symbols
      .filter { $0.pathComponents.count == 1 }.map(\.name)
    try #require(types.count > 20)
    #expect(types.filter { !links.contains($0) } == [])
  }

  @Test(
    "Every member is in a topic group where a type's page has some",
    arguments: [
      "HotplugMachine", "MemoryGroupRegistry", "MemoryModel", "MemoryState",
      "OnlineDecision", "Policy", "RatioTest",
    ])
  func everyMemberIsCurated(type: String) throws {
    let links = try TopicLinks(page: "\(type).md").names.sorted()
    let members = try SymbolGraph(of: "AutoMovable").symbols
      .filter { $0.pathComponents.count == 2 && $0.pathComponents[0] == type }
      .map { $0.pathComponents[1] }
    // Overloads have a link each.
    #expect(links == members.sorted())
  }
}
