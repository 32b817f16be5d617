// SPDX-License-Identifier: MIT

import AutoMovable
public import TextFiles

extension TraceMachine {
  /// Writes the machine in canonical form, as a line without its end.
  public func write(note: String? = nil, to json: inout JSONWriter) {
    json.beginObject()
    json.name("machine")
    writeValue(to: &json)
    json.write("note", note)
    json.endObject()
  }

  /// Writes the machine alone, as what `machine` is.
  public func writeValue(to json: inout JSONWriter) {
    json.beginObject()
    writeParameters(to: &json)
    json.name("block_size_bytes")
    json.value(blockSizeBytes)
    json.name("nodes")
    json.beginList()
    for node in nodes { node.write(to: &json) }
    json.endList()
    if let memory {
      json.name("memory")
      json.beginList()
      for run in memory { run.write(to: &json) }
      json.endList()
    }
    if let possibleNodes {
      json.name("possible_nids")
      json.beginList()
      for id in possibleNodes { json.value(id.rawValue) }
      json.endList()
    }
    json.name("movable_node")
    json.value(parameters.policy.isMovableNodeEnabled)
    json.name("auto_online_blocks")
    json.value(autoOnlineType.name)
    if kernel != .standard {
      json.name("kernel")
      json.value(kernel.description)
    }
    json.write(geometry)
    json.endObject()
  }

  private func writeParameters(to json: inout JSONWriter) {
    json.name("params")
    json.beginObject()
    json.name("online_policy")
    json.value(parameters.policy.onlinePolicy.name)
    json.name("auto_movable_ratio")
    json.value(UInt64(parameters.policy.autoMovableRatio))
    json.name("auto_movable_numa_aware")
    json.value(parameters.policy.isAutoMovableNUMAAware)
    if parameters.isMemmapOnMemoryEnabled {
      json.name("memmap_on_memory")
      json.value(true)
    }
    json.endObject()
  }
}

extension Trace {
  /// Writes the header of a file of traces, without a line's end.
  ///
  /// - Parameter count: The operations of all traces.
  public static func writeHeader(
    count: UInt64, source: String, to json: inout JSONWriter
  ) {
    json.writeHeader(FileHeader.traces, count: count, source: source)
  }

  /// Writes the trace in canonical form: a line for the machine and one for
  /// each step.
  public func write(to json: inout JSONWriter) {
    machine.write(note: note, to: &json)
    json.endLine()
    for step in steps {
      step.write(to: &json)
      json.endLine()
    }
  }
}
