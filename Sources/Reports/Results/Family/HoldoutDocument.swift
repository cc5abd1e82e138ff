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

  public var json: JSONValue {
    let hypothesis = registration.hypothesis
    return [
      "market": .string(hypothesis.market), "instrument": .string(registration.instrument),
      "interval": .string(registration.interval.description), "signal": .string(hypothesis.signal),
      "expression": .string(hypothesis.expression), "forward": .string(hypothesis.forward.description),
      "direction": .string(hypothesis.direction.rawValue), "alpha": .real(registration.alpha),
      "sealed_from": .string(registration.sealedFrom.description), "hash": .string(hash),
      "registered_on": .string(registeredOn.description),
      "opened_on": openedOn.map { .string($0.description) } ?? .null,
      "result": result.map(json) ?? .null, "rule": .string(HoldoutResult.rule),
    ]
  }

  private func json(_ result: HoldoutResult) -> JSONValue {
    [
      "finding": .string(result.finding.rawValue), "text": .string(result.text), "from": .string(result.from),
      "to": .string(result.to), "bars": .integer(result.bars), "observations": .integer(result.observations),
      "bars_in": result.barsIn.map(JSONValue.integer) ?? .null,
      "episodes": result.episodes.map(JSONValue.integer) ?? .null, "effect_bps": .optional(result.effectBps),
      "se_bps": .optional(result.errorBps), "hodrick_p": .optional(result.hodrickP),
      "circular_p": .optional(result.circularP), "fingerprint": .string(result.fingerprint),
    ]
  }
}
