/// A line without axes, as wide as a word or a card: the shape of an equity curve at a glance.
public enum Sparkline {
  /// An SVG element that takes the colours of the page around it; with `standalone`, a file in the light scheme.
  ///
  /// The line goes through at most 400 of the values, extremes kept, and breaks at NaN. Green ends above where it began,
  /// red below.
  public static func svg(
    _ values: [Double], label: String, width: Double = 240, height: Double = 48, standalone: Bool = false
  ) -> String {
    var svg = SVG(width: width, height: height)
    let rows = Thinning.rows(of: values, limit: 400)
    let x = LinearScale([0, Double(max(values.count - 1, 1))], from: 2, to: width - 2)
    let y = LinearScale(values, from: height - 3, to: 3)
    let points = rows.map { (x: x(Double($0)), y: y(values[$0])) }
    let known = values.filter(\.isFinite)
    let colour: Colour = (known.last ?? 0) >= (known.first ?? 0) ? .gain : .loss
    let paint = standalone ? colour.hex(in: .light) : Paint(colour).css
    let floor = points.filter(\.y.isFinite)
    if let first = floor.first, let last = floor.last {
      svg.area(floor + [(last.x, height), (first.x, height)], fill: paint, opacity: 0.12)
    }
    svg.path(points, stroke: paint)
    return svg.markup(label: label, standalone: standalone)
  }
}
