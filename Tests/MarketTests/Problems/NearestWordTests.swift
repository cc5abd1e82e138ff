import Market
import Testing

@Suite("The nearest right word")
struct NearestWordTests {
  static let words = ["lookback", "entry", "exit", "funding_rate", "open_interest"]

  @Test(
    "slips of the finger are forgiven",
    arguments: [
      ("lookbak", "lookback"), ("lokback", "lookback"), ("fundign_rate", "funding_rate"), ("Entry", "entry"),
      ("exti", "exit"), ("openinterest", "open_interest"),
    ])
  func near(typed: String, word: String) {
    #expect(nearestWord(to: typed, in: Self.words) == word)
  }

  @Test("a word that is like none finds none", arguments: ["xyz", "volume", "", "rate"])
  func far(typed: String) {
    #expect(nearestWord(to: typed, in: Self.words) == nil)
  }

  @Test("the first part of a word finds the shortest that begins with it")
  func begun() {
    let words = ["funding_rate", "funding_rate_predicted", "close"]
    #expect(nearestWord(to: "funding", in: words) == "funding_rate")
    #expect(nearestWord(to: "fundng", in: words) == "funding_rate")
    #expect(nearestWord(to: "fund", in: words) == nil)
    #expect(nearestWord(to: "xi", in: ["oi_z", "close"]) == nil)
  }

  @Test("of two equally near words the first of the alphabet is taken")
  func ties() {
    #expect(nearestWord(to: "cat", in: ["car", "bat", "cab"]) == "bat")
  }

  @Test("without a near word a message lists what there is")
  func suggestions() {
    #expect(suggestion(for: "lookbak", in: Self.words, called: "parameters") == "did you mean 'lookback'?")
    #expect(suggestion(for: "xyz", in: ["b", "a"], called: "parameters") == "the parameters are a, b")
    #expect(suggestion(for: "xyz", in: [], called: "parameters") == "there are no parameters")
    let many = (0..<30).map { "parameter_number_\($0 + 10)" }
    #expect(suggestion(for: "xyz", in: many, called: "parameters").hasSuffix(" and 6 more"))
  }
}
