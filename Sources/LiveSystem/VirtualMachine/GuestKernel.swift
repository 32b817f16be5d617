// SPDX-License-Identifier: MIT

internal import Foundation

/// A kernel to boot: Debian's package, unpacked into a directory.
public struct GuestKernel: Hashable, Sendable {
  /// The release, such as `6.1.0-56-cloud-amd64`.
  public let release: String

  /// The path of the compressed kernel.
  public let image: String

  /// The directory of the release's modules.
  let modules: String

  /// Finds the kernel below a directory; the latest if there are several.
  ///
  /// - Throws: `LiveError.missing` if there is none.
  public init(directory: String) throws(LiveError) {
    let prefix = "vmlinuz-"
    let boot = "\(directory)/boot"
    let releases =
      ((try? FileManager.default.contentsOfDirectory(atPath: boot)) ?? [])
      .filter { $0.hasPrefix(prefix) }
      .map { String($0.dropFirst(prefix.count)) }
    guard
      let release = releases.max(by: { $0.compare($1, options: .numeric) == .orderedAscending })
    else {
      throw .missing(
        "no kernel at \(boot)/\(prefix)*: unpack a linux-image package there, as `make live` does")
    }
    let candidates = ["lib", "usr/lib"].map { "\(directory)/\($0)/modules/\(release)" }
    guard let modules = candidates.first(where: FileManager.default.fileExists(atPath:)) else {
      throw .missing("no modules at \(candidates[0])")
    }
    self.release = release
    self.image = "\(boot)/\(prefix)\(release)"
    self.modules = modules
  }

  /// The content of some modules, by name; one that is built in is left out.
  ///
  /// - Throws: `LiveError.missing` if a module is not there, or is compressed.
  func content(ofModules names: [String]) throws(LiveError) -> [(name: String, bytes: [UInt8])] {
    let underscored = { (name: String) in name.replacingOccurrences(of: "-", with: "_") }
    var paths: [String: String] = [:]
    let files = FileManager.default.enumerator(atPath: "\(modules)/kernel")
    while let path = files?.nextObject() as? String {
      guard let file = path.split(separator: "/").last, let dot = file.firstIndex(of: ".")
      else { continue }
      paths[underscored(String(file[..<dot]))] = path
    }
    let builtIn = String(
      decoding: FileManager.default.contents(atPath: "\(modules)/modules.builtin") ?? Data(),
      as: UTF8.self)

    var contents: [(name: String, bytes: [UInt8])] = []
    for name in names {
      guard let path = paths[name] else {
        if underscored(builtIn).contains("/\(name).ko\n") { continue }
        throw .missing("kernel \(release) has no module \(name)")
      }
      guard path.hasSuffix(".ko") else {
        throw .missing("module \(path) is compressed: decompress it first")
      }
      guard let data = FileManager.default.contents(atPath: "\(modules)/kernel/\(path)") else {
        throw .file(path: "\(modules)/kernel/\(path)", reason: "cannot be read")
      }
      contents.append((name, [UInt8](data)))
    }
    return contents
  }
}
