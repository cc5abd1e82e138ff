import Feeds
import Foundation
import Frames
import Market
import Replay
import Signals
import Store
import TestSupport
import Testing

private let hasPython = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")

/// Carry across 43 perpetuals beside `Tests/Reference/portfolio.py`, which shares no code with the engine.
@Suite(
  "43 published perpetuals as a portfolio, beside decimals",
  .enabled(if: RealData.isThere && hasPython, "needs the published files and python3"))
struct RealUniverseTests {
  private static let text = """
    universe: all
    weight: share_across(-demean_across(rank_across(round(1000000000000 * mean(funding_rate, 1d)))))
    net: 5%
    rebalance: 1d
    band: 0.5%
    costs: { taker: 5bps, slippage: 2bps }

    """

  @Test("agrees in every entry, in each day's equity and in each coin's funding")
  func agrees() throws {
    let folder = try ScratchFolder()
    let dataset = try Dataset.openForImport(at: folder.path + "/cross.sqlite")
    let source = RealData.folder + "/cross_section/"
    _ = try Importer.importFiles([source + "binance_um_1h", source + "binance_um_funding"], into: dataset)
    let strategy = try StrategyFile.parse(Self.text, file: "across.yaml")
    let books = try UniverseBooks(dataset, named: nil, interval: .hour, columns: strategy.columnPlaces)
    #expect(books.books.count == 43)
    let from = Instant(year: 2026, month: 2, day: 24)
    let range = TimeRange(from: from, to: Instant(year: 2026, month: 3, day: 19))
    let request = FrameRequest(
      interval: .hour, range: range, columns: strategy.columnNames, warmUp: 24,
      funding: FundingRequest(
        assumptions: try FundingAssumptions("missing=0.0001, extra=charged, conflicting=last, contradictory=listed")))
    let frame = try dataset.assemble(books, request).frame
    let tape = try PreparedMarket(frame)
    let run = try strategy.bound().run(Evaluator(frame), on: tape)
    let account = try #require(run.portfolio)

    let names = frame.members.map(\.name)
    for member in frame.members {
      let rates = member.columns.first { $0.name == "funding_rate" }?.values ?? []
      let columns = [member.bars.open, member.bars.high, member.bars.low, member.bars.close, rates]
      let lines = (0..<frame.grid.count).map { row -> String in
        let words = columns.map { $0[row].isNaN ? "-" : "\($0[row])" }
        return "\(frame.grid.open(row).milliseconds) \(words.joined(separator: " "))"
      }
      try folder.write(lines.joined(separator: "\n"), to: "\(member.name).bars")
    }
    let settled = account.members.flatMap { member in
      member.leg.funding.settlements.map {
        "\($0.instant.milliseconds) \(member.leg.name) \($0.rate) \($0.price)"
      }
    }
    try folder.write(settled.joined(separator: "\n"), to: "funding.txt")
    try folder.write(
      "\(frame.grid.start.milliseconds) 3600000 \(frame.evaluation.lowerBound) 24", to: "frame.txt")
    let lines = try PythonReference.lines("portfolio.py", on: folder.path)
    let expected = lines.filter { !$0.contains(" equity ") }

    #expect(expected.count > 2000)
    try PythonReference.agrees(run.ledger, expected, names: names, stamp: 1, within: 1e-5)
    for (index, member) in account.members.enumerated() {
      let theirs = expected.filter { $0.contains(" \(names[index]) funding ") }.reduce(0) {
        $0 + (Double($1.split(separator: " ")[3]) ?? .nan)
      }
      #expect(abs(Money.quote(member.leg.sums.funding) - theirs) < 1e-4, "\(names[index])")
    }
    let days = lines.filter { $0.contains(" equity ") }
    #expect(days.count > 20)
    for line in days {
      let words = line.split(separator: " ")
      let row = run.grid.row(containing: Instant(milliseconds: try #require(Int64(words[0])) - 1))
      #expect(abs(Money.quote(run.equity[row]) - (try #require(Double(words[2])))) < 1e-4)
    }
  }
}
