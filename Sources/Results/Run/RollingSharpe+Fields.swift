import Replay

extension RollingSharpe {
  static let fields = Fields<RollingSharpe> {
    Field("days", .count, "UTC days behind each") { _ in Self.days }
    Field("latest", .ratio, "at the run's last day; null where its days do not vary") { $0.latest }
    Field("least", .ratio) { $0.least }
    Field("greatest", .ratio) { $0.greatest }
    Field("below_zero", .number, "share of the days at which it was below zero") { $0.belowZero }
  }

  var sentence: String {
    func text(_ value: Double?) -> String { value.map { Figure.ratio($0).text } ?? "not known" }
    return
      "Sharpe ratio of \(Self.days) days: latest \(text(latest)), least \(text(least)), greatest \(text(greatest)); below zero on \(Figure.percent(belowZero).text) of days."
  }
}

extension RunSummary {
  /// Worked out anew each time: a page and a document ask once each.
  package var rollingSharpe: RollingSharpe? { RollingSharpe(run) }
}
