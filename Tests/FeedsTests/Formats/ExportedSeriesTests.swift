import Feeds
import Market
import Store
import TestSupport
import Testing

@Suite("A file that says itself which series its rows are of")
struct ExportedSeriesTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static let start: Int64 = 1_735_689_600_000

  private static let all: [Series] = {
    let bitcoin = Instrument(venue: "binance", symbol: "BTCUSDT")
    let spot = Instrument(venue: "binance", symbol: "BTCUSDT", type: .spot)
    let option = Instrument(venue: "deribit", symbol: "BTC", type: .option)
    let stamps: [Int64] = [start, start, start + 7]
    return [
      Series(
        descriptor: SeriesDescriptor(instrument: bitcoin, kind: .trades, cadence: nil), stamps: stamps,
        columns: [[95000.5, 95000.5, 0.1], [1, 1, 0], [0, 0, 1e-7]]),
      Series(
        descriptor: SeriesDescriptor(instrument: option, kind: .optionChain, cadence: nil), stamps: stamps,
        columns: [[1e12, 1e12, 1e12], [1, 2, 1], [1, 0, 1], [.nan, 0.2, 0.3], [0.5, 0.6, 0.7], [9, 9, 9]]),
      Series(
        descriptor: SeriesDescriptor(
          instrument: spot, kind: .klines, cadence: .hour, delay: .minutes(5)), stamps: [start, start + 3_600_000],
        columns: (0..<9).map { [Double($0) + 0.1, $0 == 8 ? .nan : 3] }),
      Series(
        descriptor: SeriesDescriptor(
          instrument: bitcoin, kind: SeriesKind("moods", columns: [.init("mood", .score)], known: .atClose),
          cadence: .minutes(15)), stamps: [start], columns: [[.nan]]),
    ]
  }()

  private func text(_ series: Series, isJSON: Bool = false) -> String {
    let names = series.descriptor.columns.map(\.name)
    let note = ExportedSeries.note(series.descriptor)
    let rows = series.stamps.indices.map { row -> String in
      let time = Instant(milliseconds: series.stamps[row]).description
      let values = series.columns.map { $0[row].isNaN ? "" : "\($0[row])" }
      guard isJSON else { return ([time] + values + [row == 0 ? note : ""]).joined(separator: ",") }
      let members = zip(names, values).map { "\"\($0)\":\($1.isEmpty ? "null" : $1)" }
      let said = row == 0 ? [#""\#(ExportedSeries.column)":"\#(note)""#] : []
      return "{" + ([#""time":"\#(time)""#] + members + said).joined(separator: ",") + "}"
    }
    let header = (["time"] + names + [ExportedSeries.column]).joined(separator: ",")
    return ((isJSON ? [] : [header]) + rows).joined(separator: "\n") + "\n"
  }

  @Test("any kind comes back with its fingerprint, from CSV and from JSON lines", arguments: all.indices)
  func whole(index: Int) throws {
    let series = Self.all[index]
    let before = try scratch.dataset("before")
    try before.merge(series, source: ImportSource(file: "x", sha256: String(repeating: "0", count: 64), format: "x"))
    for isJSON in [false, true] {
      let table = try ImportedTable(
        text(series, isJSON: isJSON), name: "x.\(isJSON ? "jsonl" : "csv")", in: ScratchFolder())
      #expect(table.titles == [series.descriptor.title])
      #expect(try table.dataset.fingerprint() == before.fingerprint())
      #expect(table.reports.flatMap(\.notes).isEmpty)
    }
  }

  @Test("a Feather file says it in its own notes")
  func feather() throws {
    var writer = ArrowWriter([("time", true), ("funding_rate", false)], notes: [(ExportedSeries.column, "a=b")])
    var bytes = writer.beginning()
    bytes += writer.batch([.times([Self.start]), .numbers([0.1])])
    bytes += writer.ending()
    #expect(
      String(decoding: try FeatherFixture.csv(bytes), as: UTF8.self)
        == "time,funding_rate,hindcast_series\n2025-01-01T00:00:00Z,0.1,a=b\n")
  }

  @Test("one that lost its note or a column, or won one, is refused; a flag that says otherwise as well")
  func changed() throws {
    let text = text(Self.all[0])
    let note = ExportedSeries.note(Self.all[0].descriptor)
    func refused(_ text: String, _ hints: ImportHints = .none) -> Problem? {
      #expect(throws: Problem.self) { try ImportedTable(text, name: "x.csv", in: ScratchFolder(), hints: hints) }
    }
    #expect(refused(text.replacing(note, with: ""))?.what.contains("is gone") == true)
    #expect(refused(text.replacing("trade_price,", with: "price,"))?.what.contains("'trade_price' is gone") == true)
    #expect(refused(text.replacing("rows=events", with: "rows=some"))?.what.contains("is not understood") == true)
    #expect(refused(text, try ImportHints(kind: .funding))?.remedy == "leave --kind out")
  }
}
