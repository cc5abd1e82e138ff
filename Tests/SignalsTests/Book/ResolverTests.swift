import Market
import Signals
import Testing

@Suite("What expressions mean")
struct ResolverTests {
  @Test(
    "is checked for types without any data, at the place of the fault",
    arguments: [
      ("close and volume > 1", 1, "'and' needs a condition and has a number, 'close'"),
      ("not close", 5, "'not' needs a condition"),
      ("-(close > 1)", 3, "'-' needs a number and has a condition"),
      ("1 + (close > 1)", 6, "'+' needs a number and has a condition"),
      ("close > (open > 1)", 10, "'>' compares numbers and has a condition"),
      ("close > 1d", 9, "'>' compares numbers and has a duration"),
      ("close + 1d", 1, "'+' cannot be used between 'close' and '1d'"),
      ("1d * 1.0000000001", 1, "cannot be used between"),
      ("zscore(close > 1, 1d)", 8, "the argument 'x' of 'zscore' is '(close>1)'"),
      ("zscore(5, 1d)", 8, "it must be a number that changes from bar to bar"),
      ("zscore(close, open)", 15, "it must be a duration such as 1d, or a whole number of bars from 2"),
      ("zscore(close, 1)", 15, "from 2"),
      ("zscore(close, 2.5)", 15, "whole number"),
      ("zscore(close, 0d)", 15, "duration such as 1d"),
      ("zscore(close, -3)", 15, "whole number"),
      ("zscore(close, 1e300)", 15, "whole number"),
      ("any(close, 3)", 5, "it must be a condition"),
      ("if(close, 1, 2)", 4, "it must be a condition"),
      ("zscore(close)", 1, "'zscore' has 1 argument; it is zscore(x, window)"),
      ("hour(1)", 1, "it is hour()"),
      ("target_volatility(20%, 7d, 1000)", 28, "from 0 to 125"),
      ("target_volatility(20, 7d)", 19, "or one from 0.0001 to 10"),
      ("target_volatility(-20%, 7d)", 19, "or one from 0.0001 to 10"),
      ("2 * quote(1000)", 5, "'quote(…)' is no part of an expression; it stands in a strategy file"),
      ("close - impact(0.6, 1d)", 9, "slippage: impact(0.6, 1d) below costs"),
      ("zscor(close, 1d)", 1, "unknown operator 'zscor'; did you mean 'zscore'?"),
      ("sma(close, 20)", 1, "unknown operator 'sma'; write mean(x, window)"),
      ("1 + Shift(close, -1)", 5, "write lag(x, window); nothing reaches forward"),
      ("rolling_mean(close, 20)", 1, "write mean(x, window)"),
      ("ts_rank(close, 20)", 1, "write rank(x, window)"),
      ("resample(close, 1d, median)", 21, "is 'median'; the words it may be are first, last, max, mean, min, sum"),
      ("zscore > 3", 1, "'zscore' is an operator; write zscore(x, window)"),
      ("close / 0 + 1 / 0", 13, "has no value"),
      ("sqrt(-1)", 1, "has no value"),
      ("clip(close, 1, -1)", 1, "bounds"),
      ("volatility(1)", 12, "from 2"),
    ])
  func types(text: String, column: Int, mention: String) {
    let place = Problem.Place(file: "f.yaml", line: 7, column: 11)
    let problem = problem { () throws(Problem) in
      try SignalBook().bound().resolve(Expression(parsing: text, at: place))
    }
    #expect(problem?.place == Problem.Place(file: "f.yaml", line: 7, column: 10 + column))
    #expect(problem?.description.contains(mention) == true, "\(problem?.description ?? "")")
  }

  @Test("a misspelt parameter is recognised where a column cannot be")
  func misspeltParameter() {
    let problem = problem { () throws(Problem) in
      try book(["lookback": "1d", "lookup": "3.5"], ["z": "zscore(close, lookbak)"])
    }
    #expect(problem?.remedy == "did you mean 'lookback'?")
  }

  @Test(
    "is one text for everything with the same meaning",
    arguments: [
      ["a > 1", "1 < a", "not a <= 1", "not (1 >= a)", "a > 2 - 1", "a > 100%"],
      ["a > b", "b < a", "not a <= b"],
      ["a == b", "b == a", "not a != b"],
      ["a + b", "b + a"],
      ["a > 1 and (b > 1 and c > 1)", "(c > 1 and a > 1) and b > 1 and a > 1", "true and c > 1 and b > 1 and a > 1"],
      ["not (a > 1 or b > 1)", "a <= 1 and b <= 1"],
      ["a > 1 or false", "a > 1", "not not a > 1"],
      ["mean(a, 2d)", "mean(a, 48h)", "mean(a, 1d * 2)", "mean(a, 1d + 1d)", "mean(a, 4d / 2)"],
      ["mean(a, 24)", "mean(a, 1d / 1h)"],
      ["if(true, a, b)", "a"],
      ["a * least(2, 1) + abs(-1)", "a * 1 + 1"],
      ["returns(3)", "close / lag(close, 3) - 1", "return(3)"], ["lag(close)", "lag(close, 1)"],
      ["hour > 3", "hour() > 3"], ["basis", "basis()", "close / spot - 1"],
      ["target_volatility(20%, 7d)", "target_volatility(0.2, 168h, 1)"],
      ["false", "a > 1 and false", "1 > 2", "1d > 2d"],
    ])
  func canonical(texts: [String]) throws {
    #expect(Set(try texts.map { try node($0).key }).count == 1)
    #expect(Set(try texts.map { try node($0) }).count == 1)
  }

  @Test("differs where the result may differ in its last bit")
  func distinct() throws {
    #expect(try node("a / 2") != node("a * 0.5"))
    #expect(try node("(a + b) + c") != node("a + (b + c)"))
    #expect(try node("a - b") != node("b - a"))
  }

  @Test("of a formula cannot be changed by a strategy's names")
  func hygiene() throws {
    let bound = try book(["window": "5"], ["spot": "open * 2"]).bound()
    #expect(try bound.resolve(Expression(parsing: "returns(3)")).key == "((close/lag(close,3))-1)")
    #expect(try bound.resolve(Expression(parsing: "basis()")).key == "((close/spot)-1)")
  }

  @Test("is known for constants before any data is")
  func constants() throws {
    guard case .number(0.25) = try node("1 / 4").constant else { return #expect(Bool(false)) }
    guard case .flag(true) = try node("2 > 1").constant else { return #expect(Bool(false)) }
    #expect(try node("close").constant == nil)
  }
}
