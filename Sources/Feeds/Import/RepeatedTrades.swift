import Market
import Numerics
import Store

/// Trades that come in as other rows than they are there: single trades beside those that Binance puts together, a recorder's
/// times beside the venue's. Rows that are alike are one, and these are not, so that every bar would have each trade twice.
struct RepeatedTrades {
  private let dataset: Dataset
  private let stored: Set<SeriesDescriptor>
  /// Of the files of this call.
  private var read: [SeriesDescriptor: [(flow: MinuteFlows, location: String)]] = [:]

  /// Minutes that say it; the first and the last that both have are seams.
  private static let least = 3

  init(_ dataset: Dataset) throws {
    self.dataset = dataset
    stored = Set(try dataset.allSeries().map(\.descriptor).filter { $0.kind == .trades })
  }

  /// - Returns: what is to be said of each part of the file.
  /// - Throws: `Problem` for trades that are there as other rows.
  mutating func notes(on file: CheckedFile) throws -> [[String]] {
    try file.parts.map { part in
      guard part.descriptor.kind == .trades, let rows = part.content.sample, let range = rows.range else { return [] }
      let flow = MinuteFlows(rows)
      var notes: [String] = []
      for own in alike(part.descriptor) {
        if stored.contains(own), let held = try? dataset.series(own, range: range),
          let note = try Self.compare(flow, MinuteFlows(held), "the dataset", own, dataset.name, part.location)
        {
          notes.append(note)
        }
        for other in read[own] ?? [] {
          guard
            let note = try Self.compare(flow, other.flow, "'\(other.location)'", own, dataset.name, part.location)
          else { continue }
          notes.append(note)
        }
      }
      read[part.descriptor, default: []].append((flow, part.location))
      return Array(notes.prefix(1))
    }
  }

  /// Trades of the instrument, whatever their columns.
  private func alike(_ descriptor: SeriesDescriptor) -> [SeriesDescriptor] {
    stored.union(read.keys).filter { $0.instrument == descriptor.instrument }
      .sorted { $0.columns.count < $1.columns.count }
  }

  private static func compare(
    _ flow: MinuteFlows, _ former: MinuteFlows, _ whose: String, _ series: SeriesDescriptor, _ dataset: String,
    _ location: String
  ) throws -> String? {
    let shared = flow.minutes.keys.filter { former.minutes[$0] != nil }.sorted().dropFirst().dropLast()
    let other = shared.filter { minute in
      guard let a = flow.minutes[minute], let b = former.minutes[minute] else { return false }
      // Trades that were put together one by one have numbers of their own, and are the same trades.
      return a.rows != b.rows || flow.isNumbered && former.isNumbered && a.numbers != b.numbers
    }
    guard other.count >= least, let first = other.first else { return nil }
    let same = other.filter { minute in
      guard let a = flow.minutes[minute], let b = former.minutes[minute] else { return false }
      return a.isAlike(b)
    }
    let at = Instant(milliseconds: first).minuteText
    guard same.count * 2 > other.count else {
      return
        "in \(other.count) of \(shared.count) minutes in which \(whose) has trades too, both have some that the other "
        + "has not, the first at \(at): where they are the same trades at other times, each counts twice"
    }
    throw Problem(
      "\(whose) has the trades of \(same.count) minutes, the first at \(at), as other rows (what was bought and sold is equal, "
        + "and rows are not): beside each other each would count twice",
      at: Problem.Place(file: location),
      remedy:
        "keep one form of them, single trades or those put together by taker; to replace the former, 'hindcast data "
        + "remove \(dataset) --series \"\(series.title)\"' first")
  }
}

/// What was bought and sold in each minute of some trades.
private struct MinuteFlows {
  struct Flow {
    var (bought, sold) = (0.0, 0.0)
    /// Of all its rows together, whatever their order.
    var rows: UInt64 = 0
    /// The same of their numbers.
    var numbers: UInt64 = 0

    func isAlike(_ other: Flow) -> Bool {
      func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-6 * max(abs(a), abs(b)) }
      return near(bought, other.bought) && near(sold, other.sold) && bought + sold > 0
    }
  }

  private(set) var minutes: [Int64: Flow] = [:]
  let isNumbered: Bool

  init(_ trades: Series) {
    let numbers = trades.values(TradeNumbers.column)
    isNumbered = numbers != nil
    guard let prices = trades.values("trade_price"), let bought = trades.values("taker_bought"),
      let sold = trades.values("taker_sold")
    else { return }
    let width = Interval.minute.milliseconds
    var minute = Int64.min
    var flow = Flow()
    for row in 0..<trades.count {
      let own = trades.stamps[row].flooredQuotient(by: width) * width
      if own != minute {
        if minute != .min { minutes[minute] = flow }
        (minute, flow) = (own, minutes[own] ?? Flow())
      }
      if !bought[row].isNaN { flow.bought += bought[row] }
      if !sold[row].isNaN { flow.sold += sold[row] }
      var mixed = SplitMix64.mix(UInt64(bitPattern: trades.stamps[row]))
      mixed = SplitMix64.mix(mixed ^ prices[row].bitPattern)
      mixed = SplitMix64.mix(mixed ^ bought[row].bitPattern)
      mixed = SplitMix64.mix(mixed ^ sold[row].bitPattern)
      flow.rows &+= mixed
      if let numbers { flow.numbers &+= SplitMix64.mix(numbers[row].bitPattern) }
    }
    if minute != .min { minutes[minute] = flow }
  }
}
