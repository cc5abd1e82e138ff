import Market
import Research
import Signals
import Statistics

/// A study with what names it, for documents and pages.
public struct StudySummary: Sendable {
  public let study: Study
  public let strategy: String
  public let parameters: [(name: String, value: ParameterValue)]

  public init(study: Study, strategy: String, parameters: [(name: String, value: ParameterValue)]) {
    self.study = study
    self.strategy = strategy
    self.parameters = parameters
  }

  private var frame: Frame { study.subject.frame }
  private var window: TimeRange { frame.window }

  private var isRegime: Bool {
    if case .regime = study.subject.values { true } else { false }
  }

  private var knownBars: Int { study.subject.known.count { $0 } }

  private func rejection(_ horizon: HorizonStudy, _ name: String) -> Double? {
    horizon.rejections.first { $0.name == name }?.share
  }
}

extension StudySummary {
  /// The document of `hindcast study --format json`.
  public var json: JSONValue {
    [
      "market": .string(frame.market), "instrument": .string(frame.instrument.description),
      "interval": .string(frame.grid.interval.description), "from": .string(window.from.description),
      "to": .string(window.to.description), "bars": .integer(frame.evaluation.count),
      "bars_known": .integer(knownBars), "strategy": .string(strategy), "signal": .string(study.subject.name),
      "kind": isRegime ? "regime" : "signal", "expression": .string(study.subject.expression),
      "parameters": .parameters(Dictionary(parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { a, _ in a })),
      "fingerprint": .string(frame.fingerprint), "seed": .integer(Int(truncatingIfNeeded: study.seed)),
      "calibration_moves": .integer(study.calibration), "rule": .string(Verdict.rule),
      "horizons": .array(study.horizons.map(json)),
    ]
  }

  private func json(_ horizon: HorizonStudy) -> JSONValue {
    let bps = { (value: Double?) in JSONValue.optional(value.map { $0 * 1e4 }) }
    return [
      "forward": .string(horizon.forward.description), "forward_bars": .integer(horizon.bars),
      "observations": .integer(horizon.observations),
      "bars_in": horizon.contrast.map { .integer($0.barsIn) } ?? .null,
      "episodes": horizon.contrast.map { .integer($0.episodes) } ?? .null,
      "longest_episode_bars": horizon.contrast.map { .integer($0.longestEpisode) } ?? .null,
      "mean_in_bps": bps(horizon.contrast?.meanIn), "median_in_bps": bps(horizon.contrast?.medianIn),
      "mean_out_bps": bps(horizon.contrast?.meanOut), "mean_all_bps": bps(horizon.meanAll),
      "difference_bps": bps(horizon.contrast?.difference),
      "pearson": .optional(horizon.association?.pearson), "spearman": .optional(horizon.association?.spearman),
      "fifths_mean_bps": .array(horizon.association?.fifths.map { .real($0 * 1e4) } ?? []),
      "estimators": .array(
        horizon.estimates.map { result in
          [
            "name": .string(result.name), "estimate_bps": .real(result.estimate * 1e4),
            "se_bps": bps(result.standardError), "t": .optional(result.t), "p": .optional(result.p),
            "note": result.note.map(JSONValue.string) ?? .null,
            "null_rejection": .optional(rejection(horizon, result.name)),
          ]
        }),
      "min_detectable_bps": bps(horizon.minimumDetectable), "verdict": .string(horizon.verdict.finding.rawValue),
      "verdict_text": .string(horizon.verdict.text),
    ]
  }

  /// A name for its folder: the strategy and the signal.
  public var id: String {
    let signal = study.subject.name.map { $0.isLetter || $0.isNumber ? $0 : "-" }
    return "\(strategy)-study-\(String(signal).prefix(40))"
  }

  /// One row an estimator and horizon.
  public var csv: String {
    let columns = [
      "market", "signal", "forward", "observations", "bars_in", "episodes", "mean_in_bps", "median_in_bps",
      "mean_all_bps",
      "difference_bps", "estimator", "estimate_bps", "se_bps", "t", "p", "null_rejection", "verdict",
    ]
    func bps(_ value: Double?) -> Figure { value.map { .plain($0 * 1e4) } ?? .missing }
    func plain(_ value: Double?) -> Figure { value.map { .plain($0) } ?? .missing }
    var writer = CSVWriter(columns: columns, into: "")
    for horizon in study.horizons {
      let contrast = horizon.contrast
      for result in horizon.estimates {
        writer.append([
          .text(frame.market), .text(study.subject.name), .text(horizon.forward.description),
          .count(horizon.observations), contrast.map { .count($0.barsIn) } ?? .missing,
          contrast.map { .count($0.episodes) } ?? .missing, bps(contrast?.meanIn), bps(contrast?.medianIn),
          bps(horizon.meanAll), bps(contrast?.difference), .text(result.name), bps(result.estimate),
          bps(result.standardError), plain(result.t), plain(result.p), plain(rejection(horizon, result.name)),
          .text(horizon.verdict.finding.rawValue),
        ])
      }
    }
    return writer.output
  }

  /// The tables for a terminal: what happened, then how sure one can be, then a verdict for each horizon.
  public var tables: [Table] {
    var tables = [overview]
    for horizon in study.horizons where !horizon.estimates.isEmpty { tables.append(estimators(of: horizon)) }
    return tables
  }

  private var overview: Table {
    let title =
      "\(study.subject.name) on \(frame.market), \(frame.grid.interval) bars, \(window.from.dateText) to \(window.to.dateText) UTC"
    let notes = [
      "Forward returns are simple, from the close at which the signal is known. \(Double.grouped(knownBars)) of \(Double.grouped(frame.evaluation.count)) bars know the signal.",
      "Episodes, not bars, are the size of the sample. Detectable: smallest true difference found in 4 of 5 such samples.",
    ]
    guard isRegime else {
      return Table(
        title: title,
        columns: [
          .init("forward", key: "forward", .words), .init("bars", key: "observations"),
          .init("mean", unit: "bps", key: "mean_all_bps"), .init("Pearson", key: "pearson"),
          .init("Spearman", key: "spearman"), .init("fifth 1", unit: "bps", key: "fifth_1"),
          .init("2", unit: "bps", key: "fifth_2"), .init("3", unit: "bps", key: "fifth_3"),
          .init("4", unit: "bps", key: "fifth_4"), .init("5", unit: "bps", key: "fifth_5"),
        ],
        rows: study.horizons.map { horizon in
          let fifths = horizon.association?.fifths.map { Figure.bps($0 * 1e4) } ?? []
          return [
            .text(horizon.forward.description), .count(horizon.observations), .bps(horizon.meanAll * 1e4),
            horizon.association.map { .ratio($0.pearson, decimals: 4) } ?? .missing,
            horizon.association.map { .ratio($0.spearman, decimals: 4) } ?? .missing,
          ] + (0..<5).map { $0 < fifths.count ? fifths[$0] : .missing }
        },
        notes: notes + [
          "Fifths are means of the forward return by full-sample edges of the signal: descriptive, not tradable."
        ])
    }
    return Table(
      title: title,
      columns: [
        .init("forward", key: "forward", .words), .init("bars in", key: "bars_in"), .init("episodes", key: "episodes"),
        .init("mean in", unit: "bps", key: "mean_in_bps"), .init("median in", unit: "bps", key: "median_in_bps"),
        .init("mean out", unit: "bps", key: "mean_out_bps"), .init("mean all", unit: "bps", key: "mean_all_bps"),
        .init("difference", unit: "bps", key: "difference_bps"),
        .init("detectable", unit: "bps", key: "min_detectable_bps"),
      ],
      rows: study.horizons.map { horizon in
        let contrast = horizon.contrast
        func bps(_ value: Double?) -> Figure { value.map { .bps($0 * 1e4) } ?? .missing }
        return [
          .text(horizon.forward.description), contrast.map { .count($0.barsIn) } ?? .missing,
          contrast.map { .count($0.episodes) } ?? .missing, bps(contrast?.meanIn), bps(contrast?.medianIn),
          bps(contrast?.meanOut), bps(horizon.meanAll), bps(contrast?.difference),
          horizon.minimumDetectable.map { .unsignedBps($0 * 1e4) } ?? .missing,
        ]
      }, notes: notes)
  }

  private func estimators(of horizon: HorizonStudy) -> Table {
    Table(
      title:
        "Next \(horizon.forward): \(isRegime ? "return in the regime less return outside" : "return per unit of the signal")",
      columns: [
        .init("estimator", key: "name", .words), .init("estimate", unit: "bps", key: "estimate_bps"),
        .init("se", unit: "bps", key: "se_bps"), .init("t", key: "t"), .init("p", key: "p"),
        .init("null rejection", unit: "at 5 %", key: "null_rejection"), .init("note", key: "note", .words),
      ],
      rows: horizon.estimates.map { result in
        [
          .text(result.name + (ForwardBattery.trusted.contains(result.name) ? " *" : "")),
          .bps(result.estimate * 1e4), result.standardError.map { .unsignedBps($0 * 1e4) } ?? .missing,
          result.t.map { .ratio($0) } ?? .missing, result.p.map { .pValue($0) } ?? .missing,
          rejection(horizon, result.name).map { .percent($0, decimals: 1) } ?? .missing, .text(result.note ?? ""),
        ]
      },
      notes: [horizon.verdict.text])
  }

  /// What is printed below the tables.
  public var closing: [String] {
    var lines = study.horizons.filter(\.estimates.isEmpty).map { "Next \($0.forward): \($0.verdict.text)" }
    lines.append("* The verdict rests on these. Rule: \(Verdict.rule).")
    if study.calibration > 0 {
      lines.append(
        "Null rejection: how often each estimator rejects at 5 % when the labels are moved to \(study.calibration) other places on these same returns (seed \(study.seed))."
      )
    }
    return lines
  }
}
