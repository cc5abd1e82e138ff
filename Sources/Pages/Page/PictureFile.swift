/// A chart of a page as an SVG file of its own: title, chart and caption on the light scheme's ground.
///
/// Made without a browser, so that a sweep leaves pictures in its folder wherever it ran.
public struct PictureFile: Sendable {
  /// What the file is called, without an ending.
  public var name: String
  public var chart: PageChart

  public init(_ name: String, _ chart: PageChart) {
    self.name = name
    self.chart = chart
  }

  private static let width = 860.0
  private static let margin = 16.0
  private static let lettersALine = 118

  /// The picture, with a sentence of the caption after another below it.
  public var svg: String {
    let lines = chart.caption.wrapped(to: Self.lettersALine)
    let (head, foot) = (44.0, 20 + 17 * Double(lines.count))
    var frame = SVG(width: Self.width + 2 * Self.margin, height: Double(chart.figure.height) + head + foot)
    let css = { (colour: Colour) in Paint(colour).css }
    frame.rectangle(x: 0, y: 0, width: frame.width, height: frame.height, fill: css(.panel))
    frame.text(chart.title, x: Self.margin, y: 28, size: 15, fill: css(.ink), weight: 600)
    for (row, line) in lines.enumerated() {
      frame.text(
        line, x: Self.margin, y: head + Double(chart.figure.height) + 14 + 17 * Double(row), size: 11.5,
        fill: css(.muted))
    }
    frame.insert(StillPicture.drawing(of: chart.figure, width: Self.width), x: Self.margin, y: head)
    // A page defines its colours in its style; a file has them itself.
    return Colour.named.reduce(frame.markup(label: chart.title, standalone: true)) { text, colour in
      text.replacing("var(--\(colour.name))", with: colour.hex(in: .light))
    }
  }
}
