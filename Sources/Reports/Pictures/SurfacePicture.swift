/// A figure over two parameters as an SVG file: a cell for each pair of values, a colour bar, and the best cell ringed.
///
/// Made without a browser, so that a sweep leaves a picture in its folder wherever it ran.
public struct SurfacePicture: Sendable {
  /// Name and values of the parameter along x, in the order of the cells.
  public var x: (name: String, values: [String])
  public var y: (name: String, values: [String])
  /// `z[row][column]`, rows along y, the first row at the bottom; NaN where no trial ran.
  public var z: [[Double]]
  /// What the colours show: `Sharpe ratio (UTC-daily, ×√365)`.
  public var title: String
  public var scale: ColourScale

  /// - Precondition: a value for each cell.
  public init(
    title: String, x: (name: String, values: [String]), y: (name: String, values: [String]), z: [[Double]],
    scale: ColourScale = .diverging
  ) {
    precondition(z.count == y.values.count && z.allSatisfy { $0.count == x.values.count }, "a value for each cell")
    self.title = title
    self.x = x
    self.y = y
    self.z = z
    self.scale = scale
  }

  /// The picture as a file of its own, in the light scheme on its own ground.
  public var svg: String { drawn { $0.hex(in: .light) }.markup(label: title, standalone: true) }

  private static let left = 96.0
  private static let top = 56.0
  private static let right = 96.0
  private static let bottom = 64.0

  private func drawn(_ css: (Colour) -> String) -> SVG {
    let cell = (
      width: min(max(640 / Double(max(x.values.count, 1)), 6), 72),
      height: min(max(420 / Double(max(y.values.count, 1)), 6), 48)
    )
    let plot = (width: cell.width * Double(x.values.count), height: cell.height * Double(y.values.count))
    var svg = SVG(
      width: Self.left + max(plot.width, 240) + Self.right, height: Self.top + max(plot.height, 120) + Self.bottom)
    let floor = Self.top + plot.height
    svg.rectangle(x: 0, y: 0, width: svg.width, height: svg.height, fill: css(.panel))
    svg.text(title, x: Self.left, y: 30, size: 15, fill: css(.ink), weight: 600)

    let colours = ColourRamp(scale, covering: z.joined())
    var best: (value: Double, row: Int, column: Int)?
    for (row, values) in z.enumerated() {
      for (column, value) in values.enumerated() {
        let (px, py) = (Self.left + Double(column) * cell.width, floor - Double(row + 1) * cell.height)
        let fill = value.isFinite ? colours.hex(value) : css(.ground)
        svg.rectangle(x: px + 0.5, y: py + 0.5, width: cell.width - 1, height: cell.height - 1, fill: fill)
        if value.isFinite, value > best?.value ?? -.infinity { best = (value, row, column) }
        if cell.width >= 40, cell.height >= 20, value.isFinite {
          svg.text(
            value.fixed(2), x: px + cell.width / 2, y: py + cell.height / 2 + 4, size: 11,
            fill: colours.isDark(value) ? css(.panel) : css(.ink), anchor: .middle)
        }
      }
    }
    if let best {
      let (px, py) = (Self.left + Double(best.column) * cell.width, floor - Double(best.row + 1) * cell.height)
      let corners = [
        (px, py), (px + cell.width, py), (px + cell.width, py + cell.height), (px, py + cell.height), (px, py),
      ]
      svg.path(corners.map { (x: $0.0, y: $0.1) }, stroke: css(.ink), width: 2)
    }

    for index in Self.labelled(x.values.count, room: plot.width / 44) {
      let px = Self.left + (Double(index) + 0.5) * cell.width
      svg.text(x.values[index], x: px, y: floor + 18, size: 11, fill: css(.muted), anchor: .middle)
    }
    for index in Self.labelled(y.values.count, room: plot.height / 18) {
      let py = floor - (Double(index) + 0.5) * cell.height + 4
      svg.text(y.values[index], x: Self.left - 8, y: py, size: 11, fill: css(.muted), anchor: .end)
    }
    svg.text(x.name, x: Self.left + plot.width / 2, y: floor + 42, fill: css(.ink), anchor: .middle)
    svg.text(y.name, x: 24, y: Self.top + plot.height / 2, fill: css(.ink), anchor: .middle, turned: true)
    colourBar(colours, x: Self.left + plot.width + 20, height: plot.height, in: &svg, css)
    return svg
  }

  private func colourBar(_ colours: ColourRamp, x: Double, height: Double, in svg: inout SVG, _ css: (Colour) -> String)
  {
    let steps = 40
    for step in 0..<steps {
      let value = colours.high - (Double(step) + 0.5) / Double(steps) * (colours.high - colours.low)
      svg.rectangle(
        x: x, y: Self.top + Double(step) * height / Double(steps), width: 12, height: height / Double(steps) + 0.3,
        fill: colours.hex(value))
    }
    for (value, y) in [(colours.high, Self.top + 9), (colours.low, Self.top + height)] {
      svg.text(value.fixed(2), x: x + 18, y: y, size: 11, fill: css(.muted))
    }
  }

  /// The indices that get a label when there is room for so many.
  private static func labelled(_ count: Int, room: Double) -> [Int] {
    let step = max(1, Int((Double(count) / max(room, 1)).rounded(.up)))
    return Array(stride(from: 0, to: count, by: step))
  }
}
