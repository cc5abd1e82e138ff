extension StillPicture {
  /// Between the ends of a bin in a label, where it may be broken into two lines.
  static let binSign = " … "

  mutating func draw(_ heatmap: PlotlyTrace, _ panel: PlotlyFigure.Panel, top: Double, bottom: Double) {
    guard case .heatmap(let xs, let ys, let z, let scale, let texts) = heatmap.kind else { return }
    let reach = heatmap.reach.map { [scale == .diverging ? -$0 : 0, $0] } ?? []
    let ramp = ColourRamp(scale, covering: z.joined() + reach)
    let cell = (
      width: (edge - left) / Double(max(xs.count, 1)),
      height: (bottom - top) / Double(max(ys.count, 1))
    )
    func corner(_ row: Int, _ column: Int) -> (x: Double, y: Double) {
      let place = panel.axis.isReversed ? row : ys.count - 1 - row
      return (left + Double(column) * cell.width, top + Double(place) * cell.height)
    }
    let longest = Double(texts.joined().map(\.count).max() ?? 0)
    let isWritten = longest > 0 && cell.width >= 4 + 6.2 * longest && cell.height >= 14
    for (row, values) in z.enumerated() {
      for (column, value) in values.enumerated() where value.isFinite {
        let (px, py) = corner(row, column)
        svg.rectangle(
          x: px, y: py, width: max(cell.width - 1, 0.5), height: max(cell.height - 1, 0.5), fill: ramp.hex(value))
        guard isWritten else { continue }
        // Cells have the light scheme's colours in both schemes, and what is written on them has too.
        svg.text(
          texts[row][column], x: px + cell.width / 2, y: py + cell.height / 2 + 4, size: 11,
          fill: (ramp.isDark(value) ? Colour.panel : .ink).hex(in: .light), anchor: .middle)
      }
    }
    if let marked = heatmap.marked {
      let (px, py) = corner(marked.row, marked.column)
      let (right, floor) = (px + cell.width - 1, py + cell.height - 1)
      svg.path([(px, py), (right, py), (right, floor), (px, floor), (px, py)], stroke: Paint(.ink).css, width: 2)
    }
    writeLabels(xs, ys, cell, panel, top: top, bottom: bottom)
    if !isWritten { drawScale(ramp, panel, top: top) }
    if panel == figure.panels.last { drawSide(cell.height, panel, top: top, bottom: bottom) }
  }

  private mutating func writeLabels(
    _ xs: [String], _ ys: [String], _ cell: (width: Double, height: Double), _ panel: PlotlyFigure.Panel, top: Double,
    bottom: Double
  ) {
    let label = Paint(.muted).css
    let rows = max(1, Int((13 / cell.height).rounded(.up)))
    for row in stride(from: 0, to: ys.count, by: rows) {
      let place = panel.axis.isReversed ? row : ys.count - 1 - row
      svg.text(
        ys[row], x: left - 8, y: top + (Double(place) + 0.5) * cell.height + 4, size: 11, fill: label, anchor: .end)
    }
    let from = left
    writeLabels(xs, every: cell.width, y: bottom + 14) { from + (Double($0) + 0.5) * cell.width }
  }

  /// Labels side by side, as many as there is room for; those of bins take two lines.
  mutating func writeLabels(_ labels: [String], every width: Double, y: Double, at place: (Int) -> Double) {
    let lines = labels.map { label in
      let ends = label.components(separatedBy: Self.binSign)
      return ends.count == 2 ? [ends[0] + " …", ends[1]] : [label]
    }
    let longest = Double(lines.joined().map(\.count).max() ?? 1)
    let step = max(1, Int(((6.2 * longest + 4) / width).rounded(.up)))
    for index in stride(from: 0, to: labels.count, by: step) {
      for (line, text) in lines[index].enumerated() {
        svg.text(
          text, x: place(index), y: y + 13 * Double(line), size: 11, fill: Paint(.muted).css, anchor: .middle)
      }
    }
  }

  /// What the colours mean, over the right end of the panel.
  private mutating func drawScale(_ ramp: ColourRamp, _ panel: PlotlyFigure.Panel, top: Double) {
    let (width, steps) = (90.0, 30)
    let label = Paint(.muted).css
    let high = panel.axis.number(ramp.high)
    let from = edge - width - 6.4 * Double(high.count) - 4
    for step in 0..<steps {
      let share = (Double(step) + 0.5) / Double(steps)
      svg.rectangle(
        x: from + Double(step) * width / Double(steps), y: top - 17, width: width / Double(steps) + 0.4, height: 9,
        fill: ramp.hex(ramp.low + share * (ramp.high - ramp.low)))
    }
    svg.text(panel.axis.number(ramp.low), x: from - 5, y: top - 9, size: 11, fill: label, anchor: .end)
    svg.text(high, x: from + width + 5, y: top - 9, size: 11, fill: label)
  }

  /// What each row comes to, as bars beside it.
  private mutating func drawSide(_ height: Double, _ panel: PlotlyFigure.Panel, top: Double, bottom: Double) {
    guard let side = figure.side else { return }
    let x = LinearScale(side.values + [0], from: edge + 14, to: svg.width - 18)
    for (row, value) in side.values.enumerated() where value.isFinite {
      let place = panel.axis.isReversed ? row : side.values.count - 1 - row
      svg.rectangle(
        x: min(x(value), x(0)), y: top + (Double(place) + 0.15) * height, width: (x(value) - x(0)).magnitude,
        height: height * 0.7, fill: Paint(value < 0 ? .loss : .gain).css, opacity: 0.7)
    }
    svg.line(from: (x(0), top), to: (x(0), bottom), stroke: Paint(.rule).css)
    let label = Paint(.muted).css
    svg.text(side.axis.label, x: edge + 14, y: top - 10, size: 11, fill: label)
    svg.text(side.axis.number(x.low), x: edge + 10, y: bottom + 14, size: 11, fill: label)
    svg.text(side.axis.number(x.high), x: svg.width - 14, y: bottom + 14, size: 11, fill: label, anchor: .end)
  }
}

extension PlotlyFigure {
  /// The labels along the axes of its heatmap; empty without one.
  var heatmapRows: [String] { heatmap?.rows ?? [] }
  var heatmapColumns: [String] { heatmap?.columns ?? [] }

  private var heatmap: (rows: [String], columns: [String])? {
    for trace in panels.flatMap(\.traces) {
      if case .heatmap(let xs, let ys, _, _, _) = trace.kind { return (ys, xs) }
    }
    return nil
  }
}
