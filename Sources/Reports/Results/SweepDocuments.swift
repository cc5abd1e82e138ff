import Market
import Replay
import Research
import Signals

/// A sweep with what names it, for documents and pages.
public struct SweepSummary: Sendable {
  public let sweep: Sweep
  public let frame: Frame
  /// In order of the grid.
  public let trials: [Trial]
  public let ranking: SweepRanking
  public let honesty: SweepHonesty?
  public let seconds: Double
  /// Trials that the store had already.
  public let reused: Int
  public let hash: String

  public init(
    sweep: Sweep, frame: Frame, trials: [Trial], rank: FigureKey, seconds: Double, reused: Int, hash: String
  ) {
    self.sweep = sweep
    self.frame = frame
    self.trials = trials
    self.seconds = seconds
    self.reused = reused
    self.hash = hash
    ranking = SweepRanking(trials, by: rank)
    honesty = SweepHonesty(trials)
  }

  public var id: String { "\(sweep.strategy.name)-sweep-\(hash.prefix(8))" }

  private var completed: Int { trials.count { $0.figures != nil } }
  private var window: TimeRange { frame.window }
  private var names: [String] { sweep.grid.axes.map(\.name) }
}

extension SweepSummary {
  /// The document of `hindcast sweep --format json`.
  public func json(best: Int) -> JSONValue {
    [
      "sweep": .string(id), "hash": .string(hash), "strategy": .string(sweep.strategy.name),
      "market": .string(frame.market), "interval": .string(frame.grid.interval.description),
      "from": .string(window.from.description), "to": .string(window.to.description),
      "bars": .integer(frame.evaluation.count), "fingerprint": .string(frame.fingerprint),
      "engine": .string(Engine.version), "trials": .integer(sweep.grid.count), "completed": .integer(completed),
      "failed": .integer(trials.count - completed), "reused": .integer(reused), "seconds": .real(seconds),
      "rank": .string(ranking.figure.rawValue), "rank_convention": .string(ranking.figure.convention),
      "best": .array(ranking.trials.prefix(best).map(Self.json)),
      "deflated_sharpe": .optional(honesty?.deflatedSharpe), "effective_trials": .null, "pbo": .null,
      "expected_best_sharpe_annual": .optional(honesty?.expectedBestAnnual),
      "minimum_track_record_days": .optional(honesty?.minimumTrackRecordDays),
    ]
  }

  private static func json(_ trial: Trial) -> JSONValue {
    var members: [String: JSONValue] = ["trial": .integer(trial.index), "parameters": .parameters(trial.parameters)]
    members.merge(.figures { trial.figures?[$0] }) { _, figure in figure }
    return .object(members)
  }

  /// One row a trial, in the order of the grid.
  public var csv: String {
    let header = ["trial"] + names + ["status"] + FigureKey.allCases.map(\.rawValue) + ["reason"]
    var writer = CSVWriter(columns: header, into: "")
    for trial in trials {
      let values = names.map { Figure.text(trial.parameters[$0]?.description ?? "") }
      let figures = FigureKey.allCases.map { trial.figures?[$0].map(Figure.plain) ?? .missing }
      let reason = if case .failed(let reason) = trial.outcome { reason } else { "" }
      writer.append(
        [.count(trial.index)] + values + [.text(trial.figures == nil ? "failed" : "completed")] + figures + [
          .text(reason)
        ])
    }
    return writer.output
  }

  /// The best trials for a terminal or a page.
  public func top(_ count: Int) -> Table {
    var keys: [FigureKey] = [.totalReturn, .sharpeAnnual, .maxDrawdown, .trades, .fundingPnl, .fees, .exposure]
    keys.removeAll { $0 == ranking.figure }
    keys.insert(ranking.figure, at: 0)
    return Table(
      title:
        "Best \(min(count, ranking.trials.count)) of \(Double.grouped(trials.count)) by \(ranking.figure.rawValue)",
      columns: names.map { .init($0, key: $0) } + keys.map { .init($0.title, key: $0.rawValue) },
      rows: ranking.trials.prefix(count).map { trial in
        names.map { Figure.text(trial.parameters[$0]?.description ?? "") }
          + keys.map { $0.figure(trial.figures?[$0]) }
      }, notes: notes)
  }

  /// What a reader must know besides the table.
  public var notes: [String] {
    var notes = ["\(ranking.figure.title): \(ranking.figure.convention)."]
    if let honesty {
      notes.append(
        "Best Sharpe \(Figure.ratio(honesty.bestSharpeAnnual).text); the best of \(Double.grouped(trials.count)) trials without skill would show \(Figure.ratio(honesty.expectedBestAnnual).text). Deflated Sharpe \(Figure.ratio(honesty.deflatedSharpe, decimals: 3).text): the probability that the best is better than luck, every trial counted as independent."
      )
    }
    let failed = trials.count - completed
    if failed > 0 { notes.append("\(failed) trials failed; --format csv gives the reasons.") }
    if ranking.trials.count < completed {
      notes.append(
        "\(completed - ranking.trials.count) of the trials have no \(ranking.figure.rawValue), mostly because they never traded."
      )
    }
    return notes
  }

  /// The surface over the first two parameters with more than one value.
  public var surface: SweepSurface? { SweepSurface(trials, grid: sweep.grid, figure: ranking.figure) }

  /// The surface as a picture, in the figure's own number.
  public var picture: SurfacePicture? {
    surface.map { surface in
      SurfacePicture(
        title: "\(surface.figure.title) (\(surface.figure.convention))",
        x: (surface.columns.name, surface.columns.values.map(\.description)),
        y: (surface.rows.name, surface.rows.values.map(\.description)),
        z: surface.cells.map { $0.map { $0 ?? .nan } })
    }
  }

  /// The page of the sweep.
  public var report: SweepReport {
    let figure = ranking.figure
    return SweepReport(
      subject: ReportSubject(
        name: sweep.strategy.name, about: sweep.strategy.about, market: frame.market, instrument: frame.instrument,
        interval: frame.grid.interval, window: window, hash: hash,
        facts: [
          Page.Fact(
            "Grid",
            sweep.grid.axes.map { axis in
              "\(axis.name) \(axis.values.first?.description ?? "") … \(axis.values.last?.description ?? "") (\(axis.values.count))"
            }.joined(separator: ", "))
        ]),
      rankedBy: "\(figure.title)",
      highlights: [
        KeyFigure("Trials", key: "trials", .count(trials.count)),
        KeyFigure("Completed", key: "completed", .count(completed)),
        KeyFigure(
          "Best", key: "best", figure.figure(ranking.trials.first?.figures?[figure]), convention: figure.convention),
      ],
      honesty: honesty.map { honesty in
        [
          KeyFigure(
            "Best Sharpe", key: "best_sharpe_annual", .ratio(honesty.bestSharpeAnnual),
            convention: "UTC-daily, x sqrt(365)"),
          KeyFigure(
            "Best of luck", key: "expected_best_sharpe_annual", .ratio(honesty.expectedBestAnnual),
            convention: "expected best of as many trials without skill"),
          KeyFigure(
            "Deflated Sharpe", key: "deflated_sharpe", .ratio(honesty.deflatedSharpe, decimals: 3),
            convention: "probability, every trial independent"),
        ]
      } ?? [],
      top: top(15),
      surface: surface.map { surface in
        SweepReport.Surface(
          x: (surface.columns.name, surface.columns.values.map(\.description)),
          y: (surface.rows.name, surface.rows.values.map(\.description)),
          z: surface.cells.map { $0.map { $0 ?? .nan } },
          slice: names.count > 2 ? "median over them" : nil)
      },
      ranked: trials.map { $0.figures?[figure] ?? .nan },
      expectedBest: figure == .sharpeAnnual ? honesty?.expectedBestAnnual : nil,
      conventions: ["\(figure.title): \(figure.convention).", "A trial is a replay: the same machine, bit for bit."])
  }
}
