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
  private let contract: Contract
  /// What amounts of the trades count; nil before the first.
  private var amounts: TradeAmounts?
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
    var (volume, coins, value, count, large) = (0.0, 0.0, 0.0, 0.0, 0.0)

    @inline(__always)
    mutating func add(_ traded: Double, at price: Double, _ amounts: TradeAmounts, _ largeFrom: Double?) {
      guard traded > 0 else { return }
      let own = amounts.counted(traded, at: price)
      volume += own.volume
      coins += own.coins
      value += own.value
      count += 1
      if let largeFrom, own.value >= largeFrom { large += own.value }
    }
  }

  /// Whether the trades count contracts and nothing says what one is: bars have no value, and no coins.
  public var isValueUnknown: Bool { amounts?.form == .contracts }

  public init(of instrument: Instrument, contract: Contract, interval: Interval, large: Double? = nil) {
    self.instrument = instrument
    self.interval = interval
    self.large = large
    self.contract = contract
    prices = Array(repeating: [], count: SeriesKind.klines.columns.count)
    flows = Array(repeating: [], count: Self.flowValues)
  }

  /// Of a bar, whether they are columns or not.
  private static let flowValues = 8

  /// Adds trades that come after those before, in order of time.
  ///
  /// - Parameter trades: rows of the kind `trades`, with their numbers where they have some.
  public mutating func add(_ trades: Series) {
    guard let price = trades.values("trade_price"), let bought = trades.values("taker_bought"),
      let sold = trades.values("taker_sold")
    else { return }
    let ids = trades.values(TradeNumbers.column)
    let amounts = amounts ?? TradeAmounts(of: trades.descriptor, contract: contract)
    self.amounts = amounts
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
      bar.taken.add(bought[row], at: price[row], amounts, large)
      bar.given.add(sold[row], at: price[row], amounts, large)
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
    func worth(_ side: Side) -> Double { amounts?.form == .coins ? side.value : side.coins }
    let klines = [
      bar.open, bar.high, bar.low, bar.close, taken.volume + given.volume, worth(taken) + worth(given),
      taken.count + given.count, taken.volume, worth(taken),
    ]
    let flow = [
      taken.value, given.value, taken.volume, given.volume, taken.count, given.count, taken.large, given.large,
    ]
    for column in prices.indices { prices[column].append(klines[column]) }
    for column in flows.indices { flows[column].append(flow[column]) }
  }

  /// Klines, and what takers bought and sold with counts of trades: the two series that were made.
  public mutating func finish() -> (klines: Series, flow: Series) {
    close(next: nil)
    bar = Bar()
    leaveOutIncomplete()
    func descriptor(_ kind: SeriesKind, _ columns: [ColumnDescriptor]) -> SeriesDescriptor {
      SeriesDescriptor(instrument: instrument, kind: kind, cadence: interval, columns: columns)
    }
    let amounts = amounts ?? TradeAmounts(of: descriptor(.trades, SeriesKind.trades.columns), contract: contract)
    let columns = amounts.flow(large: large != nil)
    let first = amounts.form == .contracts ? SeriesKind.takerFlow.columns.count : 0
    return (
      Series(descriptor: descriptor(.klines, amounts.klines), stamps: stamps, columns: prices),
      Series(
        descriptor: descriptor(.takerFlow, columns), stamps: stamps,
        columns: Array(flows[first...].prefix(columns.count)))
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
