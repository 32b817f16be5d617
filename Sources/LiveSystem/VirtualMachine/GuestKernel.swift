// SPDX-License-Identifier: MIT

internal import Foundation

/// A kernel to boot, wherever it comes from.
public struct GuestKernel: Hashable, Sendable {
  /// The release, such as `6.1.0-56-cloud-amd64`.
  public let release: String

  /// The path of the compressed kernel.
  public let image: String

  /// The release's modules; `nil` for a kernel with everything built in.
  let modules: ModuleTree?

  /// Finds a kernel.
  ///
  /// - Parameters:
  ///   - path: A kernel's file; or a folder that holds a package's content, which has
  ///     `boot/vmlinuz-RELEASE` or `lib/modules/RELEASE/vmlinuz`, or in which a kernel
  ///     was built. Of several releases the latest counts.
  ///   - modulesPath: Where the modules are: the release's own folder, or one that has
  ///     `lib/modules/RELEASE`. If left out, they are where a package has them, and a
  ///     file on its own has everything built in.
  /// - Throws: `LiveError.missing` if there is none.
  public init(path: String, modulesPath: String? = nil) throws(LiveError) {
    let (image, release, root) = try Self.image(at: path)
    self.image = image
    self.release = release
    if let modulesPath {
      let places = [
        "\(modulesPath)/lib/modules/\(release)", "\(modulesPath)/usr/lib/modules/\(release)",
        "\(modulesPath)/\(release)", modulesPath,
      ]
      guard let modules = places.lazy.compactMap(ModuleTree.init(path:)).first else {
        throw .missing("no modules at \(modulesPath)")
      }
      self.modules = modules
    } else if let root {
      // What was built in a folder has its modules all over it.
      let places =
        image == root + Self.builtImage
        ? [root] : ["lib", "usr/lib"].map { "\(root)/\($0)/modules/\(release)" }
      modules = places.lazy.compactMap(ModuleTree.init(path:)).first
    } else {
      modules = nil
    }
  }

  /// The content of some modules, by name; one that is built in is left out.
  ///
  /// - Parameter optionalNames: Modules that not every kernel has; they come first.
  /// - Throws: `LiveError.missing` if a module is not there, or what decompresses it.
  func content(
    ofModules names: [String], after optionalNames: [String] = []
  ) throws(LiveError) -> [(name: String, bytes: [UInt8])] {
    var contents: [(name: String, bytes: [UInt8])] = []
    guard let modules else { return contents }
    for name in optionalNames.filter(modules.hasFile) + names {
      if let bytes = try modules.content(of: name) { contents.append((name, bytes)) }
    }
    return contents
  }
}

extension GuestKernel {
  private static let builtImage = "/arch/x86/boot/bzImage"

  /// The image at a path, and the folder of the package or build that it is from.
  private static func image(
    at path: String
  ) throws(LiveError) -> (image: String, release: String, root: String?) {
    let manager = FileManager.default
    guard manager.fileExists(atPath: path) else {
      throw .missing("no kernel at \(path): name a kernel's file, or a package's folder")
    }
    guard (try? manager.contentsOfDirectory(atPath: path)) != nil else {
      let release = try BootImage(path: path).release
      let parts = path.split(separator: "/", omittingEmptySubsequences: false)
      let isInstalled = parts.dropLast().last == "boot" && parts.last == "vmlinuz-\(release)"
      return (path, release, isInstalled ? parts.dropLast(2).joined(separator: "/") : nil)
    }
    let built = path + builtImage
    if manager.fileExists(atPath: built) {
      return (built, try BootImage(path: built).release, path)
    }
    func names(in folder: String) -> [String] {
      (try? manager.contentsOfDirectory(atPath: "\(path)/\(folder)")) ?? []
    }
    let prefix = "vmlinuz-"
    var images = names(in: "boot").filter { $0.hasPrefix(prefix) }
      .map { (String($0.dropFirst(prefix.count)), "\(path)/boot/\($0)") }
    for modules in ["lib/modules", "usr/lib/modules"] {
      images += names(in: modules).map { ($0, "\(path)/\(modules)/\($0)/vmlinuz") }
        .filter { manager.fileExists(atPath: $0.1) }
    }
    guard
      let (release, image) = images.max(by: {
        $0.0.compare($1.0, options: .numeric) == .orderedAscending
      })
    else {
      throw .missing(
        "no kernel in \(path): expected boot/\(prefix)RELEASE, lib/modules/RELEASE/vmlinuz or"
          + " \(builtImage.dropFirst()); `make live` unpacks a package there")
    }
    return (image, release, path)
  }
}
