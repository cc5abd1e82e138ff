import Numerics

/// Makes bars of trades: prices, volumes and what takers bought and sold, exactly, in one pass and in constant memory beside
/// the bars.
///
/// A bar without a trade is no row: nothing says whether the market was quiet or the recorder was off. The bars in which
/// the trades begin and end are left out unless the trades come within a hundredth of a bar of its open and its close,
/// since what is missing of them could have held their high; and so are those from whose middle trades are missing
/// (`IncompleteBar`).
public struct TradeBars: Sendable {
  public let instrument: Instrument
  public let interval: Interval
  /// Quote currency from which on a trade counts as large; nil where none does.
  public let large: Double?
  /// Of an inverse contract: what one contract is worth in its quote currency, since its trades count contracts.
  private let contractSize: Double?
  /// Bars that were left out because the trades begin or end inside them.
  public private(set) var leftOut = 0
  /// Bars that were left out because trades are missing in them, in order; known once all is finished.
  public private(set) var incomplete: [IncompleteBar] = []
  /// Trades that are missing, by their numbers, in bars that are kept: a hundredth of each at most.
  public private(set) var missingInKept = 0

  private var bar = Bar()
  private var isFirst = true
  private var stamps: [Int64] = []
  private var prices: [[Double]]
  private var flows: [[Double]]
  private var flow: [BarFlow] = []
  private var lastTrade: Int64 = .min
  private var numbers = TradeNumbers()

  private struct Bar {
    var stamp = Int64.min
    var firstTrade = Int64.min
    var (open, high, low, close) = (Double.nan, -Double.infinity, Double.infinity, Double.nan)
    /// What takers bought, and what they sold.
    var taken = Side()
    var given = Side()
    var flow = BarFlow()
  }

  private struct Side {
    var (amount, value, count, large) = (0.0, 0.0, 0.0, 0.0)

    @inline(__always)
    mutating func add(_ traded: Double, at price: Double, _ contractSize: Double?, _ largeFrom: Double?) {
      guard traded > 0 else { return }
      let worth = contractSize.map { traded * $0 } ?? traded * price
      amount += traded
      value += worth
      count += 1
      if let largeFrom, worth >= largeFrom { large += worth }
    }
  }

  public init(of instrument: Instrument, contract: Contract, interval: Interval, large: Double? = nil) {
    self.instrument = instrument
    self.interval = interval
    self.large = large
    contractSize = contract.form == .inverse ? contract.size?.amount ?? 1 : nil
    prices = Array(repeating: [], count: SeriesKind.klines.columns.count)
    flows = Array(repeating: [], count: Self.flowColumns(large).count)
  }

  private static func flowColumns(_ large: Double?) -> [ColumnDescriptor] {
    let kind = SeriesKind.takerFlow
    let usual = kind.columns + kind.otherColumns.filter { $0.name != "taker_ratio" }
    return large == nil ? usual : usual + [.init("large_bought_value", .quote), .init("large_sold_value", .quote)]
  }

  /// Adds trades that come after those before, in order of time.
  ///
  /// - Parameter trades: rows of the kind `trades`, with their numbers where they have some.
  public mutating func add(_ trades: Series) {
    guard let price = trades.values("trade_price"), let bought = trades.values("taker_bought"),
      let sold = trades.values("taker_sold")
    else { return }
    let ids = trades.values(TradeNumbers.column)
    for row in 0..<trades.count where price[row] > 0 {
      let stamp = trades.stamps[row]
      let open = stamp.flooredQuotient(by: interval.milliseconds) * interval.milliseconds
      let missing = ids.map { numbers.missing(before: $0[row]) } ?? 0
      let silence = lastTrade == .min ? 0 : stamp - lastTrade
      // What lies between two bars may be missing of either.
      bar.flow.add(missing: missing, silence: silence)
      if open != bar.stamp {
        close(next: open)
        bar = Bar()
        bar.stamp = open
        bar.firstTrade = stamp
        bar.open = price[row]
        bar.flow.add(missing: missing, silence: silence)
      }
      bar.flow.trades += 1
      lastTrade = stamp
      bar.high = max(bar.high, price[row])
      bar.low = min(bar.low, price[row])
      bar.close = price[row]
      bar.taken.add(bought[row], at: price[row], contractSize, large)
      bar.given.add(sold[row], at: price[row], contractSize, large)
    }
  }

  private mutating func close(next: Int64?) {
    guard bar.stamp != .min else { return }
    let slack = interval.milliseconds / 100
    let beginsLate = isFirst && bar.firstTrade - bar.stamp > slack
    let endsEarly = next == nil && bar.stamp + interval.milliseconds - lastTrade > slack
    isFirst = false
    guard !beginsLate, !endsEarly else {
      leftOut += 1
      return
    }
    stamps.append(bar.stamp)
    flow.append(bar.flow)
    let (taken, given) = (bar.taken, bar.given)
    let klines = [
      bar.open, bar.high, bar.low, bar.close, taken.amount + given.amount, taken.value + given.value,
      taken.count + given.count, taken.amount, taken.value,
    ]
    let flow = [
      taken.value, given.value, taken.amount, given.amount, taken.count, given.count, taken.large, given.large,
    ]
    for column in prices.indices { prices[column].append(klines[column]) }
    for column in flows.indices { flows[column].append(flow[column]) }
  }

  /// Klines, and what takers bought and sold with counts of trades: the two series that were made.
  public mutating func finish() -> (klines: Series, flow: Series) {
    close(next: nil)
    bar = Bar()
    leaveOutIncomplete()
    return (
      Series(
        descriptor: SeriesDescriptor(instrument: instrument, kind: .klines, cadence: interval), stamps: stamps,
        columns: prices),
      Series(
        descriptor: SeriesDescriptor(
          instrument: instrument, kind: .takerFlow, cadence: interval, columns: Self.flowColumns(large)),
        stamps: stamps, columns: flows)
    )
  }

  private mutating func leaveOutIncomplete() {
    let found = BarFlow.incomplete(flow, stamps, interval, numbered: numbers.areInOrder)
    incomplete = found.map(\.bar)
    let rows = Set(found.map(\.row))
    let kept = stamps.indices.filter { !rows.contains($0) }
    missingInKept = numbers.areInOrder ? kept.reduce(0) { $0 + flow[$1].missing } : 0
    guard kept.count < stamps.count else { return }
    stamps = kept.map { stamps[$0] }
    prices = prices.map { column in kept.map { column[$0] } }
    flows = flows.map { column in kept.map { column[$0] } }
    flow = kept.map { flow[$0] }
  }
}
