import Market
import Replay
import Signals

/// Small markets of several legs, made by the test.
struct LegMarket {
  let frame: Frame
  /// Of each leg.
  let settlements: [[Settlement]]

  /// - Parameters:
  ///   - legs: name, instrument, and rows of open, high, low and close; a row that is not finite was not printed.
  ///   - marks: of a leg by name, rows of open, high and low of its mark.
  ///   - lot: of every leg's contract.
  ///   - conversions: legs that are there for their price alone.
  ///   - account: its currency, where a strategy says it.
  init(
    _ legs: [(name: String, instrument: Instrument, rows: [[Double]])], settlements: [[Settlement]]? = nil,
    interval: Interval = .hour, start: Instant = Instant(year: 2025, month: 1, day: 1),
    marks: [String: [[Double]]] = [:], lot: Double? = nil, conversions: Set<String> = [], account: String? = nil
  ) {
    let grid = Grid(start: start, interval: interval, count: legs[0].rows.count)
    var columns: [Column] = []
    for (leg, rows) in marks {
      for (place, name) in ["mark_open", "mark_high", "mark_low"].enumerated() {
        columns.append(Column("\(leg).\(name)", .price, rows.map { $0[place] }))
      }
    }
    let members = legs.map { leg -> FrameMember in
      func values(_ place: Int) -> [Double] { leg.rows.map { $0[place] } }
      for (place, name) in ["open", "high", "low", "close"].enumerated() {
        columns.append(Column("\(leg.name).\(name)", .price, values(place)))
        if leg.name == legs[0].name { columns.append(Column(name, .price, values(place))) }
      }
      var contract = leg.instrument.contract
      contract.lot = lot
      var member = FrameMember(
        name: leg.name, instrument: leg.instrument, contract: contract,
        bars: Bars(open: values(0), high: values(1), low: values(2), close: values(3)))
      member.isConversion = conversions.contains(leg.name)
      return member
    }
    var frame = Frame(market: "legs", members: members, grid: grid, columns: columns)
    frame.accountSaid = account
    self.frame = frame
    self.settlements = settlements ?? legs.map { _ in [] }
  }

  static let perp = Instrument(venue: "binance", symbol: "BTCUSDT")
  static let spot = Instrument(venue: "binance", symbol: "BTCUSDT", type: .spot)
  static let other = Instrument(venue: "binance", symbol: "ETHUSDT")
  /// Settled in BTC, 100 USD a contract.
  static let coin = Instrument(venue: "binance", symbol: "BTCUSD_PERP")
  /// The same until the end of June.
  static let later = Instrument(venue: "binance", symbol: "BTCUSD_250627", type: .future)
  /// Of another dollar, and what that costs.
  static let abroad = Instrument(venue: "binance", symbol: "BTCUSDC")
  static let dollar = Instrument(venue: "binance", symbol: "USDCUSDT", type: .spot)
  /// Paid for in coins, and on margin in them.
  static let pair = Instrument(venue: "binance", symbol: "ETHBTC", type: .spot)
  static let pairPerp = Instrument(venue: "binance", symbol: "ETHBTC")
  static let third = Instrument(venue: "binance", symbol: "SOLUSDT")

  func tape() throws -> PreparedMarket { try PreparedMarket(frame, legs: settlements) }

  func run(_ text: String) throws -> Run {
    try StrategyFile.parse(text + "\n", file: "legs.yaml").bound().run(Evaluator(frame), on: tape())
  }

  /// Runs scripted weights of the whole.
  func run(
    _ weights: [Int: Double], _ terms: [LegTerms], ratios: [Double], hedge: Hedge = .value, equity: Double = 10_000
  ) throws -> Run {
    let tape = try tape()
    return try Run(
      tape,
      legs: LegDecisions(
        ScriptedDecisions(weights), terms: terms, ratios: ratios.map { .constant($0) }, hedge: hedge, on: tape),
      initialEquity: equity)
  }

  /// The same instrument twice or more, each leg with the bars and settlements of a scenario.
  static func copies(of scenario: Scenario, _ names: [(name: String, instrument: Instrument)]) -> LegMarket {
    let columns = ["open", "high", "low", "close"].map { scenario.values($0) }
    let rows = (0..<scenario.grid.count).map { row in columns.map { $0[row] } }
    return LegMarket(
      names.map { ($0.name, $0.instrument, rows) },
      settlements: names.map { $0.instrument.type == .spot ? [] : scenario.settlements },
      interval: scenario.grid.interval, start: scenario.grid.start)
  }
}

extension Run {
  /// Sums of a leg's entries by kind, micro-quote.
  func sum(_ leg: Int, _ kind: LedgerEntry.Kind? = nil) -> Double {
    ledger.reduce(0) { $1.leg == leg && (kind == nil || $1.kind == kind) ? $0 + $1.amount : $0 }
  }
}

/// Bars whose four prices are one: opens that follow no close before them.
func flat(_ prices: [Double]) -> [[Double]] { prices.map { [$0, $0, $0, $0] } }

/// Legs without costs.
func freeLegs(_ names: [String]) -> [LegTerms] { names.map { LegTerms(name: $0, costs: .free) } }
