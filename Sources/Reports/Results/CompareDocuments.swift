import Market
import Replay
import Research

/// A comparison with the summaries of its runs, for documents and pages.
public struct CompareSummary: Sendable {
  public let comparison: Comparison
  public let runs: [RunSummary]
  /// Of its identity; nil for one that nobody will look up.
  public var hash: String?

  /// - Parameter runs: in the order of the comparison's contenders.
  public init(comparison: Comparison, runs: [RunSummary]) {
    self.comparison = comparison
    self.runs = runs
  }
}

extension CompareSummary {
  private static let shown: [FigureKey] = [
    .totalReturn, .sharpeAnnual, .sortinoAnnual, .maxDrawdown, .trades, .pricePnl, .fundingPnl, .fees, .slippage,
    .exposure,
  ]

  /// The document of `hindcast compare --format json`.
  public var json: JSONValue {
    [
      "hash": hash.map(JSONValue.string) ?? .null, "strategies": .array(runs.map(\.json)),
      "pairs": .array(
        comparison.pairs.map { pair in
          [
            "a": .string(pair.a), "b": .string(pair.b), "sharpe_difference": .optional(pair.sharpeDifference),
            "ci_low": .optional(pair.low), "ci_high": .optional(pair.high), "p": .optional(pair.p),
            "mean_block_days": .optional(pair.meanBlock),
          ]
        }),
      "correlation": .array(comparison.correlation.map { row in .array(row.map(JSONValue.optional)) }),
      "replicates": .integer(comparison.replicates), "seed": .integer(Int(truncatingIfNeeded: comparison.seed)),
      "convention":
        "annualised Sharpe ratios of UTC-daily returns, x sqrt(365); pairs resampled together, stationary bootstrap, 95% percentile interval",
    ]
  }

  /// A row a strategy.
  public var table: Table {
    let first = runs[0]
    return Table(
      title:
        "\(runs.count) strategies on \(first.frame.market), \(first.frame.grid.interval) bars, \(first.window.from.dateText) to \(first.window.to.dateText) UTC",
      columns: [.init("strategy", key: "strategy", .words)]
        + Self.shown.map { .init($0.title, key: $0.rawValue) },
      rows: zip(comparison.contenders, runs).map { contender, run in
        [.text(contender.name)] + Self.shown.map { $0.figure(run.run.figures[$0]) }
      },
      notes: [
        "Net of fees, slippage and funding; amounts in \(first.quote) from an initial equity of \(Figure.quote(first.run.figures.initialEquity).text).",
        "Sharpe and Sortino of UTC-daily returns, x sqrt(365).",
      ])
  }

  /// A row a pair.
  public var pairs: Table {
    var table = Table(
      title: "Paired differences of annualised Sharpe ratios",
      columns: [
        .init("a", key: "a", .words), .init("b", key: "b", .words), .init("a less b", key: "sharpe_difference"),
        .init("95% from", key: "ci_low"), .init("to", key: "ci_high"), .init("p", key: "p"),
        .init("correlation", key: "correlation"),
      ],
      notes: [
        "Both resampled together in blocks of days: stationary bootstrap, \(Double.grouped(comparison.replicates)) replicates, seed \(comparison.seed), percentile interval. p is not corrected for the number of pairs."
      ])
    for pair in comparison.pairs {
      let correlation = correlation(pair.a, pair.b)
      table.append([
        .text(pair.a), .text(pair.b), pair.sharpeDifference.map { .signedRatio($0) } ?? .missing,
        pair.low.map { .ratio($0) } ?? .missing, pair.high.map { .ratio($0) } ?? .missing,
        pair.p.map { .pValue($0) } ?? .missing, correlation.map { .ratio($0) } ?? .missing,
      ])
    }
    return table
  }

  private func correlation(_ a: String, _ b: String) -> Double? {
    let names = comparison.contenders.map(\.name)
    guard let row = names.firstIndex(of: a), let column = names.firstIndex(of: b) else { return nil }
    return comparison.correlation[row][column]
  }

  /// The page of the comparison.
  public var report: CompareReport {
    let first = runs[0]
    return CompareReport(
      subject: ReportSubject(
        name: comparison.contenders.map(\.name).joined(separator: ", "), market: first.frame.market,
        instrument: first.frame.instrument, interval: first.frame.grid.interval, window: first.window,
        hash: hash, facts: [Page.Fact("Seed", "\(comparison.seed)")]),
      table: table,
      contestants: zip(comparison.contenders, runs).map { contender, run in
        CompareReport.Contestant(name: contender.name, equity: run.equityCurve, drawdown: run.drawdownCurve)
      },
      pairs: comparison.pairs.isEmpty ? nil : pairs,
      correlations: comparison.correlation.map { $0.map { $0 ?? .nan } },
      conventions: [
        "Sharpe ratios are of UTC-daily returns, annualised over 365 days.",
        "Pairs are resampled together, day by day in blocks (stationary bootstrap).",
      ])
  }
}
