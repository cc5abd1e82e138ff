import Numerics

/// Volumes that count something else from a row on, or are no volumes of their rows.
extension Series {
  package var volumeDoubts: [SeriesFinding] {
    guard descriptor.kind == .klines else { return [] }
    return volumeSteps + [runningVolume, placeheldVolume].compactMap(\.self)
  }

  /// The first row from which on amounts are at another level at a stroke, and stay there.
  ///
  /// A market that wakes up trades a hundred times as much as well, and moves further then. A unit changes the one and leaves the
  /// other.
  package var volumeSteps: [SeriesFinding] {
    guard descriptor.kind == .klines, let steps = VolumeSteps(self) else { return [] }
    return ["volume", "quote_volume"].flatMap { name -> [SeriesFinding] in
      guard let amounts = values(name), let step = steps.first(in: amounts, besides: name == "volume") else {
        return []
      }
      return [
        SeriesFinding(
          what:
            "'\(name)' goes from about \(Float(step.before)) to \(Float(step.after)) and stays there, while prices move as "
            + "before", count: count - step.row, first: Instant(milliseconds: stamps[step.row]),
          remedy: "coins, contracts or another currency from there on: import each part with its --unit")
      ]
    }
  }

  /// An amount that hardly ever falls is what was traded so far, of the day or of all time.
  private var runningVolume: SeriesFinding? {
    guard let volume = values("volume"), let first = stamps.first else { return nil }
    let size = BarStretches.size
    let stretches = stride(from: 0, to: max(1, volume.count - size + 1), by: size).filter { start in
      let rows = (start + 1)..<max(start + 1, min(start + size, volume.count))
      let changes = rows.filter { abs(volume[$0] - volume[$0 - 1]) > 0 }
      let falls = changes.count { volume[$0] < volume[$0 - 1] }
      return changes.count >= BarStretches.least && falls * 100 <= changes.count * 15
    }
    guard volume.count >= size, stretches.count * 2 * size > volume.count - size else { return nil }
    return SeriesFinding(
      what: "volume hardly ever falls from one row to the next: a running total, and not what each bar traded",
      count: count,
      first: Instant(milliseconds: first),
      remedy: "take the difference to the row before, or say another column with --columns")
  }

  /// One amount in every row stands for none that was known.
  private var placeheldVolume: SeriesFinding? {
    guard let volume = values("volume"), let one = volume.first, one > 0, count >= BarStretches.size,
      let first = stamps.first, volume.allSatisfy({ $0 == one })
    else { return nil }
    return SeriesFinding(
      what: "volume is \(Float(one)) in every row", count: count, first: Instant(milliseconds: first),
      remedy: "it stands for a volume that nobody knew: use none of it")
  }
}

/// Where amounts change their level beside prices that move as before.
private struct VolumeSteps {
  private let prices: [Double]
  /// How far prices moved within each row, of themselves.
  private let ranges: [Double]

  private static let around = 48
  private static let leastStep = 20.0
  /// What no unit but that of the price makes likely is said from here on.
  private static let largeStep = 100.0

  init?(_ series: Series) {
    guard let high = series.values("high"), let low = series.values("low"), let close = series.values("close"),
      close.count >= 2 * Self.around
    else { return nil }
    prices = close
    ranges = close.indices.map { (high[$0] - low[$0]) / close[$0] }
  }

  /// - Parameter byPrice: whether amounts may be coins on one side and money on the other.
  func first(in amounts: [Double], besides byPrice: Bool) -> (row: Int, before: Double, after: Double)? {
    let size = Self.around
    // Of a step somewhere in a block, those at its sides differ.
    let levels = stride(from: 0, through: amounts.count - size, by: size).map { level(amounts, $0..<($0 + size)) }
    for block in levels.indices {
      let (before, after) = (levels[max(0, block - 1)], levels[min(levels.count - 1, block + 1)])
      guard before > 0, after > 0, max(before / after, after / before) >= Self.leastStep,
        let row = sharpest(amounts, block * size - size / 2, (block + 1) * size + size / 2),
        let step = step(amounts, at: row, byPrice)
      else { continue }
      return (row, step.before, step.after)
    }
    return nil
  }

  /// The middle of the amounts above zero; 0 where they are few.
  private func level(_ amounts: [Double], _ rows: Range<Int>) -> Double {
    let known = amounts[rows].filter { $0 > 0 }
    return known.count * 2 < rows.count ? 0 : known.middle ?? 0
  }

  private static let few = 4

  /// The row whose next few amounts are furthest from all of the few before; nil where none are apart.
  private func sharpest(_ amounts: [Double], _ from: Int, _ to: Int) -> Int? {
    let few = Self.few
    func distance(_ row: Int) -> Double {
      let (before, after) = (amounts[(row - few)..<row].filter { $0 > 0 }, amounts[row..<(row + few)].filter { $0 > 0 })
      guard let leastA = before.min(), let mostA = before.max(), let leastB = after.min(), let mostB = after.max()
      else {
        return 0
      }
      return max(leastB / mostA, leastA / mostB)
    }
    let rows = max(few, from)..<max(few, min(to, amounts.count - few))
    return rows.max { distance($0) < distance($1) }.flatMap { distance($0) > 1 ? $0 : nil }
  }

  private func step(_ amounts: [Double], at row: Int, _ byPrice: Bool) -> (before: Double, after: Double)? {
    let size = Self.around
    let (earlier, later) = (max(0, row - size)..<row, row..<min(amounts.count, row + size))
    guard earlier.count * 2 >= size, later.count * 2 >= size else { return nil }
    let (before, after) = (level(amounts, earlier), level(amounts, later))
    guard before > 0, after > 0, let price = prices[(row - 1)...row].max(), areApart(amounts, earlier, later),
      moveAlike(earlier, later)
    else { return nil }
    let times = max(before / after, after / before)
    let isPrice = byPrice && max(times / price, price / times) < 1.5
    return times >= Self.largeStep || isPrice && times >= Self.leastStep ? (before, after) : nil
  }

  /// Whether nearly all amounts on one side are below nearly all on the other.
  private func areApart(_ amounts: [Double], _ earlier: Range<Int>, _ later: Range<Int>) -> Bool {
    let sides = [amounts[earlier], amounts[later]].map { $0.filter { $0 > 0 }.sorted() }
    func areBelow(_ low: [Double], _ high: [Double]) -> Bool { low[low.count * 9 / 10] < high[high.count / 10] }
    return areBelow(sides[0], sides[1]) || areBelow(sides[1], sides[0])
  }

  /// Whether prices move about as far on one side as on the other.
  private func moveAlike(_ earlier: Range<Int>, _ later: Range<Int>) -> Bool {
    guard let before = ranges[earlier].middle, let after = ranges[later].middle, before > 0, after > 0 else {
      return false
    }
    return max(before / after, after / before) < 2
  }
}
