// SPDX-License-Identifier: MIT

import AutoMovable
public import TextFiles

extension TraceStep {
  /// Writes the step in canonical form, without a line's end.
  ///
  /// Fields come in the order of the format's description, and what may be left
  /// out and says nothing is. So a step has one text only, and decoding it gives
  /// the step again; but for bytes that aren't UTF-8, which JSON can't hold and
  /// which are replaced.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    json.name("op")
    json.value(TraceDecoder.Operation.Kind(operation).name)
    json.writeFields(of: operation)
    if let expect {
      json.name("expect")
      json.value(expect)
    }
    json.write("note", note)
    json.endObject()
  }
}

extension JSONWriter {
  fileprivate mutating func writeFields(of operation: TraceOperation) {
    switch operation {
    case .registerGroup(let kind, let nodeID):
      write("nid", nodeID.rawValue)
      switch kind {
      case .static(let maxPages): write("max_pages", all: maxPages)
      case .dynamic(let unitPages): write("unit_pages", all: unitPages)
      }
    case .unregisterGroup(let id): write("mgid", id.rawValue)
    case .addMemory(let range, let target, let usesMemmapOnMemory, let onlineType):
      switch target {
      case .node(let id): write("nid", id.rawValue)
      case .group(let id): write("mgid", id.rawValue)
      }
      write(range)
      if usesMemmapOnMemory {
        name("memmap_on_memory")
        value(true)
      }
      if let onlineType {
        name("online_type")
        value(onlineType.name)
      }
    case .offlineAndRemoveMemoryRanges(let ranges):
      name("ranges")
      beginList()
      for range in ranges {
        beginObject()
        write(range)
        endObject()
      }
      endList()
    case .removeMemory(let range), .offlineAndRemoveMemory(let range): write(range)
    case .writeState(let id, let text), .writeOnline(let id, let text):
      write("block", all: id.rawValue)
      write("value", text.description)
    case .readValidZones(let id): write("block", all: id.rawValue)
    case .readBlockFile(let id, let file):
      write("block", all: id.rawValue)
      name("file")
      value(file.name)
    case .readState: break
    case .writeParameter(let parameter, let text):
      write("name", parameter.name)
      write("value", text.description)
    case .readParameter(let parameter): write("name", parameter.name)
    case .setNotifier(let action, let refusal):
      name("action")
      value(action.name)
      write("errno", refusal.errno)
      write("after", UInt64(refusal.agreementCount))
    }
  }

  private mutating func write(_ range: PageRange) {
    write("start_pfn", all: range.startPFN)
    write("nr_pages", all: range.pageCount)
  }

  private mutating func write(_ name: StaticString, _ number: Int32) {
    self.name(name)
    value(number)
  }

  private mutating func write(_ name: StaticString, all number: UInt64) {
    self.name(name)
    value(number)
  }

  /// Writes a field with a text, if there is one.
  mutating func write(_ name: StaticString, _ text: String?) {
    guard let text else { return }
    self.name(name)
    value(text)
  }
}
