// SPDX-License-Identifier: MIT

/// The sizes and zones that a tree has with a configuration.
public struct KernelGeometry: Hashable, Sendable {
  /// The size of a page, as a power of two. Mirrors `PAGE_SHIFT`.
  public let pageShift: Int

  /// The size of a section in bytes, as a power of two. Mirrors
  /// `SECTION_SIZE_BITS`.
  public let sectionSizeBits: Int

  /// The zones of the five that every kernel knows: those that are configured.
  public let zones: Set<Zone>

  /// Mirrors `CONFIG_NUMA`.
  public let isNUMA: Bool

  /// Mirrors `CONFIG_CMA`.
  public let hasCMA: Bool

  /// The pages of a page block, as a power of two. Mirrors `pageblock_order`.
  let pageBlockOrder: Int

  /// A zone.
  public enum Zone: String, CaseIterable, Sendable {
    /// `ZONE_DMA`.
    case dma = "DMA"
    /// `ZONE_DMA32`.
    case dma32 = "DMA32"
    /// `ZONE_NORMAL`, which every kernel has.
    case normal = "Normal"
    /// `ZONE_MOVABLE`, which every kernel has.
    case movable = "Movable"
    /// `ZONE_DEVICE`.
    case device = "Device"
  }

  /// That of x86-64 with all that the policy looks at.
  static let usual = KernelGeometry(
    pageShift: 12, sectionSizeBits: 27, pageBlockOrder: 9, .usual)

  private init(
    pageShift: Int, sectionSizeBits: Int, pageBlockOrder: Int,
    _ configuration: KernelConfiguration
  ) {
    self.pageShift = pageShift
    self.sectionSizeBits = sectionSizeBits
    self.pageBlockOrder = pageBlockOrder
    isNUMA = configuration.isSet("CONFIG_NUMA")
    hasCMA = configuration.isSet("CONFIG_CMA")
    var zones: Set<Zone> = [.normal, .movable]
    for (zone, option) in [
      (Zone.dma, "CONFIG_ZONE_DMA"), (.dma32, "CONFIG_ZONE_DMA32"),
      (.device, "CONFIG_ZONE_DEVICE"),
    ] where configuration.isSet(option) { zones.insert(zone) }
    self.zones = zones
  }
}

// MARK: From a configuration

extension KernelGeometry {
  /// What a tree has with a configuration.
  ///
  /// - Throws: If the policy isn't configured, or the architecture isn't known.
  init(
    of tree: KernelTree, _ configuration: KernelConfiguration
  ) throws(KernelSourceError) {
    guard let file = configuration.file else {
      self = .usual
      return
    }
    for option in ["CONFIG_64BIT", "CONFIG_SPARSEMEM", "CONFIG_MEMORY_HOTPLUG"]
    where !configuration.isSet(option) {
      throw .file(
        path: file, reason: "\(option) is not set; without it there is no policy to judge")
    }
    guard let architecture = KernelArchitecture(configuration) else {
      let known = KernelArchitecture.allCases.map(\.option).joined(separator: ", ")
      throw .file(path: file, reason: "expected one of \(known)")
    }
    guard let pageShift = architecture.pageShift(configuration) else {
      throw .file(path: file, reason: "it doesn't say how large a page is")
    }
    let header = architecture.header
    let source = CSource(
      path: header, bytes: try tree.read(header), configuration: configuration)
    guard let bits = source.number("SECTION_SIZE_BITS"), 21...40 ~= bits else {
      throw .missing(file: header, item: "SECTION_SIZE_BITS that is a number")
    }
    let order = try architecture.pageBlockOrder(configuration, pageShift: pageShift, in: tree)
    self.init(
      pageShift: pageShift, sectionSizeBits: bits,
      pageBlockOrder: min(order, bits - pageShift), configuration)
  }

  /// The macros that say it to the shim.
  var macros: String {
    """
    #define PAGE_SHIFT \(pageShift)
    #define SECTION_SIZE_BITS \(sectionSizeBits)
    #define pageblock_order \(pageBlockOrder)

    """
  }

  /// What page blocks have otherwise than those of which `docs/geometry.md` tells, if
  /// it makes a difference: where they aren't larger than a subsection, it doesn't.
  var oddPageBlocks: String? {
    let known = min(pageShift - 3, sectionSizeBits - pageShift)
    guard max(known, pageBlockOrder) > 21 - pageShift, known != pageBlockOrder else { return nil }
    return
      "page blocks have \(1 << pageBlockOrder) pages and not \(1 << known): histories with holes at boot or memmap_on_memory may differ"
  }
}

extension KernelGeometry: CustomStringConvertible {
  /// In words, for the origin of a library.
  public var description: String {
    let zones = Zone.allCases.filter(zones.contains).map(\.rawValue).joined(separator: " ")
    return "pages of \((1 << pageShift) / 1024) KiB, sections of "
      + "\((1 << sectionSizeBits) >> 20) MiB, zones \(zones), "
      + "\(isNUMA ? "" : "no ")NUMA, \(hasCMA ? "" : "no ")CMA"
  }
}

extension CSource {
  /// The number that a macro is, if the configuration leaves one.
  fileprivate func number(_ name: String) -> Int? {
    let macros = definitions(of: name).filter { $0.kind == .macro }
    guard macros.count == 1, let word = words(in: macros[0].range, of: clean, limit: 2).last
    else { return nil }
    let value = clean[word.range.upperBound..<macros[0].range.upperBound]
    return Int(String(decoding: value.filter { !$0.isSpace }, as: UTF8.self))
  }
}
