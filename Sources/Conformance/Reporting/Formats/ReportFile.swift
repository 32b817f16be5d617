// SPDX-License-Identifier: MIT

import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file that a report is to be written to.
///
/// Creating one checks the name, so that a run needn't end to find out that its
/// report has no format.
public struct ReportFile: Hashable, Sendable {
  /// The file's name.
  public let name: String

  /// The format, told by the extension.
  public let format: ReportFormat

  /// Creates the target of a report.
  ///
  /// - Throws: `ReportFileError.unknownExtension`.
  public init(_ name: String) throws(ReportFileError) {
    self.name = name
    self.format = try ReportFormat(fileName: name)
  }
}

extension ReportFile {
  /// Writes the report, whole or not at all: to a temporary file in the same
  /// directory, which then takes the name.
  ///
  /// - Throws: `ReportFileError.cannotWrite`; the temporary file is gone then.
  public func write(
    _ report: DifferentialReport, includesTiming: Bool
  ) throws(ReportFileError) {
    let text = format.text(of: report, includesTiming: includesTiming)
    let temporary = FilePath("\(name).\(getpid()).tmp")
    do {
      let file = try FileDescriptor.open(
        temporary, .writeOnly, options: [.create, .exclusiveCreate],
        permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
      do {
        _ = try file.closeAfter { try file.writeAll(text.utf8) }
        try temporary.rename(to: FilePath(name))
      } catch {
        temporary.remove()
        throw error
      }
    } catch let error as Errno {
      throw .cannotWrite(file: name, reason: error.description)
    } catch {
      throw .cannotWrite(file: name, reason: "\(error)")
    }
  }
}

extension FilePath {
  fileprivate func rename(to target: FilePath) throws(Errno) {
    let status = unsafe withPlatformString { source in
      // The other name is a C string only within its closure.
      unsafe target.withPlatformString { unsafe platformRename(source, $0) }
    }
    // Read before anything else can set it.
    guard status == 0 else { throw Errno(rawValue: errno) }
  }

  fileprivate func remove() {
    _ = unsafe withPlatformString { unsafe unlink($0) }
  }
}

/// The system's `rename`, which a method's name hides.
private func platformRename(
  _ source: UnsafePointer<CChar>, _ target: UnsafePointer<CChar>
) -> CInt {
  unsafe rename(source, target)
}
