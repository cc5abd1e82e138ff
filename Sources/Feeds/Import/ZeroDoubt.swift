import Market

/// Open interest of zero between rows that have some: a market that trades is never without any, and a feed that failed says
/// so.
enum ZeroDoubt {
  static func finding(on series: Series) -> SeriesFinding? {
    for name in ["open_interest", "open_interest_value", "open_interest_contracts"] {
      guard let values = series.values(name), let first = values.firstIndex(where: { $0 > 0 }),
        let last = values.lastIndex(where: { $0 > 0 })
      else { continue }
      let zeros = (first..<last).filter { values[$0] == 0 }
      guard let start = zeros.first else { continue }
      let at = Instant(milliseconds: series.stamps[start]).minuteText
      return series.doubt(
        "\(name) is zero in \(zeros.count == 1 ? "1 row" : "\(zeros.count) rows") between others, first at \(at): a feed "
          + "that failed, and not a market without positions", from: start, count: zeros.count)
    }
    return nil
  }
}
