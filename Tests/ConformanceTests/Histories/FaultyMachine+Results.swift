// SPDX-License-Identifier: MIT

@testable import AutoMovable
@testable import Cases

// What goes in and what comes out.
extension FaultyMachine {
  /// Refuses what isn't to be refused.
  func refuse(_ operation: TraceOperation) -> TraceResult? {
    guard fault == .emptyWriteRefused else { return nil }
    guard case .writeParameter(.module(let parameter), let text) = operation,
      parameter.isWritable, text.bytes.isEmpty
    else { return nil }
    return .failed(.invalidText)
  }

  /// The operation that is done in the place of another one.
  func replace(_ operation: TraceOperation) -> TraceOperation {
    switch (fault, operation) {
    case (
      .octalReadAsDecimal, .writeParameter(.module(.autoMovableRatio), let text)
    ) where text.bytes.first == UInt8(ascii: "0") && text.bytes.count > 1:
      let digits = text.bytes.drop { $0 == UInt8(ascii: "0") }
      return .writeParameter(.module(.autoMovableRatio), TraceText(Array(digits)))
    case (.twoNewlinesTaken, .writeParameter(let parameter, let text))
    where text.bytes.suffix(2) == [10, 10]:
      return .writeParameter(parameter, TraceText(text.bytes.dropLast()))
    default:
      return operation
    }
  }

  /// The result that is given in the place of another one.
  func report(_ operation: TraceOperation, _ result: TraceResult) -> TraceResult {
    switch (fault, operation, result) {
    case (.octalReadAsDecimal, .writeParameter(_, let text), .returns(1...)),
      (.twoNewlinesTaken, .writeParameter(_, let text), .returns(1...)):
      // A write takes all of its bytes.
      return .returns(Int64(min(text.bytes.count, 4096)))
    case (.tooLargeIsInvalid, .writeParameter, .returns(-34)):
      return .returns(-22)
    case (.notAddressableIsInvalid, .addMemory, .returns(-7)):
      return .returns(-22)
    case (.overlapIsBusy, .addMemory, .returns(-17)):
      return .returns(-16)
    case (.readOnlyIsForbidden, .writeParameter, .returns(-13)):
      return .returns(-1)
    case (.refusalIsBusy, .writeOnline, .returns(-110)):
      return .returns(-16)
    case (.addedRunsForgotten, .addMemory, .onlined(let number, let zones)) where zones.count > 1:
      return .onlined(returns: number, Array(zones.dropLast()))
    case (.restoredRunsForgotten, .offlineAndRemoveMemory, .onlined(let number, _)),
      (.onlineRunNotToldOf, .writeOnline, .onlined(let number, _)):
      return .returns(number)
    case (.runInOtherZone, .addMemory, .onlined(let number, var zones))
    where zones[0].zone == .dma32:
      zones[0].zone = .normal
      return .onlined(returns: number, zones)
    case (.thirdZoneNotPrinted, .readValidZones, .text(let text)):
      let names = "\(text)".split(separator: " ")
      guard names.count == 3 else { return result }
      var shorter = SysfsText()
      for byte in "\(names[0]) \(names[2])".utf8 { shorter.append(byte) }
      return .text(shorter)
    default:
      return result
    }
  }
}

extension TraceText {
  fileprivate init(_ bytes: some Sequence<UInt8>) { self.init(Array(bytes)) }
}
