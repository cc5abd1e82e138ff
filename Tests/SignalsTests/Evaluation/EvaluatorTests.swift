import Market
import Signals
import Testing

@Suite("Computing signals on a frame")
struct EvaluatorTests {
  let nan = Double.nan

  @Test("arithmetic goes bar by bar, and what is unknown or infinite stays unknown")
  func arithmetic() throws {
    let frame = frame(["a": [1, 2, nan, 4, 1e308], "b": [2, 0, 1, -4, 1e-300]])
    #expect(try same(frame.numbers("a + b"), [3, 2, nan, 0, 1e308]))
    #expect(try same(frame.numbers("a - b"), [-1, 2, nan, 8, 1e308]))
    #expect(try same(frame.numbers("a * 10"), [10, 20, nan, 40, nan]))
    #expect(try same(frame.numbers("a / b"), [0.5, nan, nan, -1, nan]))
    #expect(try close(frame.numbers("1 / b"), [0.5, nan, 1, -0.25, 1e300]))
    #expect(try same(frame.numbers("b ^ 2"), [4, 0, 1, 16, 0]))
    #expect(try same(frame.numbers("-a"), [-1, -2, nan, -4, -1e308]))
  }

  @Test("comparisons know nothing about what is unknown")
  func comparisons() throws {
    let frame = frame(["a": [1, 2, nan, 2], "b": [2, 2, 2, nan]])
    #expect(try frame.truth("a < 2") == [true, false, nil, false])
    #expect(try frame.truth("a >= b") == [false, true, nil, nil])
    #expect(try frame.truth("a == b") == [false, true, nil, nil])
    #expect(try frame.truth("a != b") == [true, false, nil, nil])
    #expect(try frame.truth("not a == b") == [true, false, nil, nil])
  }

  @Test("conditions combine as Kleene has it: one side that decides is enough")
  func kleene() throws {
    // Every pair of true, false and unknown.
    let frame = frame(["a": [1, 1, 1, 0, 0, 0, nan, nan, nan], "b": [1, 0, nan, 1, 0, nan, 1, 0, nan]])
    #expect(try frame.truth("a > 0 and b > 0") == [true, false, nil, false, false, false, nil, false, nil])
    #expect(try frame.truth("a > 0 or b > 0") == [true, true, true, true, false, nil, true, nil, nil])
    #expect(try frame.truth("not (a > 0 and b > 0)") == [false, true, nil, true, true, true, nil, true, nil])
    #expect(try frame.truth("not (a > 0 or b > 0)") == [false, false, false, false, true, nil, false, nil, nil])
    #expect(try frame.truth("not any(a > 0, 1)") == [false, false, false, true, true, true, nil, nil, nil])
    #expect(try frame.truth("a > 0 and true") == [true, true, true, false, false, false, nil, nil, nil])
  }

  @Test(
    "comparisons agree with a plain loop at every length around a word", arguments: [1, 7, 8, 63, 64, 65, 128, 200])
  func words(count: Int) throws {
    var (a, b) = ((0..<count).map { Double($0 * 7 % 13) }, (0..<count).map { Double($0 * 5 % 13) })
    for row in stride(from: 3, to: count, by: 11) { a[row] = nan }
    for row in stride(from: 5, to: count, by: 17) { b[row] = nan }
    let frame = frame(["a": a, "b": b])
    for sign in [">", ">=", "<", "<=", "==", "!="] {
      let columns = try Evaluator(frame).condition(of: node("a \(sign) b"))
      #expect(columns == Bitmap((0..<count).map { Self.holds(sign, a[$0], b[$0]) }), "\(sign)")
      let constant = try Evaluator(frame).condition(of: node("a \(sign) 6"))
      #expect(constant == Bitmap((0..<count).map { Self.holds(sign, a[$0], 6) }), "\(sign)")
    }
  }

  /// Comparisons with an unknown number are false, unequal ones too.
  private static func holds(_ sign: String, _ a: Double, _ b: Double) -> Bool {
    switch sign {
    case ">": a > b
    case ">=": a >= b
    case "<": a < b
    case "<=": a <= b
    case "==": a == b
    default: a < b || a > b
    }
  }

  @Test("constants stay constants and are repeated where a column is asked for")
  func constants() throws {
    let evaluator = Evaluator(frame(["a": [1, 2]]))
    guard case .number(3) = try evaluator.value(of: node("1 + 2")) else { return #expect(Bool(false)) }
    guard case .flag(true) = try evaluator.value(of: node("1 < 2")) else { return #expect(Bool(false)) }
    #expect(try evaluator.number(of: node("1 + 2")) == [3, 3])
    #expect(try evaluator.condition(of: node("1 < 2")) == Bitmap([true, true]))
  }

  @Test("a missing column is reported where it was written, with the nearest there is")
  func columns() throws {
    let rule = try Expression(parsing: "close > fundng_rate", at: Problem.Place(file: "f.yaml", line: 3, column: 10))
    let node = try SignalBook().bound().resolve(rule)
    let evaluator = Evaluator(frame(["close": [1], "funding_rate": [1]]))
    let problem = problem { () throws(Problem) in try evaluator.condition(of: node) }
    #expect(problem?.description == "f.yaml:3:18: unknown column 'fundng_rate'; did you mean 'funding_rate'?")
  }

  @Test("a window longer than the data says how many bars there are")
  func longWindow() throws {
    let evaluator = Evaluator(frame(["close": [1, 2, 3]]))
    let node = try node("1 + zscore(close, 1d)")
    let problem = problem { () throws(Problem) in try evaluator.number(of: node) }
    #expect(
      problem?.description
        == "1:5: 'zscore(close,1d)' needs 24 bars of 1h and there are 3; shorten the window or take more data")
  }

  @Test("numbers and conditions are not taken for each other")
  func kinds() throws {
    let evaluator = Evaluator(frame(["close": [1, 2, 3]]))
    let number = try node("close")
    let condition = try node("close > 1")
    #expect(problem { () throws(Problem) in try evaluator.condition(of: number) } != nil)
    #expect(problem { () throws(Problem) in try evaluator.number(of: condition) } != nil)
    let duration = try node("1d")
    #expect(problem { () throws(Problem) in try evaluator.value(of: duration) } != nil)
  }

  @Test("results are the same bits whatever there is room to keep", arguments: [0, 1000, 10_000, 1 << 20])
  func budget(bytes: Int) throws {
    let market = Frame.sample()
    let texts = [
      "zscore(close, 1d) > 1 and zscore(open_interest, 1d) > 0", "mean(zscore(close, 1d), 5)", "volatility(1d)",
    ]
    let evaluator = Evaluator(market, budget: bytes)
    for text in texts + texts {
      let node = try node(text)
      switch (try evaluator.value(of: node), try Evaluator(market).value(of: node)) {
      case (.column(let a), .column(let b)): #expect(same(a, b))
      case (.condition(let a), .condition(let b)): #expect(a == b)
      default: Issue.record("\(text) is another kind of value the second time")
      }
    }
  }

  @Test("what was given back is computed again, to the same bits")
  func forgotten() throws {
    let evaluator = Evaluator(Frame.sample())
    let node = try node("zscore(close, 1d) + zscore(open_interest, 1d) > 0")
    let first = try evaluator.condition(of: node)
    evaluator.forget()
    #expect(try evaluator.condition(of: node) == first)
  }

  @Test("a chain of signs is worked out from the left, one sign after the other")
  func chains() throws {
    let market = Frame.sample()
    let close = market.values("close")
    let (premium, rate) = (market.values("premium"), market.values("funding_rate"))
    let found = try Evaluator(market).number(of: try node("close / lag(close, 1) + premium - 3 * funding_rate"))
    let expected = close.indices.map { row in
      row == 0 ? .nan : (close[row] / close[row - 1] + premium[row]) - 3 * rate[row]
    }
    #expect(same(found, expected))
    // The columns of the frame are not what is written over.
    #expect(same(market.values("close"), close))
  }

  @Test("threads that share an evaluator get the same bits")
  func threads() async throws {
    let market = Frame.sample(count: 2000)
    let evaluator = Evaluator(market)
    let nodes = try (0..<40).map { try node("zscore(close, \(10 + $0 % 8)) > \($0 / 8) and volatility(1d) > 10%") }
    let expected = try nodes.map { try Evaluator(market).condition(of: $0) }
    try await withThrowingTaskGroup(of: (Int, Bitmap).self) { group in
      for (index, node) in nodes.enumerated() { group.addTask { (index, try evaluator.condition(of: node)) } }
      for try await (index, bitmap) in group { #expect(bitmap == expected[index]) }
    }
  }

  @Test("what is known is what every value it is made from allows")
  func known() throws {
    let evaluator = Evaluator(frame(["a": [1, nan, 3], "b": [nan, 2, 3]]))
    #expect(try evaluator.known(node("a + b")) == Bitmap([false, false, true]))
    #expect(try evaluator.known(node("a > 2")) == Bitmap([true, false, true]))
    // At the first two bars one side is unknown; a > 2 fails at the first and b > 2 at the second, which decides.
    #expect(try evaluator.known(node("a > 2 and b > 2")) == Bitmap([true, true, true]))
    #expect(try evaluator.known(node("a > 2 or b > 2")) == Bitmap([false, false, true]))
    #expect(try evaluator.known(node("1")) == Bitmap([true, true, true]))
  }

  @Test("sub-expressions are computed once, however many expressions have them, and counted")
  func tally() throws {
    let frame = frame(["a": (0..<50).map { Double($0 * 7 % 13) }, "b": (0..<50).map { Double($0 * 5 % 11) }])
    let evaluator = Evaluator(frame)
    #expect(evaluator.tally == EvaluationTally())
    for text in ["zscore(a, 5) + zscore(b, 5)", "zscore(a, 5) > 1 and zscore(b, 5) > 0", "zscore(a, 5h) > 1"] {
      _ = try evaluator.value(of: node(text))
    }
    // Three z-scores, of which the one over `5h` goes by another key, a sum, and three comparisons.
    #expect(evaluator.tally.computed == evaluator.tally.distinct)
    #expect(evaluator.tally.distinct == 7)
    #expect(evaluator.tally.asked > evaluator.tally.computed)
    let forgetful = Evaluator(frame, budget: 0)
    for _ in 0..<3 { _ = try forgetful.value(of: node("zscore(a, 5)")) }
    #expect(forgetful.tally.distinct == 1 && forgetful.tally.computed == 3)
    #expect(forgetful.tally.sentence?.contains("computed 3 times for want of room") == true)
  }
}
