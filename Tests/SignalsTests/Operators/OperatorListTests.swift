import Market
import Signals
import Testing

@Suite("The list of operators")
struct OperatorListTests {
  @Test("has every name once")
  func names() {
    #expect(Set(Operators.names).count == Operators.names.count)
    #expect(Operators.descriptions.map(\.name) == Operators.names)
  }

  @Test("describes each in one sentence, with an example that uses it", arguments: Operators.names)
  func descriptions(name: String) throws {
    let description = try Operators.describe(name)
    #expect(description.about.hasSuffix("."))
    #expect(description.about.dropLast().contains(".") == false)
    #expect(description.example.hasPrefix("\(name)("))
    #expect(description.signature.hasPrefix("\(name)("))
    #expect(try node(description.example).kind == description.result)
    #expect(!description.formula.isEmpty && !description.unit.isEmpty)
  }

  @Test(
    "says how far each looks back",
    arguments: [
      ("zscore", "window - 1"), ("lag", "window"), ("ema", "4 × span - 1"), ("abs", "0"), ("crosses_above", "1"),
      ("volatility", "window"), ("oi_price_divergence", "2 × window - 1"), ("hour", "0"),
    ])
  func lookBack(name: String, text: String) throws {
    #expect(try Operators.describe(name).lookBack == text)
  }

  @Test("names the columns that formulas read")
  func columns() throws {
    #expect(try Operators.describe("basis").columns == ["close", "spot"])
    #expect(try Operators.describe("zscore").columns.isEmpty)
  }

  @Test("suggests the nearest for a name it does not have")
  func unknown() {
    let problem = problem { () throws(Problem) in try Operators.describe("zscoer") }
    #expect(problem?.remedy == "did you mean 'zscore'?")
  }
}
