// SPDX-License-Identifier: MIT

import Conformance

// libFuzzer calls from one thread.
nonisolated(unsafe) private let fuzzer = try! TraceFuzzer()

/// Plays the trace that an input stands for on both implementations.
@c(LLVMFuzzerTestOneInput)
public func fuzzOneTrace(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe UnsafeBufferPointer(start: start, count: count).span
  if let problem = try! unsafe fuzzer.run(bytes) { fatalError(problem) }
  return 0
}
