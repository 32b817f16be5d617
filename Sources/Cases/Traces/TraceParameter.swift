// SPDX-License-Identifier: MIT

public import AutoMovable

/// What `write_parameter` and `read_parameter` name.
public enum TraceParameter: Hashable, Sendable {
  /// A file in `/sys/module/memory_hotplug/parameters`.
  case module(ModuleParameter)
  /// The file `auto_online_blocks` in `/sys/devices/system/memory`.
  case autoOnlineBlocks
  /// The file `block_size_bytes` there, which can't be written.
  case blockSizeBytes
  /// A file that isn't there: reading and writing it is `-ENOENT`.
  case unknown(TraceText)
}

extension TraceParameter {
  /// The parameter of a file's name.
  public init(name: some StringProtocol) {
    let bytes = Array(name.utf8)
    if let parameter = ModuleParameter(name: bytes.span) {
      self = .module(parameter)
    } else if name == "auto_online_blocks" {
      self = .autoOnlineBlocks
    } else if name == "block_size_bytes" {
      self = .blockSizeBytes
    } else {
      self = .unknown(TraceText(bytes))
    }
  }

  /// The name of the file.
  public var name: String {
    switch self {
    case .module(let parameter): "\(parameter.name)"
    case .autoOnlineBlocks: "auto_online_blocks"
    case .blockSizeBytes: "block_size_bytes"
    case .unknown(let name): name.description
    }
  }
}
