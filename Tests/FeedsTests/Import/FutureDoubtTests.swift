import Feeds
import Market
import Store
import TestSupport
import Testing

/// A column that was shifted by a row too many, or made to be learnt from, is the market's own future.
@Suite("Computed values that are what the market did later")
struct FutureDoubtTests {
  private static let start = 1_735_689_600_000

  private static let closes: [Double] = {
    var random = KnuthRandom(seed: 7)
    var level = 90_000.0
    return (0..<300).map { _ in
      level *= 1 + (random.unit() - 0.5) * 0.01
      return (level * 100).rounded() / 100
    }
  }()

  /// What is said of a column whose rows are opens of bars, each known at its close.
  private func notes(
    _ name: String = "foo", delay: Interval = .zero, _ value: (_ row: Int, _ closes: [Double]) -> Double
  ) throws -> [String] {
    let scratch = try ScratchFolder()
    let dataset = try Dataset.openForImport(at: scratch.path + "/d.sqlite")
    let bars = Self.closes.indices.dropFirst().map { row -> String in
      let (open, close) = (Self.closes[row - 1], Self.closes[row])
      return "\(Self.start + row * 3_600_000),\(open),\(max(open, close) + 1),\(min(open, close) - 1),\(close),5"
    }
    let klines = try scratch.write(
      "time,open,high,low,close,volume\n" + bars.joined(separator: "\n") + "\n", to: "BTCUSDT.csv")
    _ = try Importer.importFiles([klines], into: dataset, hints: ImportHints(venue: "binance"))
    let rows = (1..<270).map { "\(Self.start + $0 * 3_600_000),\(value($0, Self.closes))\n" }
    let own = try scratch.write("time,\(name)\n" + rows.joined(), to: "own.csv")
    let hints = try ImportHints(
      venue: "mine", symbol: "BTCUSDT", kind: .external, known: .atClose, delay: delay)
    let said = try Importer.importFiles([own], into: dataset, hints: hints).flatMap(\.notes)
    // What an import says, a check of the dataset says too.
    let doubts = try StoredDoubts(dataset)
    let checked = try dataset.allSeries().filter { $0.descriptor.kind == .external }.flatMap {
      doubts.findings(on: try dataset.series($0.descriptor))
    }
    #expect(
      checked.contains { $0.what.contains("it knows the future") } == said.contains { $0.contains("knows the future") })
    return said.filter { $0.contains("future") }
  }

  @Test("the next close, and returns and directions ahead, are said with how far")
  func ahead() throws {
    let close = try notes { $1[$0 + 1] }
    #expect(close.first?.hasPrefix("'foo' is the close of the next bar of binance:BTCUSDT klines 1h") == true)
    #expect(close.first?.contains("shift it by a bar, or say --delay 1h") == true)
    #expect(
      try notes { $1[$0 + 1] / $1[$0] - 1 }.first?.hasPrefix("'foo' is the return of the next bar of") == true)
    #expect(
      try notes { 100 * ($1[$0 + 4] / $1[$0] - 1) }.first?.hasPrefix("'foo' is the return of the next 4 bars of")
        == true)
    #expect(
      try notes { $1[$0 + 1] > $1[$0] ? 1 : 0 }.first?.hasPrefix("'foo' is the direction of the next bar of")
        == true)
  }

  @Test("what was known is not, nor what is said to be known later")
  func honest() throws {
    #expect(try notes { $1[$0] }.isEmpty)
    #expect(try notes { $1[$0] / $1[$0 - 1] - 1 }.isEmpty)
    #expect(try notes { $1[$0] > $1[$0 - 1] ? 1 : -1 }.isEmpty)
    #expect(try notes(delay: .hour) { $1[$0 + 1] }.isEmpty)
  }

  @Test(
    "a name says it too",
    arguments: [
      ("ret_fwd", true), ("y_next", true), ("label", true), ("target", true), ("future_return", true),
      ("target_weight", false), ("next_expiry", false), ("forward_basis", false), ("score", false),
    ])
  func names(name: String, isSaid: Bool) throws {
    let said = try notes(name) { row, _ in Double(row * 37 % 101) }
    #expect(said.contains { $0.hasPrefix("'\(name)': by the name") } == isSaid, "\(said)")
  }
}
