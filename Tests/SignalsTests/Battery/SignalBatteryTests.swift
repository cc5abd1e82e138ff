import Market
import Signals
import Testing

@Suite("The battery of checks")
struct SignalBatteryTests {
  @Test("finds nothing wrong with an operator", arguments: Operators.all.filter { !$0.needsUniverse }.map(\.name))
  func operators(name: String) throws {
    let function = try #require(Operators.named(name))
    #expect(try SignalBattery().findings(of: function) == [])
  }

  @Test("finds nothing wrong with a formula", arguments: Formulas.all.map(\.name))
  func formulas(name: String) throws {
    let formula = try #require(Formulas.named(name))
    #expect(try SignalBattery().findings(of: Expression(parsing: formula.example)) == [])
  }

  @Test(
    "finds nothing wrong with what strategies are made of",
    arguments: [
      "zscore(funding_rate, 1d) > 1.5 and zscore(premium, 1d) > 1.5 and zscore(open_interest, 1d) > 1",
      "not (zscore(funding_rate, 1d) > 1 or close > 60000)",
      "clip(-(zscore(funding_rate, 1d) + zscore(premium, 7d)) / 3, -1, 1)",
      "if(any(change(close, 6h) < -1%, 1d), -1, 1) * target_volatility(20%, 2d)",
      "since(crosses_above(ema(close, 6h), ema(close, 12h)), 50)",
      "if(defined(lag(close, 3)), close, open)",
      "hour() >= 12 and weekday() < 5",
    ])
  func expressions(text: String) throws {
    #expect(try SignalBattery().findings(of: Expression(parsing: text)) == [])
  }

  @Test("works on a market with gaps")
  func gaps() throws {
    let market = Frame.sample()
    let columns = market.columns.values.map { column in
      Column(column.name, column.unit, column.values.enumerated().map { $0.offset % 97 < 5 ? .nan : $0.element })
    }
    let holed = Frame(market: "holed", instrument: market.instrument, grid: market.grid, columns: columns)
    for function in Operators.all where !function.needsUniverse {
      #expect(try SignalBattery(on: holed).findings(of: function) == [])
    }
  }

  @Test("needs data beyond the look-back")
  func tooShort() throws {
    let battery = SignalBattery(on: .sample(count: 30))
    let signal = try node("mean(close, 29)")
    #expect(
      problem { () throws(Problem) in try battery.findings(of: signal) }?.what.contains("looks back 28 bars") == true)
  }
}

/// Operators that each break one promise, to see that the battery can tell.
@Suite("The battery catches")
struct CaughtByTheBatteryTests {
  /// A copy of `mean(x, 5)` whose arithmetic is exchanged.
  struct Suspect: SignalOperator {
    let name = "suspect"
    let about = "Breaks a promise."
    let formula = "none"
    let inputs = [OperatorInput.x, .window]
    let unit = OperatorUnit.same(as: 0)
    let example = "suspect(close, 5)"
    var missing = MissingRule.window
    var lookBack = 4
    let compute: @Sendable ([Double], Int) -> [Double]

    func lookBack(windows: [Int]) -> Int { lookBack }
    func evaluate(_ call: OperatorCall) -> SignalColumn { .numbers(compute(call.numbers[0], call.firstBar)) }
  }

  private func checks(caught suspect: Suspect) throws -> Set<SignalBattery.Check> {
    Set(try SignalBattery().findings(of: suspect).map(\.check))
  }

  private static func mean(_ x: [Double], _ window: Int = 5, phase: Int = 0) -> [Double] {
    Rolling.mean(x, window: window, phase: phase)
  }

  @Test("no honest operator")
  func honest() throws {
    #expect(try checks(caught: Suspect { Self.mean($0, phase: $1) }) == [])
  }

  @Test("a look at the next bar")
  func nextBar() throws {
    let suspect = Suspect { x, phase in Array(Self.mean(x, phase: phase).dropFirst()) + [.nan] }
    #expect(try checks(caught: suspect).isSuperset(of: [.causality, .streaming]))
  }

  @Test("a scale taken from the whole sample")
  func wholeSample() throws {
    let suspect = Suspect { x, phase in
      let largest = x.reduce(0) { $1.isNaN ? $0 : max($0, abs($1)) }
      return Self.mean(x, phase: phase).map { $0 / max(largest, 1) }
    }
    #expect(try checks(caught: suspect).contains(.causality))
  }

  @Test("a running sum that keeps the rounding of what has left it")
  func drift() throws {
    let suspect = Suspect { x, _ in
      var sum = 0.0
      return x.indices.map { row in
        sum += x[row] / 3
        if row >= 5 { sum -= x[row - 5] / 3 }
        return row < 4 ? .nan : sum
      }
    }
    #expect(try checks(caught: suspect).contains(.warmUp))
  }

  @Test("a recursion that never forgets")
  func recursion() throws {
    let suspect = Suspect { x, _ in
      var mean = x[0]
      return x.indices.map { row in
        mean += (x[row] - mean) / 3
        return row < 4 ? .nan : mean
      }
    }
    #expect(try checks(caught: suspect).contains(.warmUp))
  }

  @Test("a window longer than it says")
  func longer() throws {
    #expect(try checks(caught: Suspect(lookBack: 4) { Self.mean($0, 6, phase: $1) }).contains(.warmUp))
  }

  @Test("a window shorter than it says")
  func shorter() throws {
    #expect(try checks(caught: Suspect(lookBack: 6) { Self.mean($0, 5, phase: $1) }) == [.warmUp, .missing])
  }

  @Test("zeros in the warm-up")
  func zeros() throws {
    let suspect = Suspect { x, phase in Self.mean(x, phase: phase).map { $0.isNaN ? 0 : $0 } }
    #expect(try checks(caught: suspect).isSuperset(of: [.warmUp, .missing]))
  }

  @Test("a gap that is filled in silence")
  func filled() throws {
    let suspect = Suspect { x, phase in
      var last = Double.nan
      let filled = x.map { value in
        if !value.isNaN { last = value }
        return last
      }
      return Self.mean(filled, phase: phase)
    }
    #expect(try checks(caught: suspect) == [.missing])
  }

  @Test("a gap that spreads too far")
  func spreading() throws {
    let suspect = Suspect { x, phase in
      let broken = x.firstIndex(where: \.isNaN) ?? x.count
      return Self.mean(x, phase: phase).enumerated().map { $0.offset > broken ? .nan : $0.element }
    }
    #expect(try checks(caught: suspect).contains(.missing))
  }

  @Test("an infinity")
  func infinity() throws {
    let suspect = Suspect { x, phase in Self.mean(x, phase: phase).map { $0 * 1e300 } }
    #expect(try checks(caught: suspect) == [.finiteness])
  }

  @Test("a clock or a counter in the arithmetic")
  func counter() throws {
    let counter = Counter()
    let suspect = Suspect { x, phase in Self.mean(x, phase: phase).map { $0 + counter.next() } }
    #expect(try checks(caught: suspect).contains(.determinism))
  }

  private final class Counter: @unchecked Sendable {
    private var value = 0.0
    func next() -> Double {
      value += 1
      return value
    }
  }
}
