// SPDX-License-Identifier: MIT

import Conformance

// libFuzzer calls from one thread.
nonisolated(unsafe) private var fuzzer = LineFuzzer()

/// Reads an input as a line of a file of vectors or traces.
@c(LLVMFuzzerTestOneInput)
public func fuzzOneLine(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe UnsafeBufferPointer(start: start, count: count).span
  if let problem = unsafe fuzzer.run(bytes) { fatalError(problem) }
  return 0
}
