import Results

/// Writes a picture as SVG, shape by shape.
struct SVG {
  let width: Double
  let height: Double
  private var body = ""

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  enum Anchor: String {
    case start
    case middle
    case end
  }

  mutating func rectangle(x: Double, y: Double, width: Double, height: Double, fill: String, opacity: Double = 1) {
    body +=
      "<rect x=\"\(at(x))\" y=\"\(at(y))\" width=\"\(at(width))\" height=\"\(at(height))\" fill=\"\(fill)\""
      + "\(faded("fill", opacity))/>\n"
  }

  mutating func circle(x: Double, y: Double, radius: Double, fill: String, opacity: Double = 1) {
    body += "<circle cx=\"\(at(x))\" cy=\"\(at(y))\" r=\"\(at(radius))\" fill=\"\(fill)\"\(faded("fill", opacity))/>\n"
  }

  mutating func line(from: (x: Double, y: Double), to: (x: Double, y: Double), stroke: String, dashed: Bool = false) {
    body +=
      "<line x1=\"\(at(from.x))\" y1=\"\(at(from.y))\" x2=\"\(at(to.x))\" y2=\"\(at(to.y))\" stroke=\"\(stroke)\""
      + "\(dashed ? " stroke-dasharray=\"4 4\"" : "")/>\n"
  }

  /// Lines through points, broken where a point is missing (NaN).
  mutating func path(
    _ points: [(x: Double, y: Double)], stroke: String, width: Double = 1.5, opacity: Double = 1
  ) {
    var d = ""
    var pen = "M"
    for point in points {
      guard point.x.isFinite, point.y.isFinite else {
        pen = "M"
        continue
      }
      d += "\(pen)\(at(point.x)) \(at(point.y))"
      pen = "L"
    }
    guard !d.isEmpty else { return }
    body +=
      "<path d=\"\(d)\" fill=\"none\" stroke=\"\(stroke)\" stroke-width=\"\(at(width))\" stroke-linejoin=\"round\"\(faded("stroke", opacity))/>\n"
  }

  /// A filled outline; missing points are passed over.
  mutating func area(_ points: [(x: Double, y: Double)], fill: String, opacity: Double) {
    let corners = points.filter { $0.x.isFinite && $0.y.isFinite }.map { "\(at($0.x)),\(at($0.y))" }
    guard corners.count > 2 else { return }
    body += "<polygon points=\"\(corners.joined(separator: " "))\" fill=\"\(fill)\"\(faded("fill", opacity))/>\n"
  }

  mutating func text(
    _ text: String, x: Double, y: Double, size: Double = 12, fill: String, anchor: Anchor = .start, weight: Int = 400
  ) {
    body +=
      "<text x=\"\(at(x))\" y=\"\(at(y))\" font-size=\"\(at(size))\" fill=\"\(fill)\" text-anchor=\"\(anchor.rawValue)\""
      + "\(weight == 400 ? "" : " font-weight=\"\(weight)\"")>\(Markup.escaped(text))</text>\n"
  }

  /// Another picture in this one, its corner at `x` and `y`.
  mutating func insert(_ other: SVG, x: Double, y: Double) {
    body += "<g transform=\"translate(\(at(x)) \(at(y)))\">\n\(other.body)</g>\n"
  }

  /// The picture as an element of a page, or with `standalone` as a file.
  ///
  /// - Parameter label: what it shows, for those who do not see it.
  func markup(label: String, standalone: Bool = false) -> String {
    let font = "font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif\""
    let size = standalone ? " width=\"\(at(width))\" height=\"\(at(height))\"" : ""
    return
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(at(width)) \(at(height))\"\(size) role=\"img\" "
      + "aria-label=\"\(Markup.escaped(label))\" \(font)>\n\(body)</svg>\n"
  }

  /// Coordinates to a tenth of a unit: finer than any screen shows, and files stay small.
  private func at(_ value: Double) -> String {
    let text = value.fixed(1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private func faded(_ what: String, _ opacity: Double) -> String {
    opacity < 1 ? " \(what)-opacity=\"\(opacity.plainText)\"" : ""
  }
}
