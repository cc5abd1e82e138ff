import Signals
import Testing

@Suite("What other tools call the operators")
struct OtherNamesTests {
  private static let names = [
    "sma", "ewma", "rma", "decay_linear", "stddev", "variance", "kurt", "highest", "lowest", "maximum", "minimum",
    "percentile", "pct_rank", "shift", "delay", "diff", "pct_change", "roc", "corr", "linreg_slope", "crossover",
    "crossunder", "barssince", "valuewhen", "ffill", "where", "isnan", "notna", "fillna", "coalesce", "ln", "log2",
    "pow",
    "ceil", "clamp", "tanh", "sigmoid", "cumulative_sum", "dayofweek", "cs_rank", "neutralize",
  ]

  @Test("is no name of the language, and what to write instead is in it", arguments: names)
  func ways(name: String) throws {
    #expect(!Operators.names.contains(name))
    let remedy = Operators.remedy(for: name)
    try #require(remedy.hasPrefix("write "), "\(remedy)")
    let written = String(remedy.dropFirst("write ".count).prefix { $0 != ";" })
    _ = try Expression(parsing: written)
    let called = written.matches(of: /([a-z_]+)\(/).map { String($0.output.1) }
    #expect(called.allSatisfy { $0 == "if" || Operators.names.contains($0) }, "\(remedy)")
  }

  @Test("is answered before what is spelled alike, whatever stands before it")
  func remedies() {
    #expect(Operators.remedy(for: "sma") == "write mean(x, window)")
    #expect(Operators.remedy(for: "TS_STDDEV") == "write std(x, window)")
    #expect(Operators.remedy(for: "rolling_zscore") == "write zscore(x, window)")
    #expect(Operators.remedy(for: "lead").contains("nothing reaches forward"))
    #expect(Operators.remedy(for: "zscoer") == "did you mean 'zscore'?")
  }
}
