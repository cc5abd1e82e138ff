import Market
import Signals
import Testing

@Suite("Parameters and named signals of a strategy")
struct SignalBookTests {
  static func stress() throws -> SignalBook {
    try book(
      ["entry": "1.5", "lookback": "1d", "filter": "true"],
      [
        "stress": "funding_z > entry and oi_z > 1 and filter", "funding_z": "zscore(funding_rate, lookback)",
        "oi_z": "zscore(open_interest, lookback * 2)",
      ])
  }

  @Test("fill in for each other in any order")
  func filling() throws {
    let stress = try Self.stress().bound().signal("stress")
    #expect(stress.key == "and((zscore(funding_rate,1d)>1.5),(zscore(open_interest,2d)>1))")
    #expect(stress.kind == .condition)
  }

  @Test("keep the order of the file")
  func order() throws {
    #expect(try Self.stress().signalNames == ["stress", "funding_z", "oi_z"])
    #expect(try Self.stress().parameterNames == ["entry", "lookback", "filter"])
  }

  @Test("take other values where they are given")
  func overrides() throws {
    let bound = try Self.stress().bound(to: ["entry": .number(2), "lookback": .number(100), "filter": .flag(false)])
    #expect(try bound.signal("funding_z").key == "zscore(funding_rate,100)")
    #expect(try bound.signal("oi_z").key == "zscore(open_interest,200)")
    #expect(try bound.signal("stress").key == "false")
    #expect(bound.parameters["entry"] == .number(2))
  }

  @Test(
    "refuse values of another kind",
    arguments: [
      ("entry", ParameterValue.duration(.day), "a number"), ("entry", .flag(true), "a number"),
      ("lookback", .number(1.5), "a duration"), ("lookback", .number(0), "a duration"),
      ("filter", .number(1), "true or false"),
    ])
  func kinds(name: String, value: ParameterValue, wanted: String) throws {
    let book = try Self.stress()
    let problem = problem { () throws(Problem) in try book.bound(to: [name: value]) }
    #expect(problem?.remedy == "give it \(wanted)")
  }

  @Test("suggest the nearest name for one that does not exist")
  func suggestions() throws {
    let book = try Self.stress()
    let parameter = problem { () throws(Problem) in try book.bound(to: ["lookbak": .number(3)]) }
    #expect(parameter?.description == "unknown parameter 'lookbak'; did you mean 'lookback'?")
    let signal = problem { () throws(Problem) in try book.bound().signal("stres") }
    #expect(signal?.description == "unknown signal 'stres'; did you mean 'stress'?")
  }

  @Test(
    "refuse a name that is given twice, hides an operator or the bars, or is none",
    arguments: ["a", "zscore", "basis", "and", "1a", "a.b", "", "a b", "close", "volume", "bars_held", "position"])
  func names(name: String) {
    let place = Problem.Place(line: 4, column: 3)
    let problem = problem { () throws(Problem) in
      try SignalBook(
        parameters: [Parameter(name: "a", value: .number(1))],
        signals: [NamedSignal(name: name, expression: Expression(parsing: "close"), place: place)])
    }
    #expect(problem?.place == place)
  }

  @Test("cannot need each other in a circle")
  func circles() {
    let long = problem { () throws(Problem) in try book([:], ["x": "a + 1", "a": "b + 1", "b": "c", "c": "a * 2"]) }
    #expect(long?.what == "signals need each other in a circle: a -> b -> c -> a")
    let short = problem { () throws(Problem) in try book([:], ["premium": "zscore(premium, 1d)"]) }
    #expect(short?.remedy == "a signal cannot have the name of a column it reads")
  }

  @Test("need the columns that are neither parameters nor signals, through formulas too")
  func columns() throws {
    let book = try Self.stress()
    #expect(book.columnNames == ["funding_rate", "open_interest"])
    let rule = try Expression(parsing: "basis() > entry and funding_z > cumulative_delta(lookback)")
    #expect(book.columns(for: [rule]) == ["close", "spot", "funding_rate", "taker_buy_volume", "volume"])
  }

  @Test("that use each other twice over do not grow without bounds")
  func growth() {
    let signals = (1...60).map { ("s\($0)", "s\($0 - 1) + s\($0 - 1)") }
    let problem = problem { () throws(Problem) in
      var named = [NamedSignal(name: "s0", expression: try Expression(parsing: "close"))]
      for (name, text) in signals { named.append(NamedSignal(name: name, expression: try Expression(parsing: text))) }
      return try SignalBook(signals: named)
    }
    #expect(problem?.what.contains("too large") == true)
  }

  @Test("in a long chain are followed without exhausting the stack")
  func chain() {
    let problem = problem { () throws(Problem) in
      var named = [NamedSignal(name: "s0", expression: try Expression(parsing: "close"))]
      for index in 1...500 {
        named.append(NamedSignal(name: "s\(index)", expression: try Expression(parsing: "-s\(index - 1) * 2")))
      }
      return try SignalBook(signals: named)
    }
    #expect(problem?.what.contains("too large") == true)
  }

  /// `s0`, then so many that each use the one before, written from the last to the first.
  private static func chain(_ count: Int, _ link: (String) -> String) throws(Problem) -> [NamedSignal] {
    var named: [NamedSignal] = []
    for index in (1...count).reversed() {
      named.append(NamedSignal(name: "s\(index)", expression: try Expression(parsing: link("s\(index - 1)"))))
    }
    return named + [NamedSignal(name: "s0", expression: try Expression(parsing: "close > level"))]
  }

  private static let level = [Parameter(name: "level", value: .number(1))]

  @Test("of twenty thousand, each using the next, are put in order", .timeLimit(.minutes(1)))
  func longChain() throws {
    let book = try SignalBook(parameters: Self.level, signals: Self.chain(20_000) { $0 })
    #expect(try book.bound().signal("s20000").key == "(close>1)")
    #expect(book.columns(for: [try Expression(parsing: "s20000")]) == ["close"])
    #expect(book.parameters(behind: [try Expression(parsing: "s20000")]) == ["level"])
    let grown = try SignalBook(parameters: Self.level, signals: Self.chain(20_000) { "\($0) and close > level" })
    #expect(try grown.bound().signal("s20000").key == "(close>1)", "what stands there twice counts once")
  }

  @Test("in a circle of twenty thousand are named without all of them", .timeLimit(.minutes(1)))
  func longCircle() throws {
    var named = try Self.chain(20_000) { $0 }
    named[20_000] = NamedSignal(name: "s0", expression: try Expression(parsing: "s20000"))
    let problem = problem { () throws(Problem) in try SignalBook(signals: named) }
    #expect(
      problem?.what == "signals need each other in a circle: s20000 -> s19999 -> s19998 -> s19997 -> s19996 -> "
        + "(19992 more) -> s3 -> s2 -> s1 -> s0 -> s20000")
  }
}
