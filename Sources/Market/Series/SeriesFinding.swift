import Numerics

/// Something about the rows of a series that its user should know: gaps, values that are not known, leaps that no market
/// makes.
public struct SeriesFinding: Hashable, Sendable {
  /// `missing rows in 2 gaps`.
  public let what: String
  /// Rows it concerns.
  public let count: Int
  /// The stamp of the first of them.
  public let first: Instant
  public let weight: Weight
  /// What its user can do; empty where there is nothing to be done.
  public let remedy: String

  /// Whether a result that rests on the rows can be right.
  public enum Weight: String, Hashable, Sendable {
    /// To be known, and no fault: a gap, a leap of the market.
    case note
    /// What no market prints: a bar whose high is below its low, a rate in the wrong unit, a clock that is off.
    case wrong
  }

  public init(what: String, count: Int, first: Instant, weight: Weight = .note, remedy: String = "") {
    self.what = what
    self.count = count
    self.first = first
    self.weight = weight
    self.remedy = remedy
  }
}

extension Series {
  /// What is to be said of its rows.
  ///
  /// Every result says it of what it reads, so that it must cost little beside the reading: a column is passed over once,
  /// and looked at row by row only where something can be found.
  public var findings: [SeriesFinding] {
    var findings: [SeriesFinding] = []
    func add(_ what: String, _ rows: [Int], _ weight: SeriesFinding.Weight = .note, remedy: String = "") {
      findings += finding(what, rows, weight, remedy: remedy)
    }
    // What is missing of a funding series shows in its schedule, which knows of changes of interval.
    let gaps = descriptor.kind == .funding ? [] : self.gaps
    if let gap = gaps.first {
      findings.append(
        SeriesFinding(
          what: "missing rows in \(gaps.count) \(gaps.count == 1 ? "gap" : "gaps")",
          count: gaps.reduce(0) { $0 + $1.missing }, first: gap.range.from,
          remedy: "import the files of that time; what is missing stays empty"))
    }
    if let missing = incompleteTrades { findings.append(missing) }
    for (column, values) in zip(descriptor.columns, columns) {
      add("'\(column.name)' is not known", rows(of: values) { $0.isNaN })
    }
    if let volume = values("volume"), let high = values("high"), let low = values("low") {
      add("zero volume at a flat price", rows(of: volume) { $0 == 0 }.filter { high[$0] == low[$0] })
    }
    for name in ["volume", "quote_volume", "open_interest"] {
      guard let values = values(name) else { continue }
      add(
        "\(name) is 10000 times the middle of its neighbours", leaps(values), .wrong,
        remedy: "a slip of the decimal point or another unit: import the rows again from another file")
    }
    for name in ["close", "mark", "index"] {
      guard let values = values(name) else { continue }
      add(
        "\(name) is more than ten times, or less than a tenth of, the row before",
        steps(of: values) { $1 > 10 * $0 || $0 > 10 * $1 }, .wrong,
        remedy: "another unit, contract or instrument from there on: import it as a series of its own")
    }
    if let close = values("close") {
      add("close moved more than 5% in a bar", steps(of: close) { abs($1 / $0 - 1) > 0.05 })
    }
    return findings + extremePrints
  }

  /// The findings of the rows whose stamps lie in `range`.
  public func findings(in range: TimeRange) -> [SeriesFinding] {
    let rows = places(in: range)
    if rows.count == count { return findings }
    guard !rows.isEmpty else { return [] }
    return Series(descriptor: descriptor, stamps: Array(stamps[rows]), columns: columns.map { Array($0[rows]) })
      .findings
  }

  /// The rows whose stamps lie in `range`.
  func places(in range: TimeRange) -> Range<Int> {
    let from = stamps.leadingCount { $0 < range.from.milliseconds }
    let to = stamps.leadingCount { $0 < range.to.milliseconds }
    return from..<max(from, to)
  }

  /// One finding of some rows; none of no rows.
  func finding(
    _ what: String, _ rows: [Int], _ weight: SeriesFinding.Weight = .note, remedy: String = ""
  ) -> [SeriesFinding] {
    guard let row = rows.first else { return [] }
    return [
      SeriesFinding(
        what: what, count: rows.count, first: Instant(milliseconds: stamps[row]), weight: weight, remedy: remedy)
    ]
  }

  func rows(of values: [Double], where holds: (Double) -> Bool) -> [Int] {
    var rows: [Int] = []
    values.withUnsafeBufferPointer { values in
      for row in values.indices where holds(values[row]) { rows.append(row) }
    }
    return rows
  }

  /// Rows that differ so from the row before them.
  private func steps(of values: [Double], where holds: (Double, Double) -> Bool) -> [Int] {
    var rows: [Int] = []
    values.withUnsafeBufferPointer { values in
      for row in values.indices.dropFirst() where holds(values[row - 1], values[row]) { rows.append(row) }
    }
    return rows
  }

  /// Rows that are so many times the median of the ten rows around them that are above zero: what no market does from one
  /// row to the next, and slips of the decimal point do.
  private func leaps(_ values: [Double]) -> [Int] {
    let leap = 10_000.0
    var leaps: [Int] = []
    for start in stride(from: 0, to: values.count, by: 64) {
      let block = start..<min(start + 64, values.count)
      // A median is no less than the least: where that is near the largest, no row needs to be looked at.
      var (largest, least) = (0.0, Double.infinity)
      values.withUnsafeBufferPointer { values in
        for row in block where values[row] > largest { largest = values[row] }
        for row in max(0, start - 5)..<min(block.upperBound + 5, values.count) {
          if values[row] > 0, values[row] < least { least = values[row] }
        }
      }
      guard largest > leap * least else { continue }
      for row in block where values[row] > leap * least {
        let around = (max(0, row - 5)...min(values.count - 1, row + 5)).filter { $0 != row && values[$0] > 0 }
          .map { values[$0] }.sorted()
        if !around.isEmpty, values[row] > leap * around[around.count / 2] { leaps.append(row) }
      }
    }
    return leaps
  }
}
