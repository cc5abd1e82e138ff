import Feeds
import Market
import TestSupport
import Testing

@Suite("Several answers that each say what their columns are")
struct NamedPagesTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static let usual = ["time", "open", "high", "low", "close", "volume"]
  private static let other = ["time", "close", "high", "low", "open", "volume"]

  /// Ten bars of an hour, which open at 100 and close at 101.
  private func answer(_ page: Int, _ names: [String], within: (String) -> String = { $0 }) -> String {
    let rows = (page * 10..<page * 10 + 10).map { row in
      let values = [
        "time": "\(1_735_689_600_000 + 3_600_000 * row)", "open": "100", "high": "103", "low": "99", "close": "101",
        "volume": "\(7 + row)",
      ]
      return "[\(names.map { values[$0] ?? "0" }.joined(separator: ","))]"
    }
    let columns = names.map { "\"\($0)\"" }.joined(separator: ",")
    return within("{\"columns\":[\(columns)],\"data\":[\(rows.joined(separator: ","))]}")
  }

  private var hints: ImportHints { get throws { try ImportHints(venue: "x", kind: .klines) } }

  @Test("each is read under its own names, a line each, in a list, and within an envelope")
  func own() throws {
    let plain = [answer(0, Self.usual), answer(1, Self.other)]
    let enveloped = plain.map { "{\"code\":0,\"result\":\($0)}" }
    for text in [plain.joined(separator: "\n"), "[\(plain.joined(separator: ","))]", enveloped.joined(separator: "\n")]
    {
      let table = try ImportedTable(text, name: "BTCUSDT.json", in: ScratchFolder(), hints: hints)
      #expect(try table.column("open") == [Double](repeating: 100, count: 20))
      #expect(try table.column("close") == [Double](repeating: 101, count: 20))
      #expect(try table.column("volume") == (7..<27).map(Double.init))
    }
  }

  @Test("one whose rows have other values than names, or that has no names, is refused")
  func others() throws {
    let short = answer(1, Self.usual) { $0.replacing("\"volume\"]", with: "\"volume\",\"trades\"]") }
    #expect(
      problem("\(answer(0, Self.usual))\n\(short)", name: "BTCUSDT.json", try hints)?.what
        == "the JSON text is no table: a row has 6 values, and 7 names stand beside it")
    let nameless = answer(1, Self.usual) { $0.replacing("\"columns\"", with: "\"other\"") }
    #expect(
      problem("\(answer(0, Self.usual))\n\(nameless)", name: "b/BTCUSDT.json", try hints)?.what
        == "the JSON text is no table: rows have names and then none")
  }
}
