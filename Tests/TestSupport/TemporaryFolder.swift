// SPDX-License-Identifier: MIT

public import Foundation
import TextFiles

/// A folder that is gone when nobody uses it any more, as a URL.
public final class TemporaryFolder: Sendable {
  private let folder: TextFiles.TemporaryFolder

  /// Where it is.
  public let url: URL

  /// Creates a folder.
  public init() throws {
    folder = try TextFiles.TemporaryFolder()
    url = URL(filePath: "\(folder.path)")
  }

  /// Writes a file and returns where it is.
  @discardableResult
  public func write(_ text: String, to name: String) throws -> URL {
    URL(filePath: try folder.write(text.utf8, to: name))
  }
}
