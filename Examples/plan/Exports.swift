// SPDX-License-Identifier: MIT

import AutoMovable
import Planning
import Reports
import Scenarios
import TextFiles

// What a page calls: room for a request, the answer, and room given back. Both are
// JSON texts in UTF-8; nothing else crosses, and nothing is kept between calls.

/// Takes room for a text.
///
/// - Returns: Where the text goes.
@c(automovable_page_allocate)
public func allocate(_ byteCount: Int32) -> UnsafeMutablePointer<UInt8> {
  .allocate(capacity: Int(max(byteCount, 1)))
}

/// Gives room back that a request or an answer had.
@c(automovable_page_free)
public func free(_ text: UnsafeMutablePointer<UInt8>) { unsafe text.deallocate() }

/// Answers a request.
///
/// - Returns: The answer behind its length in bytes, an `Int32`.
@c(automovable_page_plan)
public func plan(
  _ text: UnsafePointer<UInt8>, _ byteCount: Int32
) -> UnsafeMutablePointer<UInt8> {
  let request = unsafe Array(UnsafeBufferPointer(start: text, count: Int(byteCount)))
  // A page can't wait long: a second with 4,096 blocks.
  let answer = PlanAnswer(to: request, mostValues: 250).json.bytes
  let lengthSize = MemoryLayout<Int32>.size
  let room = unsafe allocate(Int32(lengthSize + answer.count))
  unsafe UnsafeMutableRawPointer(room).storeBytes(of: Int32(answer.count), as: Int32.self)
  for (index, byte) in answer.enumerated() { unsafe room[lengthSize + index] = byte }
  return unsafe room
}
