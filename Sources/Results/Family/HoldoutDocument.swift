import Market
import Research

/// A registered hypothesis and what became of it, for tables and documents.
public struct HoldoutDocument: Sendable {
  public let registration: Registration
  public let hash: String
  public let registeredOn: Instant
  /// Nil before the holdout is opened.
  public let openedOn: Instant?
  public let result: HoldoutResult?

  public init(
    registration: Registration, hash: String, registeredOn: Instant, openedOn: Instant? = nil,
    result: HoldoutResult? = nil
  ) {
    self.registration = registration
    self.hash = hash
    self.registeredOn = registeredOn
    self.openedOn = openedOn
    self.result = result
  }

  public var table: Table {
    let hypothesis = registration.hypothesis
    var rows: [[Figure]] = [
      row("hypothesis", .text(hypothesis.title)), row("expression", .text(hypothesis.expression)),
      row("market", .text("\(hypothesis.market) (\(registration.instrument)), \(registration.interval) bars")),
      row("sealed from", .text("\(registration.sealedFrom.minuteText) UTC")),
      row("level", .percent(registration.alpha, decimals: 1)), row("hash", .text(hash)),
      row("registered", .text("\(registeredOn.minuteText) UTC")),
    ]
    if let openedOn { rows.append(row("opened", .text("\(openedOn.minuteText) UTC"))) }
    if let result {
      rows += [
        row("bars", .count(result.bars)), row("bars in", result.barsIn.map { .count($0) } ?? .missing),
        row("episodes", result.episodes.map { .count($0) } ?? .missing),
        row("effect, bps", result.effectBps.map { .bps($0) } ?? .missing),
        row("standard error, bps", result.errorBps.map { .unsignedBps($0) } ?? .missing),
      ]
      // Of a signal that returns move, where what its p is less is more than nothing.
      if let bias = result.biasOfT { rows.append(row("bias of t, taken off", .signedRatio(bias))) }
      rows += [
        row("Hodrick 1B, p", result.hodrickP.map { .pValue($0) } ?? .missing),
        row("circular shift, p", result.circularP.map { .pValue($0) } ?? .missing),
      ]
    }
    return Table(
      title: result == nil ? "A hypothesis for the holdout" : "The holdout, opened once",
      columns: [.init("", key: "figure", .words), .init("", key: "value", .words)], rows: rows,
      notes: result.map { [$0.text, "Rule: \(HoldoutResult.rule)."] } ?? [])
  }

  private func row(_ name: String, _ value: Figure) -> [Figure] { [.text(name), value] }
}

extension HoldoutDocument: ResultDocument {
  public static let kind = "holdout"

  public static let fields = Fields<HoldoutDocument> {
    Field("market", .words) { $0.registration.hypothesis.market }
    Field("instrument", .words) { $0.registration.instrument }
    Field("interval", .words) { $0.registration.interval.description }
    Field("signal", .words) { $0.registration.hypothesis.signal }
    Field("expression", .words) { $0.registration.hypothesis.expression }
    Field("forward", .words) { $0.registration.hypothesis.forward.description }
    Field("direction", .words) { $0.registration.hypothesis.direction.rawValue }
    Field("alpha", .number, "level at which it counts as confirmed") { $0.registration.alpha }
    Field("sealed_from", .words) { $0.registration.sealedFrom.description }
    Field("hash", .words) { $0.hash }
    Field("registered_on", .words) { $0.registeredOn.description }
    Field("opened_on", .words) { $0.openedOn?.description }
    Field("result", object: resultFields, "null before it is opened") { $0.result }
    Field("rule", .words) { _ in HoldoutResult.rule }
  }

  private static let resultFields = Fields<HoldoutResult> {
    Field("finding", .words) { $0.finding.rawValue }
    Field("text", .words) { $0.text }
    Field("from", .words) { $0.from }
    Field("to", .words) { $0.to }
    Field("bars", .count) { $0.bars }
    Field("observations", .count) { $0.observations }
    Field("bars_in", .count) { $0.barsIn }
    Field("episodes", .count) { $0.episodes }
    Field("effect_bps", .number) { $0.effectBps }
    Field("se_bps", .number) { $0.errorBps }
    Field("bias_t", .signedRatio, "what t is on average where nothing is predicted; p is of t less that") {
      $0.biasOfT
    }.whereKnown()
    Field("hodrick_p", .p) { $0.hodrickP }
    Field("circular_p", .p) { $0.circularP }
    Field("fingerprint", .words) { $0.fingerprint }
  }
}
