import Feeds
import Foundation
import Market
import Store
import TestSupport
import Testing

/// Which names of a path are asked what a file is of.
@Suite("What folders, archives and names say of a file")
struct CountedNamesTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static let bars =
    "time,open,high,low,close,volume\n"
    + (0..<4).map { "\(1_735_689_600 + 3600 * $0),1,3,0.5,2,1\($0)\n" }.joined()
  private static let rates =
    "time,funding_rate\n" + (0..<4).map { "\(1_735_689_600 + 28_800 * $0),0.0001\n" }.joined()

  private func hints(_ kind: FileKind? = nil) throws -> ImportHints { try ImportHints(venue: "binance", kind: kind) }

  private func titles(_ text: String, member: String, of archive: String) throws -> [String] {
    let folder = try ScratchFolder()
    let dataset = try Dataset.openForImport(at: folder.path + "/d.sqlite")
    let file = try folder.write(Archives.zip([(member, text)]), to: archive)
    return try Importer.importFiles([file], into: dataset, hints: hints()).compactMap(\.series?.title)
  }

  @Test(
    "a pair of spot is told by any folder, and by the name of the file",
    arguments: [
      "spot/klines/BTCUSDT-1h.csv", "spot/monthly/1h/BTCUSDT.csv", "spot_data/x/BTCUSDT.csv", "BTCUSDT-spot-1h.csv",
    ])
  func spot(name: String) throws {
    #expect(try imported(Self.bars, name: name, hints()).titles == ["binance:BTCUSDT/spot klines 1h"])
  }

  @Test("and by the name of the archive that it is in, and that archive's folders")
  func archives() throws {
    let spot = ["binance:BTCUSDT/spot klines 1h"]
    #expect(try titles(Self.bars, member: "BTCUSDT-1h.csv", of: "spot.zip") == spot)
    #expect(try titles(Self.bars, member: "BTCUSDT-1h.csv", of: "BTCUSDT-spot-1h.zip") == spot)
    #expect(try titles(Self.bars, member: "spot/monthly/BTCUSDT-1h.csv", of: "data.zip") == spot)
    let rates = try titles(Self.rates, member: "BTCUSDT.csv", of: "predicted.zip")
    #expect(rates.first?.hasPrefix("binance:BTCUSDT predicted_funding") == true, "\(rates)")
  }

  @Test("two names that say different markets are asked about, and --kind decides")
  func contradictions() throws {
    for name in ["spot/monthly/BTCUSDT-perp-1h.csv", "futures/spot/BTCUSDT-1h.csv"] {
      #expect(
        problem(Self.bars, name: name, try hints())?.remedy
          == "say --kind spot, or --kind klines where it is a perpetual")
      #expect(try imported(Self.bars, name: name, hints(.klines)).titles == ["binance:BTCUSDT klines 1h"])
    }
    // A folder of both says neither.
    #expect(try imported(Self.bars, name: "spot-perp/BTCUSDT-1h.csv", hints()).titles == ["binance:BTCUSDT klines 1h"])
  }

  @Test(
    "rates that were expected are told by any folder",
    arguments: [
      "predicted/BTCUSDT.csv", "indicative/2025/BTCUSDT_funding.csv", "funding/next/BTCUSDT.csv",
      "next-funding/BTCUSDT.csv",
    ])
  func foretold(name: String) throws {
    let table = try imported(Self.rates, name: name, hints())
    #expect(table.titles.first?.hasPrefix("binance:BTCUSDT predicted_funding") == true, "\(table.titles)")
    #expect(table.reports.flatMap(\.notes).contains { $0.hasPrefix("taken as predicted funding, as the") })
    #expect(try imported(Self.rates, name: name, hints(.funding)).titles == ["binance:BTCUSDT funding 8h"])
  }

  @Test("'next' alone is any folder's name")
  func next() throws {
    #expect(try imported(Self.rates, name: "next/data/BTCUSDT.csv", hints()).titles == ["binance:BTCUSDT funding 8h"])
  }
}
