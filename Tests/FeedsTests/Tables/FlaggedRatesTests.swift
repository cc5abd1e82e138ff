import Feeds
import Market
import TestSupport
import Testing

/// Columns that nothing is measured in, and that say of single rows that they are none.
@Suite("Rates that were only expected, and bars that were open, by the word of a column")
struct FlaggedRatesTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func rates(_ column: String, _ words: [String]) -> String {
    "time,funding_rate,\(column)\n"
      + words.enumerated().map { "\(1_735_689_600 + 28_800 * $0),0.000\($0 + 1),\($1)\n" }.joined()
  }

  private func hints(_ kind: FileKind? = nil) throws -> ImportHints {
    try ImportHints(venue: "bybit", symbol: "BTCUSDT", kind: kind)
  }

  private func notes(_ table: ImportedTable) -> [String] { table.reports.flatMap(\.notes) }

  @Test(
    "a rate that was expected is left out, and said",
    arguments: [
      ("status", "settled", "predicted"), ("status", "FINAL", "INDICATIVE"), ("rate_type", "realized", "estimated"),
      ("kind", "actual", "forecast"), ("settled", "true", "false"), ("is_predicted", "0", "1"), ("is_final", "1", "0"),
      ("predicted", "False", "True"), ("status", "", "predicted"), ("status", "SETTLED", "NOT_SETTLED"),
      ("settled", "Y", "N"), ("provisional", "f", "t"), ("rate_type", "paid", "preliminary"), ("is_final", "yes", "no"),
    ])
  func expected(column: String, paid: String, expected: String) throws {
    for (words, kept) in [
      ([paid, paid, paid, expected], [0.0001, 0.0002, 0.0003]),
      ([paid, expected, paid, paid], [0.0001, 0.0003, 0.0004]),
    ] {
      let table = try ImportedTable(rates(column, words), in: ScratchFolder(), hints: hints())
      #expect(try table.column("funding_rate") == kept)
      #expect(notes(table).contains("1 rate that was expected and not paid, by '\(column)', is left out"))
      #expect(!notes(table).contains { $0.hasPrefix("not read") })
    }
  }

  @Test("the same in the answer of an interface that a profile reads")
  func answers() throws {
    let rows = ["settled", "settled", "settled", "predicted"].enumerated().map { row, word in
      #"{"symbol":"BTCUSDT","fundingTime":\#(1_735_689_600_000 + 28_800_000 * row),"fundingRate":"0.000\#(row + 1)","status":"\#(word)"}"#
    }
    let table = try imported("[\(rows.joined(separator: ","))]", name: "f.json", hints())
    #expect(try table.column("funding_rate") == [0.0001, 0.0002, 0.0003])
    #expect(notes(table).contains("1 row that was expected and not paid, by 'status', is left out"))
  }

  @Test("a word that says neither is refused beside such as do, and so is a file in which no rate was paid")
  func unclear() throws {
    let other = problem(rates("status", ["settled", "predicted", "odd", "settled"]), try hints())
    #expect(other?.what == "'odd' does not say whether the rate was paid, as other rows of 'status' do")
    #expect(other?.place.line == 4)
    for (column, word) in [("status", "predicted"), ("is_predicted", "1"), ("settled", "false")] {
      let none = problem(rates(column, [word, word, word]), try hints())
      #expect(none?.what == "none of the rates was paid, by the column '\(column)', and funding is what was")
      #expect(none?.remedy?.hasPrefix("say --kind predicted_funding") == true)
    }
  }

  @Test("predicted funding is all of it, and a column of other words or numbers says nothing")
  func others() throws {
    let all = try imported(
      rates("status", ["settled", "predicted", "settled"]), hints(.init(named: "predicted_funding")))
    #expect(try all.column("predicted_funding_rate").count == 3)
    for words in [["ok", "ok", "late"], ["0.0001", "0", "0.0002"], ["0", "0.0001", "0.0002"]] {
      let name = words[0] == "ok" ? "status" : "predicted"
      let table = try ImportedTable(rates(name, words), in: ScratchFolder(), hints: hints())
      #expect(try table.column("funding_rate").count == 3)
      #expect(notes(table).contains("not read: \(name)"))
    }
  }

  @Test(
    "a bar that was open is left out as well, by a word or by a flag that says so",
    arguments: [
      ("status", "closed", "open"), ("state", "complete", "in progress"), ("partial", "0", "1"),
      ("is_open", "false", "true"), ("bar_status", "FINAL", "LIVE"), ("pending", "n", "y"), ("is_live", "0", "1"),
    ])
  func bars(column: String, over: String, open: String) throws {
    func text(_ words: [String]) -> String {
      "time,open,high,low,close,volume,\(column)\n"
        + words.enumerated().map { "\(1_735_689_600 + 3600 * $0),1,3,0.5,2,1\($0),\($1)\n" }.joined()
    }
    let table = try imported(text([over, over, over, open]), hints())
    #expect(try table.column("volume") == [10, 11, 12])
    #expect(notes(table).contains("1 bar that was not over when the file was written, by '\(column)', is left out"))
  }

  @Test(
    "and so is an open interest that was not final",
    arguments: [("status", "final", "provisional"), ("preliminary", "0", "1"), ("is_final", "true", "false")])
  func values(column: String, final: String, other: String) throws {
    let words = [final, final, final, other]
    let rows = words.enumerated().map { "\(1_735_689_600 + 3600 * $0),\($0 + 1).5,\($1)\n" }
    let table = try ImportedTable(
      "time,open_interest,\(column)\n" + rows.joined(), in: ScratchFolder(),
      hints: hints(.init(named: "open_interest")))
    #expect(try table.column("open_interest") == [1.5, 2.5, 3.5])
    #expect(notes(table).contains("1 row that was not final when the file was written, by '\(column)', is left out"))
  }

  @Test(
    "the status of a pair is none of its bars, and a word that nobody knows is asked about beside one that is known")
  func pairs() throws {
    func bars(_ words: [String]) -> String {
      "time,open,high,low,close,volume,status\n"
        + words.enumerated().map { "\(1_735_689_600 + 3600 * $0),1,3,0.5,2,1\($0),\($1)\n" }.joined()
    }
    #expect(try imported(bars(["Trading", "Trading", "Trading"]), hints()).column("volume").count == 3)
    let odd = problem(bars(["final", "final", "amended"]), try hints())
    #expect(odd?.what == "'amended' does not say whether the bar was over, as other rows of 'status' do")
    #expect(odd?.place.line == 4)
  }

  @Test("where each row is open the market may be meant, and nothing is left out")
  func markets() throws {
    let text =
      "time,open,high,low,close,volume,status\n"
      + (0..<4).map { "\(1_735_689_600 + 3600 * $0),1,3,0.5,2,1\($0),open\n" }.joined()
    #expect(try imported(text, hints()).column("volume").count == 4)
  }
}
