extension StillPicture {
  /// Lines across vertical axes; the last are drawn on top.
  mutating func drawParallel(_ trace: PlotlyTrace, top: Double, bottom: Double) {
    guard case .parallel(let axes, let scores, let scale) = trace.kind, !axes.isEmpty else { return }
    let ramp = ColourRamp(scale, covering: scores)
    let (top, bottom) = (top + 22, bottom - 6)
    let ends = (from: left, to: edge - 24)
    let x = axes.indices.map { index in
      axes.count > 1
        ? ends.from + Double(index) * (ends.to - ends.from) / Double(axes.count - 1) : (ends.from + ends.to) / 2
    }
    let y = axes.map { LinearScale([$0.range.lowerBound, $0.range.upperBound], from: bottom, to: top) }
    for (line, score) in scores.enumerated() {
      svg.path(
        axes.indices.map { (x[$0], y[$0](axes[$0].heights[line])) }, stroke: ramp.hex(score), width: 1.2, opacity: 0.6)
    }
    let (ink, muted) = (Paint(.ink).css, Paint(.muted).css)
    for (index, axis) in axes.enumerated() {
      svg.line(from: (x[index], top), to: (x[index], bottom), stroke: muted)
      let anchor: SVG.Anchor = index == axes.count - 1 && axes.count > 1 ? .end : .middle
      svg.text(axis.name, x: x[index] + (anchor == .end ? 24 : 0), y: top - 12, size: 12, fill: ink, anchor: anchor)
      for tick in axis.ticks {
        let height = y[index](tick.height)
        svg.line(from: (x[index] - 3, height), to: (x[index], height), stroke: muted)
        // On a ground of its own, or the lines run through it.
        let room = 6.3 * Double(tick.label.count) + 4
        svg.rectangle(
          x: x[index] - 4 - room, y: height - 7, width: room, height: 14, fill: Paint(.panel).css, opacity: 0.8)
        svg.text(tick.label, x: x[index] - 6, y: height + 4, size: 11, fill: muted, anchor: .end)
      }
    }
  }
}
