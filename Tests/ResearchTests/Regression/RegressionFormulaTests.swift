import Market
import Research
import Testing

@Suite("A formula")
struct RegressionFormulaTests {
  /// Expected: patsy 1.0, `patsy.dmatrix(right, d).design_info.column_names`, levels written without their "T.".
  @Test(
    "makes the columns that patsy makes, whatever their order",
    arguments: [
      ("carry:C(kind)", ["intercept", "carry:C(kind)[0]", "carry:C(kind)[1]", "carry:C(kind)[2]"]),
      ("0 + C(kind)", ["C(kind)[0]", "C(kind)[1]", "C(kind)[2]"]),
      ("0 + carry:C(kind)", ["carry:C(kind)[0]", "carry:C(kind)[1]", "carry:C(kind)[2]"]),
      (
        "C(kind):C(hot)",
        [
          "intercept", "C(hot)[1]", "C(kind)[1]:C(hot)[0]", "C(kind)[2]:C(hot)[0]", "C(kind)[1]:C(hot)[1]",
          "C(kind)[2]:C(hot)[1]",
        ]
      ),
      (
        "C(kind) * C(hot)",
        ["intercept", "C(kind)[1]", "C(kind)[2]", "C(hot)[1]", "C(kind)[1]:C(hot)[1]", "C(kind)[2]:C(hot)[1]"]
      ),
      (
        "0 + C(kind) * C(hot)",
        ["C(kind)[0]", "C(kind)[1]", "C(kind)[2]", "C(hot)[1]", "C(kind)[1]:C(hot)[1]", "C(kind)[2]:C(hot)[1]"]
      ),
      (
        "0 + C(kind):C(hot)",
        [
          "C(kind)[0]:C(hot)[0]", "C(kind)[1]:C(hot)[0]", "C(kind)[2]:C(hot)[0]", "C(kind)[0]:C(hot)[1]",
          "C(kind)[1]:C(hot)[1]", "C(kind)[2]:C(hot)[1]",
        ]
      ),
      ("carry + carry:C(hot)", ["intercept", "carry", "carry:C(hot)[1]"]),
      (
        "C(kind):carry + C(hot):carry",
        ["intercept", "C(kind)[0]:carry", "C(kind)[1]:carry", "C(kind)[2]:carry", "C(hot)[1]:carry"]
      ),
      (
        "(carry + hot):C(kind)",
        [
          "intercept", "carry:C(kind)[0]", "carry:C(kind)[1]", "carry:C(kind)[2]", "hot:C(kind)[0]", "hot:C(kind)[1]",
          "hot:C(kind)[2]",
        ]
      ),
      (
        "C(kind) + C(hot):C(kind)",
        [
          "intercept", "C(kind)[1]", "C(kind)[2]", "C(hot)[1]:C(kind)[0]", "C(hot)[1]:C(kind)[1]",
          "C(hot)[1]:C(kind)[2]",
        ]
      ),
      ("(carry + hot + close) - hot", ["intercept", "carry", "close"]),
      (
        "carry * hot * close - carry:hot:close",
        ["intercept", "carry", "hot", "carry:hot", "close", "carry:close", "hot:close"]
      ),
      ("0 + carry * C(hot)", ["C(hot)[0]", "C(hot)[1]", "carry", "carry:C(hot)[1]"]),
      (
        "C(hot) * carry * C(kind)",
        [
          "intercept", "C(hot)[1]", "C(kind)[1]", "C(kind)[2]", "C(hot)[1]:C(kind)[1]", "C(hot)[1]:C(kind)[2]", "carry",
          "C(hot)[1]:carry", "carry:C(kind)[1]", "carry:C(kind)[2]", "C(hot)[1]:carry:C(kind)[1]",
          "C(hot)[1]:carry:C(kind)[2]",
        ]
      ),
      ("hot + hot:hot", ["intercept", "hot"]),
    ] as [(String, [String])])
  func columns(right: String, names: [String]) throws {
    let design = try GeneratedMarket.design("forward(1h) ~ \(right)")
    let own = (design.hasIntercept ? ["intercept"] : []) + design.columns.map(\.name)
    // In a product of categories and numbers patsy puts the factors in another order.
    let sorted = { (names: [String]) in
      names.map { $0.split(separator: ":").sorted() }.map { $0.joined(separator: ":") }
    }
    #expect(Set(sorted(own)) == Set(sorted(names)))
    #expect(own.count == names.count)
  }

  @Test("has main effects before what they meet in, otherwise as written")
  func order() throws {
    let formula = try RegressionFormula(parsing: "forward(1h) ~ a:b + c + a * d - c")
    #expect(formula.terms.map(\.name) == ["a", "d", "a:b", "a:d"])
    #expect(formula.hasIntercept)
  }

  @Test(
    "takes expressions of the signal language as they are",
    arguments: [
      "zscore(funding_rate, 1d) > -1.5", "premium > 1e-4", "not (a > 1 or b > 2)", "lag(return(1h), 2)",
      "I(close / lag(close, 2) - 1)", "I(a * b)", "C(if(a > 0, 1, 2))", "okx.`BTC-USDT-SWAP`.close", "a > 1 and b < -2",
    ])
  func expressions(text: String) throws {
    let formula = try RegressionFormula(parsing: "forward(1h) ~ \(text)")
    #expect(formula.terms.map(\.name) == [text])
  }

  @Test("explains several horizons at once, or any expression")
  func outcomes() throws {
    guard case .forward(let horizons) = try RegressionFormula(parsing: "forward(15m, 4h) ~ 1").outcome else {
      Issue.record("two horizons")
      return
    }
    #expect(horizons == [.minutes(15), .hours(4)])
    let expression = try RegressionFormula(parsing: "log(close) - log(lag(close)) ~ carry")
    #expect(expression.outcomeText == "log(close) - log(lag(close))")
  }

  @Test(
    "points at the character that is wrong and says what to write",
    arguments: [
      ("forward(1h)", 1, "no '~'"), ("y ~ a ~ b", 7, "second '~'"), ("~ a", 1, "left of the '~'"),
      ("y ~ ", 4, "right of the '~'"), ("forward(1h) ~ a +", 18, "ends where a term is needed"),
      ("forward(1h) ~ a + * b", 19, "'*' stands where a term"), ("forward(1h) ~ (a + b", 21, "close a '('"),
      ("forward(1h) ~ a + b)", 20, "'(' that it closes"), ("forward(1h) ~ (a + b) > 1", 23, "I(...)"),
      ("forward(1h) ~ a / b", 17, "write it in I(...)"), ("forward(1h) ~ a ^ 2", 17, "write it in I(...)"),
      ("forward(1h) ~ I(a / b", 16, "never closed"), ("forward(1h) ~ 2", 15, "only 0 and 1"),
      ("forward(1h) ~ a + forward(2h)", 19, "looks ahead"), ("forward(1h) ~ lag(forward(1h), 12)", 19, "looks ahead"),
      ("log(forward(1h)) ~ a", 5, "stands alone on the left"), ("forward(1 h) ~ a", 9, "'1 h' is not a horizon"),
      ("forward(1h,) ~ a", 12, "'' is not a horizon"), ("forward(1h) ~ 0", 13, "explains by nothing"),
      ("forward(1h) ~ zscore(a,, 2)", 24, "','"), ("forward(1h) ~ a:b:c:d:e:f:g", 15, "at most 6"),
      ("forward(1h) ~ a & b", 17, "write 'and'"),
    ])
  func errors(text: String, column: Int, says: String) {
    do {
      _ = try RegressionFormula(parsing: text)
      Issue.record("nothing is wrong with it")
    } catch {
      #expect(error.place == Problem.Place(file: "formula", line: 1, column: column), "\(error)")
      #expect(error.description.contains(says), "\(error)")
    }
  }

  @Test("that multiplies without end is refused before it does")
  func products() {
    let sums = (0..<6).map { row in "(" + (0..<9).map { "v\(row)\($0)" }.joined(separator: " + ") + ")" }
    #expect(throws: Problem.self) {
      _ = try RegressionFormula(parsing: "forward(1h) ~ " + sums.joined(separator: " * "))
    }
    #expect(throws: Problem.self) {
      _ = try RegressionFormula(parsing: "y ~ " + String(repeating: "(", count: 400) + "a")
    }
  }
}
