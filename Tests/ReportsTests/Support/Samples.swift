import Market
import Reports

/// Reports with made-up values of the size and shape that real ones have.
enum Samples {
  static let grid = Grid(start: Instant(year: 2025, month: 1, day: 1), interval: .minutes(15), count: 96 * 150)

  static let subject = subject(named: "stress-fade")

  static func subject(named name: String) -> ReportSubject {
    ReportSubject(
      name: name, about: "Short while leverage is crowded; flat once crowding is gone.", market: "demo",
      instrument: Instrument(venue: "binance", symbol: "BTCUSDT"), interval: grid.interval, window: grid.range,
      parameters: [("entry", "1.5"), ("lookback", "1d")],
      hash: "9f2c41d07be6a85512c3ee4f0d7718ab6c90e2f43b1d5a6670f8e9c2b4a1d3e5")
  }

  static let conventions = [
    "Sharpe ratio: mean over standard deviation (n − 1) of UTC-daily simple returns, ×√365, no risk-free rate.",
    "Fills at the open of the bar after the decision; funding settles on the position held before it.",
  ]

  static func walk(from start: Double, step: Double, drift: Double = 0, seed: UInt64) -> [Double] {
    var draws = Draws(seed: seed)
    var value = start
    return (0..<grid.count).map { _ in
      defer { value *= 1 + drift + step * draws.normal() }
      return value
    }
  }

  static func drawdown(of equity: [Double]) -> [Double] {
    var highest = -Double.infinity
    return equity.map { value in
      highest = max(highest, value)
      return value / highest - 1
    }
  }

  static let price = walk(from: 94_000, step: 0.0021, seed: 7)

  static let tradeRows: [(Range<Int>, TradeLine.Side)] = {
    var draws = Draws(seed: 3)
    var row = 120
    var trades: [(Range<Int>, TradeLine.Side)] = []
    while row < grid.count - 400 {
      let held = 20 + Int(draws.uniform() * 160)
      trades.append((row..<row + held, draws.uniform() < 0.7 ? .short : .long))
      row += held + 80 + Int(draws.uniform() * 300)
    }
    return trades
  }()

  static let trades = tradeRows.map { rows, side in
    let (entry, exit) = (price[rows.lowerBound], price[rows.upperBound])
    let gross = (exit - entry) * 0.5 * (side == .long ? 1 : -1)
    let (fees, slippage, funding) = (-(entry + exit) * 0.00025, -(entry + exit) * 0.00005, Double(rows.count) * 0.04)
    let net = gross + fees + slippage + funding
    return TradeLine(
      side: side, opened: grid.open(rows.lowerBound), closed: grid.open(rows.upperBound), size: 0.5,
      entryPrice: entry, exitPrice: exit, pricePnl: gross, funding: funding, fees: fees, slippage: slippage, net: net,
      netBps: net / (entry * 0.5) * 10_000, reason: "rule")
  }

  static let run: RunReport = {
    var held = [Double](repeating: 0, count: grid.count)
    for (rows, side) in tradeRows { for row in rows { held[row] = side == .long ? 0.5 : -0.5 } }
    var sums = [[Double]](repeating: [0], count: 4)
    for row in 1..<grid.count {
      let turnover = (held[row] - held[row - 1]).magnitude * price[row]
      let parts = [
        held[row] * (price[row] - price[row - 1]), held[row] * -0.08, -turnover * 0.0005, -turnover * 0.0001,
      ]
      for (index, part) in parts.enumerated() { sums[index].append((sums[index].last ?? 0) + part) }
    }
    let equity = (0..<grid.count).map { row in 100_000 + sums.reduce(0) { $0 + $1[row] } }
    let final = equity.last ?? 0
    let names = ["price", "funding", "fees", "slippage"]
    return RunReport(
      subject: subject, quote: "USDT",
      highlights: [
        KeyFigure(
          "Total return", key: "total_return", .signedPercent(final / 100_000 - 1), convention: "net of all costs"),
        KeyFigure("Sharpe ratio", key: "sharpe_annual", .ratio(-0.43), convention: "UTC-daily, ×√365"),
        KeyFigure("Sortino ratio", key: "sortino_annual", .ratio(.nan), convention: "UTC-daily, ×√365, all days"),
        KeyFigure(
          "Max drawdown", key: "max_drawdown", .signedPercent(drawdown(of: equity).min() ?? 0), convention: "bar closes"
        ),
        KeyFigure(
          "Funding", key: "funding_pnl", .signedQuote(sums[1].last ?? 0), unit: "USDT", convention: "received less paid"
        ),
        KeyFigure("Trades", key: "trades", .count(trades.count), convention: "entry to flat"),
      ],
      figures: [
        KeyFigure("Final equity", key: "final_equity", .quote(final), unit: "USDT", convention: "at the last close"),
        KeyFigure("Exposure", key: "exposure", .percent(0.31), convention: "share of bars with a position"),
        KeyFigure(
          "Turnover", key: "turnover", .ratio(41.2), unit: "× equity", convention: "traded value over mean equity"),
      ],
      equity: Curve(closesOf: grid, equity), drawdown: Curve(closesOf: grid, drawdown(of: equity)),
      position: Curve(opensOf: grid, held), price: Curve(closesOf: grid, price),
      sources: zip(names, sums).map { NamedCurve($0, Curve(closesOf: grid, $1)) },
      months: (1...5).map {
        MonthReturn(year: 2025, month: $0, fraction: [0.021, -0.034, 0.008, 0.043, -0.012][$0 - 1])
      },
      trades: trades,
      ledger: LedgerSummary(
        initial: 100_000, lines: zip(names, sums).map { .init($0, entries: trades.count * 2, amount: $1.last ?? 0) },
        final: final, residual: 0),
      conventions: conventions)
  }()

  static let study: StudyReport = {
    var draws = Draws(seed: 11)
    let horizons = [("15m", 12.0), ("1h", 25), ("4h", 50)].map { forward, spread in
      let outside = (0..<8000).map { _ in draws.normal() * spread }
      let inside = (0..<420).map { _ in draws.normal() * spread * 1.3 - spread * 0.12 }
      return StudyHorizon(
        forward: forward,
        verdict: Remark(
          .neutral, "No evidence",
          "Neither Hodrick 1B nor the circular shift rejects at 5%; a difference of 9.8 bps could have been seen."),
        inside: Estimate(mean: -spread * 0.12, low: -spread * 0.3, high: spread * 0.06, count: 420),
        outside: Estimate(mean: 0.1, low: -spread * 0.04, high: spread * 0.04, count: 8000),
        estimators: [
          .init("OLS, iid", estimateBps: -3.1, standardErrorBps: 0.9, t: -3.44, p: 0.0006, nullRejection: 0.522),
          .init("Newey-West, h−1", estimateBps: -3.1, standardErrorBps: 1.6, t: -1.94, p: 0.053, nullRejection: 0.127),
          .init(
            "Hodrick 1B", estimateBps: -3.1, standardErrorBps: 2.2, t: -1.41, p: 0.159, nullRejection: 0.037,
            decides: true),
          .init(
            "Circular shift", estimateBps: -3.1, standardErrorBps: .nan, t: .nan, p: 0.171, nullRejection: 0.043,
            decides: true),
        ],
        insideBps: inside, outsideBps: outside,
        shift: .init(
          observedBps: -spread * 0.12, shiftedBps: (0..<3000).map { _ in draws.normal() * spread * 0.09 }, p: 0.171))
    }
    let hours = (-48...96).map { Double($0) / 4 }
    let mean = hours.map { $0 < 0 ? $0 * 2 : -$0 * 0.8 }
    return StudyReport(
      subject: subject, signal: "stress", expression: "funding_z > entry and basis_z > entry and oi_z > 1",
      highlights: [
        KeyFigure("Bars", key: "bars", .count(grid.count), convention: "in the window"),
        KeyFigure("In regime", key: "bars_in", .count(420), unit: "bars", convention: "2.9% of bars"),
        KeyFigure("Episodes", key: "episodes", .count(23), convention: "the effective sample"),
        KeyFigure(
          "Detectable", key: "min_detectable_bps", .unsignedBps(9.8), unit: "bps", convention: "1h, 80% power at 5%"),
      ],
      horizons: horizons,
      verdicts: [Remark(.neutral, "Next 1h", "No evidence that it predicts.")],
      paths: [
        EventPath(
          series: "price", unit: "bps", hours: hours, mean: mean, drift: mean.map { $0 / 10 },
          low: zip(mean, hours).map { $0 - 4 - $1.magnitude }, high: zip(mean, hours).map { $0 + 4 + $1.magnitude },
          lowAll: zip(mean, hours).map { $0 - 8 - 2 * $1.magnitude },
          highAll: zip(mean, hours).map { $0 + 8 + 2 * $1.magnitude }, episodes: 23, overlapping: 6, pAfter: 0.31)
      ],
      conventions: conventions)
  }()

  static let sweep: SweepReport = {
    var draws = Draws(seed: 5)
    let entries = stride(from: 0.5, through: 3, by: 0.25).map { "\($0)" }
    let lookbacks = ["6h", "12h", "1d", "2d", "3d", "5d", "7d"]
    let z: [[Double]] = lookbacks.indices.map { row in
      entries.indices.map { column -> Double in
        let distance = Double((column - 5) * (column - 5) + (row - 3) * (row - 3))
        let value = 1.1 - 0.05 * distance + 0.25 * draws.normal()
        return row == 1 && column == 9 ? .nan : value
      }
    }
    let ranked = z.flatMap(\.self)
    let best = zip(ranked.indices, ranked).filter { $0.1.isFinite }.sorted { $0.1 > $1.1 }.prefix(10)
    return SweepReport(
      subject: subject, rankedBy: "Sharpe ratio",
      highlights: [
        KeyFigure("Trials", key: "trials", .count(77), convention: "entry × lookback"),
        KeyFigure("Completed", key: "completed", .count(76)),
        KeyFigure("Best", key: "best", .ratio(best.first?.1 ?? 0), convention: "Sharpe, UTC-daily, ×√365"),
        KeyFigure("Time", key: "seconds", .ratio(1.84), unit: "s", convention: "2 threads"),
      ],
      top: Table(
        title: "Best trials",
        columns: [
          .init("rank", key: "rank"), .init("entry", key: "entry"), .init("lookback", key: "lookback"),
          .init("Sharpe", key: "sharpe_annual"), .init("return", key: "total_return"), .init("trades", key: "trades"),
        ],
        rows: best.enumerated().map { rank, trial in
          [
            .count(rank + 1), .text(entries[trial.0 % entries.count]), .text(lookbacks[trial.0 / entries.count]),
            .ratio(trial.1), .signedPercent(trial.1 * 0.08), .count(40 + rank),
          ]
        }, notes: ["Ranked by Sharpe ratio, UTC-daily, ×√365."]),
      ranked: ranked, expectedBest: 1.21,
      conventions: conventions)
  }()

  static let compare: CompareReport = {
    let names = ["stress-fade", "basis-carry", "flow-follow"]
    let curves = names.indices.map { walk(from: 100_000, step: 0.0012, drift: 0.000_004, seed: UInt64(20 + $0)) }
    return CompareReport(
      subject: subject(named: "stress-fade, basis-carry, flow-follow"),
      table: Table(
        columns: [
          .init("Strategy", key: "strategy", .words), .init("Return", key: "total_return"),
          .init("Sharpe", key: "sharpe_annual"), .init("Max drawdown", key: "max_drawdown"),
          .init("Funding", unit: "USDT", key: "funding_pnl"), .init("Fees", unit: "USDT", key: "fees"),
        ],
        rows: zip(names, curves).map { name, curve in
          [
            .text(name), .signedPercent((curve.last ?? 0) / 100_000 - 1), .ratio(0.7),
            .signedPercent(drawdown(of: curve).min() ?? 0), .signedQuote(812.4), .signedQuote(-1422.1),
          ]
        }),
      contestants: zip(names, curves).map { name, curve in
        .init(name: name, equity: Curve(closesOf: grid, curve), drawdown: Curve(closesOf: grid, drawdown(of: curve)))
      },
      pairs: Table(
        title: "Paired differences",
        columns: [.init("a", key: "a", .words), .init("b", key: "b", .words), .init("p", key: "p")],
        rows: [
          [.text("stress-fade"), .text("basis-carry"), .pValue(0.48)],
          [.text("stress-fade"), .text("flow-follow"), .pValue(0.71)],
          [.text("basis-carry"), .text("flow-follow"), .pValue(0.29)],
        ]),
      correlations: [[1, 0.31, -0.12], [0.31, 1, 0.05], [-0.12, 0.05, 1]], conventions: conventions)
  }()

  static let tour = TourReport(
    title: "A tour of Hindcast", about: "From a made-up market to a verdict, on one page.",
    facts: [Page.Fact("Market", "demo (binance:BTCUSDT)"), Page.Fact("Command", "make run", isCode: true)],
    chapters: [
      .init("Study", lead: "hindcast study stress-fade --signal stress", study.page),
      .init("Replay", lead: "hindcast replay stress-fade", run.page),
      .init("Sweep", lead: "hindcast sweep stress-fade --grid entry=0.5:3:0.25", sweep.page),
      .init("Compare", lead: "hindcast compare stress-fade basis-carry flow-follow", compare.page),
    ])

  static let pages: [(name: String, page: Page)] = [
    ("run", run.page), ("study", study.page), ("sweep", sweep.page), ("compare", compare.page),
    ("tour", tour.page),
  ]
}
