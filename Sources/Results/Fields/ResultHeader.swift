import Market
import Numerics
import Replay
import Signals

/// What names a result: the same members at the head of every document, the same lines at the head of every page.
public struct ResultHeader: Sendable {
  /// Of the strategy, where there is one.
  public var strategy: String?
  public var market: String
  public var instrument: String
  /// The same in titles, where there is room for several.
  public var traded: String
  public var interval: Interval
  public var window: TimeRange
  public var bars: Int
  public var fingerprint: String
  /// Names and values in the order of the file.
  public var parameters: [(name: String, value: ParameterValue)]
  /// Of its identity; nil for one that nobody will look up.
  public var hash: String?
  /// What is found in the rows that were read, a sentence a series.
  public var findings: [String]

  public init(
    strategy: String?, on frame: Frame, parameters: [(name: String, value: ParameterValue)] = [], hash: String? = nil
  ) {
    self.init(
      strategy: strategy, market: frame.market,
      instrument: frame.isUniverse
        ? "\(frame.members.count) instruments" : frame.instrument.description,
      interval: frame.grid.interval, window: frame.window, bars: frame.evaluation.count,
      fingerprint: frame.fingerprint, parameters: parameters, hash: hash, findings: frame.findings)
  }

  public init(
    strategy: String?, market: String, instrument: String, interval: Interval, window: TimeRange, bars: Int,
    fingerprint: String, parameters: [(name: String, value: ParameterValue)] = [], hash: String? = nil,
    findings: [String] = []
  ) {
    self.strategy = strategy
    self.market = market
    self.instrument = instrument
    traded = instrument
    self.interval = interval
    self.window = window
    self.bars = bars
    self.fingerprint = fingerprint
    self.parameters = parameters
    self.hash = hash
    self.findings = findings
  }

  /// What is found in several frames, each sentence once; with its market in front where there is more than one, for two
  /// datasets may hold the same series.
  static func findings(in frames: [Frame]) -> [String] {
    guard frames.map(\.market).uniqued.count > 1 else { return frames.flatMap(\.findings).uniqued }
    return frames.flatMap { frame in frame.findings.map { "\(frame.market): \($0)" } }.uniqued
  }

  /// What is found, for people: of many series the first few, and how many more.
  package var found: [String] { Self.found(findings) }

  static func found(_ findings: [String]) -> [String] {
    let most = 3
    guard findings.count > most + 1 else { return findings }
    return findings.prefix(most) + [
      "Similar findings in \(findings.count - most) more series; --format json lists all of them."
    ]
  }

  /// `stress on demo (binance:BTCUSDT), 5m bars, 2025-01-01 to 2025-06-30 UTC`.
  func title(_ name: String) -> String { name + context }

  /// What a title says beside a name: ` on demo (binance:BTCUSDT), 5m bars, 2025-01-01 to 2025-06-30 UTC`.
  package var context: String {
    " on \(Self.place(market, traded)), \(interval) bars, \(window.windowText) UTC"
  }

  /// A dataset and what of it: one that holds several instruments says nothing by its name alone.
  package static func place(_ market: String, _ traded: String) -> String { "\(market) (\(traded))" }

  static let fields = Fields<ResultHeader> {
    Field("hash", .words, "SHA-256 of what was asked, of what data and which engine") { $0.hash }
    Field("engine", .words, "version of hindcast") { _ in Engine.version }
    Field("strategy", .words, "name of the strategy; null where none was named") { $0.strategy }
    Field("market", .words, "dataset") { $0.market }
    Field("instrument", .words, "what is traded, as venue:symbol; of a universe how many there are") { $0.instrument }
    Field("interval", .words, "width of a bar") { $0.interval.description }
    Field("from", .words, "first instant of the window, UTC") { $0.window.from.description }
    Field("to", .words, "end of the window, exclusive, UTC") { $0.window.to.description }
    Field("bars", .count, "bars of the window") { $0.bars }
    Field("fingerprint", .words, "of the columns that were read") { $0.fingerprint }
    Field("findings", json: .array, "what is found in the rows that were read, a sentence a series") {
      .strings($0.findings)
    }
    Field("parameters", json: .object, "parameters by name: numbers as numbers, durations as text") { header in
      .parameters(Dictionary(header.parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }))
    }
  }
}

extension Frame {
  /// What positions are held in, for people: every leg, and of a universe how many.
  package var traded: String {
    isUniverse ? "\(members.count) instruments" : held.map(\.instrument.description).uniqued.listed(most: 3)
  }

  /// What amounts are written in, for labels: of legs and universes the account's currency, else what is quoted in.
  var amountUnit: String {
    let currency = isHeldTogether ? account : contract.quote
    return currency.isEmpty ? Form<Double>.quoteUnit : currency
  }
}

extension TimeRange {
  /// Its first and its last instant, exclusive, for people: days, and the minutes as well where an end is no midnight or
  /// days would say little of it.
  package var windowText: String {
    length < .days(3) || from.millisecondOfDay != 0 || to.millisecondOfDay != 0
      ? "\(from.minuteText) to \(to.minuteText)" : "\(from.dateText) to \(to.dateText)"
  }
}

/// A result as programs and people read it.
public protocol ResultDocument: Sendable {
  /// What `hindcast schema` calls it: `study`.
  static var kind: String { get }
  static var fields: Fields<Self> { get }
}

extension ResultDocument {
  /// The document of `--format json`.
  public var json: JSONValue { Self.fields.json(self) }

  public static var schema: JSONValue { fields.schema("hindcast \(kind)") }
}

extension JSONValue {
  /// Parameters by name: numbers as numbers, durations as text.
  package static func parameters(_ parameters: [String: ParameterValue]) -> JSONValue {
    .object(
      parameters.mapValues { value in
        switch value {
        case .number(let number): .real(number)
        case .duration(let duration): .string(duration.description)
        case .flag(let flag): .bool(flag)
        }
      })
  }

  package static func optional(_ value: Double?) -> JSONValue { value.map(JSONValue.real) ?? .null }

  /// A fraction in basis points, null when it is not known.
  static func bps(_ fraction: Double?) -> JSONValue { .optional(fraction.map { $0 * 1e4 }) }

  /// An object of reasons and other texts under their names.
  static func texts(_ pairs: some Sequence<(String, String)>) -> JSONValue {
    .members(pairs.map { ($0, .string($1)) })
  }
}

extension Double {
  /// A fraction in basis points as text.
  var bpsFigure: String { Figure.bps(self * 1e4).text }
  var unsignedBpsFigure: String { Figure.unsignedBps(self * 1e4).text }
  /// In a sentence, behind its `p`: `0.043`, `< 0.001`.
  package var pFigure: String { self < 0.001 ? "< 0.001" : Figure.pValue(self).text }

  /// A probability that rounding must make no certainty of.
  var probabilityText: String { self > 0.9995 ? "above 0.999" : self < 0.0005 ? "below 0.001" : fixed(3) }
}
