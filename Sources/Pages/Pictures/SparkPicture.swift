import Results

/// A few values as a picture the size of a word: bars from zero where they have signs, else a line.
public enum SparkPicture {
  public enum Style: Hashable, Sendable {
    case line
    /// From zero, in the colours of gains and losses.
    case bars
    /// From zero, in one colour.
    case steps
  }

  /// An SVG element; nil without two values that are known.
  ///
  /// - Parameter label: what it shows, for those who do not see it.
  public static func svg(
    _ values: [Double], _ style: Style, label: String, width: Double = 96, height: Double = 22
  ) -> String? {
    let known = values.filter(\.isFinite)
    guard known.count > 1 || style != .line && known.count == 1, let least = known.min(), let most = known.max() else {
      return nil
    }
    var svg = SVG(width: width, height: height)
    let (low, high) = style == .line ? (least, most) : (min(least, 0), max(most, 0))
    let span = high > low ? high - low : 1
    func y(_ value: Double) -> Double { 1.5 + (height - 3) * (1 - (value - low) / span) }
    switch style {
    case .line:
      let step = (width - 3) / Double(max(values.count - 1, 1))
      svg.path(values.enumerated().map { (1.5 + step * Double($0), y($1)) }, stroke: Paint(.accent).css)
    case .bars, .steps:
      // Few bars stay bars.
      let step = min(width / Double(values.count), 18)
      let gap = min(2, step * 0.25)
      for (place, value) in values.enumerated() where value.isFinite {
        let from = y(0)
        let fill = style == .bars ? Paint(value < 0 ? .loss : .gain).css : Paint(.accent).css
        let top = min(y(value), from)
        svg.rectangle(
          x: step * Double(place), y: top, width: max(step - gap, 0.5), height: max((from - y(value)).magnitude, 1),
          fill: fill)
      }
    }
    return "<span class=\"spark\">\(svg.markup(label: label))</span>"
  }

  /// What a terminal shows as a row of blocks; nil for any other text.
  static func svg(ofBlocks text: String) -> String? {
    guard !text.isEmpty, text.contains(where: { $0 != " " }) else { return nil }
    var values: [Double] = []
    for character in text {
      if character == " " {
        values.append(.nan)
      } else {
        guard let height = Sparkline.blocks.firstIndex(of: character) else { return nil }
        values.append(Double(height + 1))
      }
    }
    guard values.count > 1 else { return nil }
    return svg(values, .line, label: "through time, lowest to highest")
  }
}
