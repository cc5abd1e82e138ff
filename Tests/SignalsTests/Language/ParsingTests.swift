import Market
import Signals
import Testing

@Suite("Reading expressions")
struct ParsingTests {
  @Test(
    "reads what strategies are written in",
    arguments: [
      ("zscore(funding_rate, 288)", "zscore(funding_rate,288)"),
      ("zscore(funding_rate, 1d)", "zscore(funding_rate,1d)"),
      ("zscore(funding_rate, 24h)", "zscore(funding_rate,1d)"),
      ("(a + b + c) / 3", "(((a+b)+c)/3)"),
      ("crowding < 0", "(crowding<0)"),
      ("clip(-crowding / 3, -1, 1)", "clip((-crowding/3),-1,1)"),
      ("abs(x) >= 1e-4", "(abs(x)>=0.0001)"),
      ("sum(2 * taker_buy_volume - volume, 4h)", "sum(((2*taker_buy_volume)-volume),4h)"),
      ("if(x > 0, -1, 1)", "if((x>0),-1,1)"),
      ("bybit.open_interest", "bybit.open_interest"),
      ("binance.ETHUSDT.close", "binance.ETHUSDT.close"),
      ("binance.1000PEPEUSDT.close", "binance.1000PEPEUSDT.close"),
      ("okx.`BTC-USDT-SWAP`.close", "`okx.BTC-USDT-SWAP.close`"),
      (
        "change(open_interest, 1d) > 2% and change(close, 1d) < 0",
        "and((change(close,1d)<0),(change(open_interest,1d)>0.02))"
      ),
    ])
  func examples(text: String, key: String) throws {
    #expect(try node(text).key == key)
  }

  @Test(
    "binds tighter in the order or, and, not, comparison, sum, product, minus, power",
    arguments: [
      ("a + b * c", "((b*c)+a)"),
      ("a - b - c", "((a-b)-c)"),
      ("a / b / c", "((a/b)/c)"),
      ("-a ^ 2", "-(a^2)"),
      ("a ^ b ^ c", "(a^(b^c))"),
      ("a ^ -b", "(a^-b)"),
      ("a * -b", "(-b*a)"),
      ("a + 1 > b * 2", "((1+a)>(2*b))"),
      ("a > 1 or b > 1 and c > 1", "or((a>1),and((b>1),(c>1)))"),
      ("not a > 1 and b > 1", "and((a<=1),(b>1))"),
      ("not (a > 1 and b > 1)", "or((a<=1),(b<=1))"),
    ])
  func precedence(text: String, key: String) throws {
    #expect(try node(text).key == key)
  }

  @Test(
    "reads numbers to the nearest one there is",
    arguments: [
      ("1", 1), ("1.5", 1.5), (".5", 0.5), ("1e-4", 1e-4), ("1E+2", 100), ("20%", 0.2), ("0.1%", 0.001),
      ("5bps", 0.0005), ("0.7bps", 0.00007), ("2.5e1%", 0.25),
    ])
  func numbers(text: String, value: Double) {
    #expect(ParameterValue(text) == .number(value))
  }

  @Test(
    "points at what it cannot read and says what to do",
    arguments: [
      ("a < b < c", 7, "chained"),
      ("a = b", 3, "=="),
      ("a && b", 3, "'and'"),
      ("a || b", 3, "'or'"),
      ("!a", 1, "'not'"),
      ("close[1]", 6, "lag(x, 1)"),
      ("a % b", 3, "20%"),
      ("1.5h + a", 1, "90m"),
      ("a + 3days", 5, "durations"),
      ("zscore(a, 1d", 13, "closes 'zscore('"),
      ("(a + b", 7, "')'"),
      ("a + b)", 6, "no '('"),
      ("a b", 3, "'b' cannot follow"),
      ("a +", 4, "expression ends"),
      ("a + * b", 5, "'*' stands"),
      ("a ** 2", 4, "a power is a ^ b"), ("a > 1 ? 2 : 3", 7, "write if(condition, a, b)"),
      ("a and and b", 7, "'and' stands"),
      ("mean(, 3)", 6, "',' stands"),
      ("okx.`BTC-USDT", 5, "'`' is missing"),
      ("a § b", 3, "'§'"),
    ])
  func errors(text: String, column: Int, mention: String) {
    let problem = problem { () throws(Problem) in try Expression(parsing: text) }
    #expect(problem?.place == Problem.Place(line: 1, column: column))
    #expect(problem?.description.contains(mention) == true, "\(problem?.description ?? "")")
  }

  @Test("an empty expression is refused", arguments: ["", "  ", "\n"])
  func empty(text: String) {
    #expect(problem { () throws(Problem) in try Expression(parsing: text) }?.what == "the expression is empty")
  }

  @Test("errors are placed in the file the expression comes from")
  func places() {
    let place = Problem.Place(file: "fade.yaml", line: 12, column: 9)
    let first = problem { () throws(Problem) in try Expression(parsing: "a + § b", at: place) }
    #expect(first?.place == Problem.Place(file: "fade.yaml", line: 12, column: 13))
    let second = problem { () throws(Problem) in try Expression(parsing: "a +\n b + §", at: place) }
    #expect(second?.place == Problem.Place(file: "fade.yaml", line: 13, column: 6))
    let block = Problem.Place(file: "fade.yaml", line: 12)
    let third = problem { () throws(Problem) in try Expression(parsing: "a +\n b + §", at: block) }
    #expect(third?.place == Problem.Place(file: "fade.yaml", line: 13))
  }

  @Test(
    "what is nested beyond reason is refused, not read until the stack is gone",
    arguments: [
      String(repeating: "(", count: 10_000) + "a", String(repeating: "-", count: 10_000) + "a",
      String(repeating: "not ", count: 4000) + "a", String(repeating: "a ^ ", count: 4000) + "a",
      String(repeating: "a + ", count: 4000) + "a", String(repeating: "abs(", count: 4000) + "a",
    ])
  func depth(text: String) {
    #expect(problem { () throws(Problem) in try Expression(parsing: text) }?.what.contains("deep") == true)
  }

  @Test(
    "a number or a duration that is too large is said to be that, and not to be none",
    arguments: ["1e400", "-1e309", "2e310%", "1e99999999999999999999", "99999999999999999999h"])
  func range(text: String) {
    let problem = problem { () throws(Problem) in try Expression(parsing: text) }
    #expect(problem?.what.hasSuffix("is out of range") == true)
  }

  @Test("what is neither a number nor a duration is not called large", arguments: ["1x", "1.5h", "2e3d"])
  func malformed(text: String) {
    let problem = problem { () throws(Problem) in try Expression(parsing: text) }
    #expect(problem?.what.contains("is neither a number nor a duration") == true)
  }

  @Test("what is nested as deep as is allowed can be computed")
  func allowedDepth() throws {
    let text = String(repeating: "abs(", count: 60) + "a" + String(repeating: ")", count: 60)
    #expect(try frame(["a": [-1, 2]]).numbers(text) == [1, 2])
  }

  @Test("what is longer than people write is refused at once, with its length", arguments: ["a", "(", "-", "1"])
  func length(piece: String) {
    let text = String(repeating: piece, count: 1_000_000)
    let problem = problem { () throws(Problem) in try Expression(parsing: text) }
    #expect(problem?.what == "the expression is 1000000 characters long")
  }

  @Test("the words that an operator takes are no names")
  func words() throws {
    #expect(try Expression(parsing: "seasonal_mean(a, hour, 30d) + cumsum(day, week)").names == ["a", "day"])
    #expect(try node("seasonal_mean(a, hour, 30d)").columnNames == ["a"])
    let wrong = problem { () throws(Problem) in try node("cumsum(a, wek)") }
    #expect(wrong?.description == "1:11: the argument 'anchor' of 'cumsum' is 'wek'; did you mean 'week'?")
    let number = problem { () throws(Problem) in try node("cumsum(a, 3)") }
    #expect(number?.remedy == "it must be one of the words data, day, week, session, asia, europe, us")
  }

  @Test("names are columns, parameters and signals, not operators")
  func names() throws {
    #expect(try Expression(parsing: "zscore(a, w) > b.c and true").names == ["a", "w", "b.c"])
  }
}
