import Market
import Signals
import TestSupport
import Testing

@Suite("Signals bar by bar as bars come")
struct SignalStreamTests {
  /// A walk with holes, and a stretch that stands still.
  private static let market: Frame = {
    var random = KnuthRandom(seed: 11)
    let columns = ["funding_rate", "premium", "open_interest", "close"].map { name in
      var value = 100.0
      return (
        name,
        (0..<900).map { row -> Double in
          let step = random.centred()
          if !(300..<420).contains(row) { value += step }
          return row % 211 == 17 ? .nan : value
        }
      )
    }
    return frame(Dictionary(uniqueKeysWithValues: columns))
  }()

  @Test(
    "have the bits of whole columns",
    arguments: [
      "zscore(funding_rate, 24)", "mean(close, 7)", "std(close, 8)", "var(close, 100)", "mean(close, 1)",
      "zscore(change(open_interest, 12), 3d)", "lag(close, 5) - difference(close, 3)",
      "(zscore(funding_rate, 1d) + zscore(premium, 1d) + zscore(open_interest, 1d)) / 3",
      "clip(zscore(close, 1d), -1, 1) ^ 2", "if(close > mean(close, 1d), abs(change(close, 1)), -1)",
      "greatest(close, lag(close, 1)) - sqrt(close) * sqrt(close)",
    ])
  func numbers(text: String) throws {
    let node = try node(text)
    #expect(same(try Self.streamed(node), try Evaluator(Self.market).number(of: node)))
  }

  @Test(
    "hold, do not, or are not known where the column says so",
    arguments: [
      "zscore(funding_rate, 1d) > 1 and zscore(premium, 1d) > 0.5 and zscore(open_interest, 1d) > 0",
      "not (close > 100) or defined(premium)", "close != lag(close, 1)",
    ])
  func conditions(text: String) throws {
    let truth = try Self.market.truth(text)
    let streamed = try Self.streamed(try node(text)).map { $0.isNaN ? nil : $0 == 1 }
    #expect(streamed == truth)
  }

  @Test("what sorts a window is refused where it stands, and so is a window that is no number of bars")
  func refused() throws {
    let sorted = problem { () throws(Problem) in try Self.stream(try node("close - median(close, 1d)")) }
    #expect(sorted?.what.contains("'median'") == true && sorted?.place.column == 9)
    let odd = problem { () throws(Problem) in try Self.stream(try node("zscore(close, 90m)")) }
    #expect(odd?.what.contains("not a whole number of 1h bars") == true)
  }

  private static func stream(_ node: Node) throws(Problem) -> SignalStream {
    try SignalStream(node, interval: market.grid.interval, from: market.grid.start)
  }

  private static func streamed(_ node: Node) throws -> [Double] {
    let stream = try stream(node)
    let columns = stream.columns.map { market.values($0) }
    return (0..<market.grid.count).map { row in stream.next(columns.map { $0[row] }) }
  }
}
