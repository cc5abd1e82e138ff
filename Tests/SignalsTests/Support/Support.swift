import Market
import Signals
import Testing

/// The problem that `body` throws, or nil with a recorded failure.
func problem<Result>(_ body: () throws(Problem) -> Result, _ location: SourceLocation = #_sourceLocation) -> Problem? {
  do {
    let result = try body()
    Issue.record("nothing is wrong; there is \(result)", sourceLocation: location)
    return nil
  } catch {
    return error
  }
}

/// What an expression without a strategy means.
func node(_ text: String) throws(Problem) -> Node { try SignalBook().bound().resolve(Expression(parsing: text)) }

/// A book from `name: value` and `name: expression` pairs.
func book(
  _ parameters: KeyValuePairs<String, String> = [:], _ signals: KeyValuePairs<String, String> = [:]
) throws(Problem) -> SignalBook {
  var given: [Parameter] = []
  for (name, text) in parameters {
    guard let value = ParameterValue(text) else { throw Problem("'\(text)' is no value") }
    given.append(Parameter(name: name, value: value))
  }
  var named: [NamedSignal] = []
  for (name, text) in signals { named.append(NamedSignal(name: name, expression: try Expression(parsing: text))) }
  return try SignalBook(parameters: given, signals: named)
}

/// A frame of hours from a Monday's midnight, with the columns given.
func frame(_ columns: [String: [Double]], interval: Interval = .hour) -> Frame {
  let count = columns.values.first?.count ?? 0
  return Frame(
    market: "test", instrument: Instrument(venue: "test", symbol: "BTCUSDT"),
    grid: Grid(start: Instant(year: 2024, month: 1, day: 1), interval: interval, count: count),
    columns: columns.map { Column($0.key, .price, $0.value) })
}

extension Frame {
  func numbers(_ text: String) throws -> [Double] { try Evaluator(self).number(of: node(text)) }

  /// True, false, or nil where not known.
  func truth(_ text: String) throws -> [Bool?] {
    let node = try node(text)
    let evaluator = Evaluator(self)
    let holds = try evaluator.condition(of: node)
    let known = try evaluator.known(node)
    return (0..<grid.count).map { known[$0] ? holds[$0] : nil }
  }
}

/// Equal to the last bit, NaN being equal to NaN.
func same(_ a: [Double], _ b: [Double]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { $0.isNaN ? $1.isNaN : $0.bitPattern == $1.bitPattern }
}

/// Equal to within a relative 1e-12, NaN being equal to NaN.
func close(_ a: [Double], _ b: [Double], within tolerance: Double = 1e-12) -> Bool {
  a.count == b.count
    && zip(a, b).allSatisfy { $0.isNaN ? $1.isNaN : abs($0 - $1) <= tolerance * max(1, abs($0), abs($1)) }
}

func allUnknown(_ values: some Sequence<Double>) -> Bool { values.allSatisfy { $0.isNaN } }
