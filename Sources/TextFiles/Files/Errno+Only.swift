// SPDX-License-Identifier: MIT

package import SystemPackage

extension Errno {
  /// Calls a function that throws error numbers and nothing else, which its type doesn't
  /// say; anything else would be an error of input and output.
  package static func only<Result: ~Copyable>(
    _ body: () throws -> Result
  ) throws(Errno) -> Result {
    do {
      return try body()
    } catch {
      throw error as? Errno ?? .ioError
    }
  }
}
