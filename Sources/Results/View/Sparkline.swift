/// A row of blocks as high as its values, lowest to highest; a gap where a value is not known.
package enum Sparkline {
  /// From the lowest to the highest.
  package static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// - Parameter width: most characters; more values than that are read in equal stretches, by the last known of each.
  package static func text(_ values: [Double], width: Int = 12) -> String {
    let shown = values.count <= width ? values : thinned(values, width)
    let known = shown.filter(\.isFinite)
    guard let low = known.min(), let high = known.max() else { return "" }
    let span = high - low
    return String(
      shown.map { (value: Double) -> Character in
        guard value.isFinite else { return " " }
        guard span > 0 else { return blocks[3] }
        return blocks[min(blocks.count - 1, Int((value - low) / span * Double(blocks.count)))]
      })
  }

  private static func thinned(_ values: [Double], _ width: Int) -> [Double] {
    (0..<width).map { place in
      let stretch = values[(place * values.count / width)..<((place + 1) * values.count / width)]
      return stretch.last { $0.isFinite } ?? .nan
    }
  }
}
