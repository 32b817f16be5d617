// SPDX-License-Identifier: MIT

import AutoMovable
public import Planning
import Scenarios

/// A plan as an SVG picture: a bar for each device, and a curve for a sweep.
///
/// Movable memory is a plain bar, kernel memory is striped and reaches half as high, so
/// that both are told apart without colour.
public struct PlanPicture {
  private let plan: Plan
  private let sweep: (sweep: PlanSweep, points: [PlanSweep.Point])?

  /// Creates a picture.
  public init(
    _ plan: Plan, sweep: (sweep: PlanSweep, points: [PlanSweep.Point])? = nil
  ) {
    self.plan = plan
    self.sweep = sweep
  }

  private static let width = 960.0
  private static let margin = 24.0
  private static let barHeight = 32.0
  private static let rowHeight = 76.0
  /// The most parts of a bar; what is finer is drawn as shares.
  private static let maximumParts: UInt64 = 480
}

extension PlanPicture {
  /// The picture, as a file of its own.
  public var text: String { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + element }

  /// The picture as an element of a page.
  public var element: String {
    let devices = plan.summary.devices
    var y = 56.0
    var body = ""
    for index in devices.indices {
      body += row(index, y)
      y += Self.rowHeight
    }
    if let sweep {
      body += plot(sweep.sweep, sweep.points, y)
      y += Self.plotHeight + 64
    }
    let size = "\(SVG.number(Self.width)) \(SVG.number(y))"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" role="img" \
      aria-label="\(title.markup)" font-family="system-ui, sans-serif" font-size="14">
      <defs>
      <pattern id="kernel" width="6" height="6" patternUnits="userSpaceOnUse" \
      patternTransform="rotate(45)"><rect width="6" height="6" fill="#b34700"/>\
      <rect width="2" height="6" fill="#ffffff"/></pattern>
      </defs>
      <rect width="100%" height="100%" fill="#ffffff"/>
      <text x="\(SVG.number(Self.margin))" y="30" font-size="18" font-weight="600" \
      fill="#1a1a1a">\(title.markup)</text>
      \(body)</svg>

      """
  }

  private var title: String {
    let scenario = plan.planner.scenario
    let policy = plan.planner.boot.bootPolicy(of: scenario)
    return "\(scenario.name): \(PlanText.size(plan.summary.movableBytes)) movable, "
      + "\(PlanText.size(plan.summary.kernelBytes)) kernel memory, \(policy.onlinePolicy)"
      + (policy.onlinePolicy == .autoMovable ? " at \(policy.autoMovableRatio) %" : "")
  }
}

// MARK: Devices

extension PlanPicture {
  private func row(_ index: Int, _ y: Double) -> String {
    let device = plan.summary.devices[index]
    let words =
      "\(device.id) (\(device.kind.rawValue), node \(device.nodeID)): "
      + "\(PlanText.size(device.movableBytes)) movable, "
      + "\(PlanText.size(device.kernelBytes)) kernel, "
      + "\(PlanText.size(device.offlineBytes)) offline; \(device.layout)"
    let label = words.count > 120 ? String(words.prefix(117)) + "..." : words
    var text =
      "<text x=\"\(SVG.number(Self.margin))\" y=\"\(SVG.number(y + 12))\" fill=\"#1a1a1a\">"
      + "\(label.markup)</text>\n<g transform=\"translate(\(SVG.number(Self.margin)) "
      + "\(SVG.number(y + 20)))\"><title>\(words.markup)</title>"
    let runs = plan.planner.blockRuns().filter { $0.owner == .device(index) }
    let all = runs.reduce(into: UInt64(0)) { $0 += $1.count }
    guard all > 0 else { return text + "</g>\n" }
    let width = Self.width - 2 * Self.margin
    if all <= Self.maximumParts {
      var position: UInt64 = 0
      for run in runs {
        let (x, end) = (Double(position), Double(position + run.count))
        text += part(
          run.zone == .movable ? 1 : 0, kernel: run.zone == nil || run.zone == .movable ? 0 : 1,
          x * width / Double(all), (end - x) * width / Double(all))
        position += run.count
      }
    } else {
      for share in shares(of: runs, all) {
        text += part(
          share.movable, kernel: share.kernel, share.start * width, share.length * width)
      }
    }
    return text + "</g>\n"
  }

  /// Equal parts of a device, and how much of each is movable and kernel memory.
  private func shares(
    of runs: [BlockRun], _ all: UInt64
  ) -> [(start: Double, length: Double, movable: Double, kernel: Double)] {
    let count = Self.maximumParts
    var sums = [(movable: UInt64, kernel: UInt64)](repeating: (0, 0), count: Int(count))
    var position: UInt64 = 0
    for run in runs {
      let end = position + run.count
      while position < end {
        let index = position * count / all
        let next = min(end, max(position + 1, ((index + 1) * all + count - 1) / count))
        switch run.zone {
        case nil: break
        case .movable: sums[Int(index)].movable += next - position
        default: sums[Int(index)].kernel += next - position
        }
        position = next
      }
    }
    let blocks = Double(all) / Double(count)
    return sums.enumerated().map { index, sum in
      (
        Double(index) / Double(count), 1 / Double(count), min(1, Double(sum.movable) / blocks),
        min(1, Double(sum.kernel) / blocks)
      )
    }
  }

  /// A part of a bar: movable memory from the bottom up, kernel memory above it, or
  /// half as high if there is nothing else.
  private func part(
    _ movable: Double, kernel: Double, _ x: Double, _ width: Double
  ) -> String {
    var text = ""
    let height = movable * Self.barHeight
    if movable > 0 {
      text += rectangle(x, Self.barHeight - height, width, height, "#2f6fb3")
    }
    if kernel > 0 {
      let kernelHeight = movable > 0 ? kernel * Self.barHeight : Self.barHeight / 2
      text += rectangle(
        x, max(0, Self.barHeight - height - kernelHeight), width, kernelHeight, "url(#kernel)")
    }
    return text
  }

  private func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ fill: String
  ) -> String {
    "<rect x=\"\(SVG.number(x))\" y=\"\(SVG.number(y))\" width=\"\(SVG.number(width))\" "
      + "height=\"\(SVG.number(height))\" fill=\"\(fill)\" stroke=\"#ffffff\" "
      + "stroke-width=\"0.5\"/>"
  }
}

// MARK: Sweep

extension PlanPicture {
  private static let plotHeight = 220.0

  private func plot(
    _ sweep: PlanSweep, _ points: [PlanSweep.Point], _ top: Double
  ) -> String {
    let left = Self.margin + 96
    let width = Self.width - left - Self.margin
    let known = points.compactMap { point in point.totals.map { (point.value, $0) } }
    guard let first = sweep.values.first, let last = sweep.values.last, !known.isEmpty
    else { return "" }
    let most = Double(max(1, known.map { $0.1.hotpluggedBytes }.max() ?? 1))
    func place(_ value: UInt64, _ bytes: UInt64) -> String {
      let x =
        last == first ? left : left + Double(value - first) / Double(last - first) * width
      let y = top + Self.plotHeight - Double(bytes) / most * (Self.plotHeight - 24)
      return "\(SVG.number(x)),\(SVG.number(y))"
    }
    let bottom = SVG.number(top + Self.plotHeight)
    let movable = known.map { place($0.0, $0.1.movableBytes) }.joined(separator: " ")
    let kernel = known.map { place($0.0, $0.1.kernelBytes) }.joined(separator: " ")
    let name = sweep.variable.rawValue
    let top24 = SVG.number(top + 24)
    return """
      <g fill="none" stroke="#1a1a1a"><path d="M\(SVG.number(left)),\(top24)V\(bottom)\
      H\(SVG.number(left + width))"/></g>
      <polyline points="\(movable)" fill="none" stroke="#2f6fb3" stroke-width="2.5"/>
      <polyline points="\(kernel)" fill="none" stroke="#b34700" stroke-width="2.5" \
      stroke-dasharray="6 4"/>
      <g fill="#1a1a1a"><text x="\(SVG.number(Self.margin))" y="\(top24)">\
      \(PlanText.size(UInt64(most)))</text>
      <text x="\(SVG.number(left))" y="\(SVG.number(top + Self.plotHeight + 20))">\
      \(name) \(sweep.variable.text(first).markup)</text>
      <text x="\(SVG.number(left + width))" y="\(SVG.number(top + Self.plotHeight + 20))" \
      text-anchor="end">\(sweep.variable.text(last).markup)</text>
      <text x="\(SVG.number(left))" y="\(SVG.number(top + Self.plotHeight + 42))">\
      line: movable, dashes: kernel memory</text></g>

      """
  }
}
