import Testing

@testable import Signals

@Suite("What other tools call the operators")
struct OtherNamesTests {
  @Test("is no name of the language, and what to write instead is in it", arguments: OtherNames.ways.keys.sorted())
  func ways(name: String) throws {
    #expect(!Operators.names.contains(name))
    let way = try #require(OtherNames.ways[name])
    guard way.contains("("), !way.hasPrefix("nothing") else { return }
    let written = String(way.prefix { $0 != ";" })
    _ = try Expression(parsing: written)
    let called = written.matches(of: /([a-z_]+)\(/).map { String($0.output.1) }
    #expect(!called.isEmpty && called.allSatisfy { $0 == "if" || Operators.names.contains($0) }, "\(way)")
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
