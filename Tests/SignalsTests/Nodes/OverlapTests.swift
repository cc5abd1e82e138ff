import Market
import Signals
import Testing

@Suite("What neighbouring values share")
struct OverlapTests {
  @Test(
    "a return shares all but one of its bars, a mean all but one of its values, and what only lies back shares nothing",
    arguments: [
      ("close", 0), ("return(1h)", 0), ("return(4h)", 3), ("change(close, 1h)", 0), ("difference(close, 6h)", 5),
      ("lag(close, 24h)", 0), ("lag(return(4h), 8h)", 3), ("mean(volume, 24h)", 23), ("zscore(close, 5)", 4),
      ("log(close / lag(close, 1))", 0), ("volatility(24h)", 23), ("mean(return(4h), 3)", 5),
      ("volume / mean(volume, 24h)", 23), ("close - lag(close, 12)", 11), ("2 * return(1h) + 1", 0),
    ])
  func overlap(text: String, bars: Int) throws {
    #expect(try node(text).overlap(.hour) == bars)
  }

  @Test("is no more than what a value looks back on", arguments: Operators.descriptions.map(\.example))
  func bounded(text: String) throws {
    let node = try node(text)
    #expect(try node.overlap(.hour) <= node.lookBack(.hour))
  }
}
