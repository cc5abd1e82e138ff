import Market
import Numerics

/// What rows of a chain say against being all of it.
enum ChainDoubts {
  static func findings(on series: Series) -> [SeriesFinding] {
    [thin(series), crossed(series, "option_bid", "option_ask"), calm(series)].compactMap(\.self)
      + ["option_open_interest", "option_volume"].compactMap { blank(series, $0) }
  }

  /// Bids above the asks beside them, which would be a gift: two columns that changed places, or two instants in one row.
  static func crossed(_ series: Series, _ bidName: String, _ askName: String) -> SeriesFinding? {
    guard let bids = series.values(bidName), let asks = series.values(askName) else { return nil }
    // An ask of 0 is none.
    let rows = bids.indices.filter { asks[$0] > 0 && bids[$0] > asks[$0] }
    guard let first = rows.first else { return nil }
    return series.doubt(
      "'\(bidName)' is above '\(askName)' in \(rows.count) of \(bids.count) rows, the first at "
        + "\(Instant(milliseconds: series.stamps[first]).minuteText) (\(bids[first]) and \(asks[first])): columns that changed places, "
        + "or a bid and an ask of two instants?", from: first, count: rows.count)
  }

  /// Volatilities of a year that no coin has for long, be it one in dollars.
  private static let calmest = 0.03
  private static let leastRows = 10

  /// Volatilities that are hardly there: fractions that were taken for percent.
  private static func calm(_ series: Series) -> SeriesFinding? {
    let known = (series.values("mark_iv") ?? []).filter { $0 > 0 }
    guard known.count >= leastRows, let middle = known.middle, middle < calmest else { return nil }
    return series.doubt(
      "half of its mark_iv are below \(Float(middle * 100))% a year, and no coin is so calm: fractions taken for percent?"
    )
  }

  /// How many snapshots before and behind one say how many contracts it should hold, and in which time around it all that
  /// is said is of one state of the market.
  private static let neighbours = 10
  private static let around = Interval.hour

  /// Snapshots that hold less than half of the contracts of those around them.
  private static func thin(_ series: Series) -> SeriesFinding? {
    let starts = series.stamps.indices.filter { $0 == 0 || series.stamps[$0] != series.stamps[$0 - 1] }
    let sizes = zip(starts, starts.dropFirst() + [series.count]).map { $1 - $0 }
    let together = contractsAround(series, starts)
    var (count, first) = (0, (place: 0, of: 0))
    for (place, size) in sizes.enumerated() {
      let near = sizes[max(0, place - neighbours)...min(sizes.count - 1, place + neighbours)]
      let whole = max(near.max() ?? size, together[place])
      guard 2 * size < whole else { continue }
      if count == 0 { first = (place, whole) }
      count += 1
    }
    guard count > 0 else { return nil }
    let at = Instant(milliseconds: series.stamps[starts[first.place]]).minuteText
    return series.doubt(
      "\(count) of its \(starts.count) snapshots \(count == 1 ? "holds" : "hold") less than half of the contracts of those around "
        + "\(count == 1 ? "it" : "them"), the first at \(at) (\(sizes[first.place]) of \(first.of)): views and signals take each "
        + "for all of the chain. A poll that failed, or rows of one further than \(ChainPolls.step) apart or over more than "
        + "\(ChainPolls.longest)? A profile with 'sample: 5m' files what was said last of each contract in each stretch, at its end",
      from: starts[first.place], count: count)
  }

  /// By snapshot how many different contracts are said in less than an hour around it.
  private static func contractsAround(_ series: Series, _ starts: [Int]) -> [Int] {
    let stamps = starts.map { series.stamps[$0] }
    let reach = around.milliseconds
    guard zip(stamps, stamps.dropFirst()).contains(where: { $1 - $0 < reach }) else { return stamps.map { _ in 0 } }
    var numbers: [[UInt64]: Int] = [:]
    let contracts = (0..<series.count).map { row in
      let contract = series.contract(row)
      let number = numbers[contract] ?? numbers.count
      numbers[contract] = number
      return number
    }
    var said = [Int](repeating: 0, count: numbers.count)
    var (different, from, to) = (0, 0, 0)
    func rows(_ place: Int) -> Range<Int> {
      starts[place]..<(place + 1 < starts.count ? starts[place + 1] : series.count)
    }
    return stamps.map { stamp in
      while to < stamps.count, stamps[to] - stamp < reach {
        for row in rows(to) {
          if said[contracts[row]] == 0 { different += 1 }
          said[contracts[row]] += 1
        }
        to += 1
      }
      while stamp - stamps[from] >= reach {
        for row in rows(from) {
          said[contracts[row]] -= 1
          if said[contracts[row]] == 0 { different -= 1 }
        }
        from += 1
      }
      return different
    }
  }

  /// An amount that so many rows leave out that a chain may not be weighed by it. An empty cell may be a zero that nobody
  /// wrote, and nothing in the file tells.
  private static func blank(_ series: Series, _ name: String) -> SeriesFinding? {
    guard let values = series.values(name) else { return nil }
    let blanks = values.count(where: \.isNaN)
    guard blanks < values.count, Double(blanks) > (1 - OptionAmount.leastKnown) * Double(values.count) else {
      return nil
    }
    let zeros = values.count { $0 == 0 }
    let beside = zeros == 0 ? "and none says 0" : "and \(zeros) \(zeros == 1 ? "says" : "say") 0"
    return series.doubt(
      "'\(name)' is not said by \(blanks) of its \(values.count) rows, \(beside): they are taken as not known, and where a "
        + "twentieth of the calls or puts says nothing neither is what weighs them; where an empty cell is none, write 0 there",
      from: values.firstIndex(where: \.isNaN) ?? 0, count: blanks)
  }
}
