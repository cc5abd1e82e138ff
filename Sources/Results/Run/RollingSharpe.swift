import Market
import Replay

/// The annual Sharpe ratio of the last days at the end of each day: whether a result was earned all along or once.
struct RollingSharpe: Sendable {
  /// Days behind each.
  static let days = 30

  let points: [(day: Instant, sharpe: Double?)]

  /// Nil for a run without two windows' worth of days.
  init?(_ run: Run) {
    guard run.figures.days >= 2 * Self.days else { return nil }
    points = run.rollingSharpe(days: Self.days)
    guard points.contains(where: { $0.sharpe != nil }) else { return nil }
  }

  private var known: [Double] { points.compactMap(\.sharpe) }

  static let fields = Fields<RollingSharpe> {
    Field("days", .count, "UTC days behind each") { _ in Self.days }
    Field("latest", .ratio, "at the run's last day; null where its days do not vary") { $0.points.last?.sharpe }
    Field("least", .ratio) { $0.known.min() }
    Field("greatest", .ratio) { $0.known.max() }
    Field("below_zero", .number, "share of the days at which it was below zero") { rolling in
      Double(rolling.known.count { $0 < 0 }) / Double(max(1, rolling.known.count))
    }
  }

  var sentence: String {
    func text(_ value: Double?) -> String { value.map { Figure.ratio($0).text } ?? "not known" }
    let below = Double(known.count { $0 < 0 }) / Double(max(1, known.count))
    return
      "Sharpe ratio of \(Self.days) days: latest \(text(points.last?.sharpe)), least \(text(known.min())), greatest \(text(known.max())); below zero on \(Figure.percent(below).text) of days."
  }
}

extension RunSummary {
  /// Worked out anew each time: a page and a document ask once each.
  var rollingSharpe: RollingSharpe? { RollingSharpe(run) }

  /// By day, for a chart; empty for a run too short for it.
  package var rollingSharpeCurve: (days: Int, points: [(day: Instant, sharpe: Double?)]) {
    (RollingSharpe.days, rollingSharpe?.points ?? [])
  }
}
