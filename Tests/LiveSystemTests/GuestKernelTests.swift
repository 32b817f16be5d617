// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import LiveSystem

@Suite struct GuestKernelTests {
  private let folder = KernelFolder()

  private func names(_ kernel: GuestKernel, _ modules: [String]) throws -> [String] {
    try kernel.content(ofModules: modules).map(\.name)
  }

  @Test func aPackagesLatestRelease() throws {
    for release in ["6.9.1", "6.12.3"] {
      try folder.write([], to: "boot/vmlinuz-\(release)")
      try folder.write([7], to: "lib/modules/\(release)/kernel/a/virtio-mem.ko")
    }
    let kernel = try GuestKernel(path: folder.path)
    #expect(kernel.release == "6.12.3")
    #expect(kernel.image == "\(folder.path)/boot/vmlinuz-6.12.3")
    #expect(try kernel.content(ofModules: ["virtio_mem"]).map(\.bytes) == [[7]])
  }

  @Test func aPackageWithTheImageBesideTheModules() throws {
    try folder.write([], to: "usr/lib/modules/7.0/vmlinuz")
    try folder.write([], to: "usr/lib/modules/7.0/kernel/virtio_mem.ko")
    let kernel = try GuestKernel(path: folder.path)
    #expect(kernel.release == "7.0")
    #expect(try names(kernel, ["virtio_mem"]) == ["virtio_mem"])
  }

  @Test func aBuiltTree() throws {
    try folder.writeImage("6.1.192+ (me@here) #1", to: "arch/x86/boot/bzImage")
    try folder.write("kernel/drivers/virtio/virtio_mem.ko\n".utf8, to: "modules.builtin")
    try folder.write([], to: "drivers/dax/kmem.ko")
    let kernel = try GuestKernel(path: folder.path)
    #expect(kernel.release == "6.1.192+")
    #expect(try names(kernel, ["virtio_mem", "kmem"]) == ["kmem"])
  }

  @Test func aFileAloneHasEverythingBuiltIn() throws {
    let image = try folder.writeImage("6.1.0 #1", to: "bzImage")
    let kernel = try GuestKernel(path: image)
    #expect(kernel.release == "6.1.0")
    #expect(kernel.image == image)
    #expect(try names(kernel, ["virtio_mem"]).isEmpty)
  }

  @Test func anInstalledFileHasItsModulesBesideIt() throws {
    let image = try folder.writeImage("6.1.0 #1", to: "boot/vmlinuz-6.1.0")
    try folder.write([], to: "lib/modules/6.1.0/kernel/virtio_mem.ko")
    #expect(try names(GuestKernel(path: image), ["virtio_mem"]) == ["virtio_mem"])
  }

  @Test(arguments: ["modules", "modules/lib/modules/6.1.0", "modules/6.1.0"])
  func modulesElsewhere(_ place: String) throws {
    let image = try folder.writeImage("6.1.0 #1", to: "bzImage")
    try folder.write([], to: "\(place)/extra/virtio_mem.ko")
    let kernel = try GuestKernel(path: image, modulesPath: "\(folder.path)/modules")
    #expect(kernel.modules?.path == "\(folder.path)/\(place)")
    #expect(try names(kernel, ["virtio_mem"]) == ["virtio_mem"])
  }

  @Test func whatIsNeitherAModuleNorBuiltInIsMissing() throws {
    try folder.write([], to: "boot/vmlinuz-1")
    try folder.write("kernel/drivers/virtio/virtio.ko\n".utf8, to: "lib/modules/1/modules.builtin")
    let kernel = try GuestKernel(path: folder.path)
    #expect(try names(kernel, ["virtio"]).isEmpty)
    let error = #expect(throws: LiveError.self) { try names(kernel, ["virtio_mem"]) }
    #expect(error?.description.hasPrefix("the kernel has no virtio_mem: ") == true)
  }

  @Test func whatNotEveryKernelHasIsLeftOut() throws {
    try folder.write([], to: "boot/vmlinuz-1")
    try folder.write([], to: "lib/modules/1/modules.builtin")
    for name in ["virtio", "virtio_mem"] {
      try folder.write([], to: "lib/modules/1/kernel/\(name).ko")
    }
    let contents = try GuestKernel(path: folder.path)
      .content(ofModules: ["virtio_mem"], after: ["virtio_pci_legacy_dev", "virtio"])
    #expect(contents.map(\.name) == ["virtio", "virtio_mem"])
  }

  @Test(arguments: [
    ("nowhere", nil, "no kernel at "), ("empty", nil, "no kernel in "),
    ("text", nil, "expected a bzImage"), ("image", "nowhere", "no modules at "),
    ("blank", nil, "no version"),
  ])
  func refuses(_ name: String, modules: String?, reason: String) throws {
    try folder.write([], to: "empty/file")
    try folder.write("a text".utf8, to: "text")
    try folder.writeImage("1 #1", to: "image")
    try folder.writeImage("", to: "blank")
    let error = #expect(throws: LiveError.self) {
      try GuestKernel(
        path: "\(folder.path)/\(name)", modulesPath: modules.map { "\(folder.path)/\($0)" })
    }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }
}
