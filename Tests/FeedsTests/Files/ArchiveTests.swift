import Feeds
import Market
import Store
import TestSupport
import Testing

@Suite("Packed files")
struct ArchiveTests {
  private let scratch: ScratchFolder
  private let dataset: Dataset

  init() throws {
    scratch = try ScratchFolder()
    dataset = try Dataset.openForImport(at: scratch.path + "/btc.sqlite")
  }

  private func importing(_ bytes: [UInt8], as name: String) throws -> [ImportReport] {
    try Importer.importFiles([try scratch.write(bytes, to: name)], into: dataset)
  }

  @Test("plain, zip and gzip give the same rows, whatever their names end in")
  func packings() throws {
    let text = KlineText.traded(30)
    let folder = "um_klines_5m/"
    #expect(try importing(Array(text.utf8), as: folder + "BTCUSDT-5m-2025-01.csv").map(\.counts.kept) == [30])
    let zip = Archives.zip([("BTCUSDT-5m-2025-01.csv", text)])
    #expect(try importing(zip, as: folder + "BTCUSDT-5m-2025-01.zip").map(\.counts.duplicate) == [30])
    #expect(
      try importing(Archives.gzip(text), as: folder + "BTCUSDT-5m-2025-01.csv.gz").map(\.counts.duplicate) == [30])
    #expect(try importing(Archives.gzip(text), as: folder + "misnamed/BTCUSDT-5m-2025-01.csv").map(\.rowsRead) == [30])
  }

  @Test("an archive whose name says another month than its rows is said to, and one of the same month is not")
  func otherMonth() throws {
    let zip = Archives.zip([("BTCUSDT-5m-2025-01.csv", KlineText.traded(30))])
    let said = try importing(zip, as: "um_klines_5m/BTCUSDT-5m-2025-02.zip").flatMap(\.notes)
    #expect(
      said.contains {
        $0.hasPrefix("'BTCUSDT-5m-2025-02.zip' says 2025-02-01 to 2025-03-01, and the rows in it go from ")
      },
      "\(said)")
    let longer = Archives.zip([("BTCUSDT-5m-2025-01.csv", KlineText.traded(40))])
    let same = try importing(longer, as: "um_klines_5m/copy/BTCUSDT-5m-2025-01.zip").flatMap(\.notes)
    #expect(!same.contains { $0.contains("and the rows in it go") }, "\(same)")
  }

  @Test("every CSV member of a zip archive is imported, and the rest is passed over")
  func members() throws {
    let february = Instant(year: 2025, month: 2, day: 1)
    let archive = Archives.zip([
      ("readme.txt", "hello"), ("BTCUSDT-5m-2025-01.csv", KlineText.traded(3)),
      ("sub/BTCUSDT-5m-2025-02.csv", KlineText.traded(4, from: february)), ("__MACOSX/BTCUSDT-5m-2025-02.csv", "x"),
    ])
    let reports = try importing(archive, as: "um_klines_5m/BTCUSDT-5m.zip")
    #expect(reports.map(\.rowsRead) == [3, 4])
    #expect(reports.map { $0.file.hasSuffix("BTCUSDT-5m.zip/sub/BTCUSDT-5m-2025-02.csv") } == [false, true])
  }

  @Test("folders within a zip archive say what those of the disk say: the market, the price, the venue")
  func foldersInside() throws {
    let start = Instant(year: 2025, month: 1, day: 1).milliseconds
    func bars(_ count: Int, from: Int = 0, level: Double = 100, volume: Int = 5) -> String {
      "time,open,high,low,close,volume\n"
        + (from..<(from + count)).map { row in
          let (open, close) = (level + Double(row * 7 % 13), level + Double((row + 1) * 7 % 13))
          let stamp = start + Int64(row) * 3_600_000
          return "\(stamp),\(open),\(max(open, close) + 1),\(min(open, close) - 1),\(close),\(volume)\n"
        }.joined()
    }
    func titles(_ members: [(String, String)], venue: String? = "binance") throws -> [String] {
      let folder = try ScratchFolder()
      let dataset = try Dataset.openForImport(at: folder.path + "/d.sqlite")
      let file = try folder.write(Archives.zip(members), to: "data.zip")
      return try Importer.importFiles([file], into: dataset, hints: ImportHints(venue: venue)).compactMap(
        \.series?.title)
    }
    #expect(
      try titles([("spot/BTCUSDT_1h.csv", bars(50)), ("futures/BTCUSDT_1h.csv", bars(50, from: 50))])
        == ["binance:BTCUSDT/spot klines 1h", "binance:BTCUSDT klines 1h"])
    #expect(
      try titles([("mark/BTCUSDT_1h.csv", bars(50, volume: 0)), ("BTCUSDT_1h.csv", bars(50))])
        == ["binance:BTCUSDT mark 1h", "binance:BTCUSDT klines 1h"])
    #expect(
      try titles(
        [("bybit/BTCUSDT_1h.csv", bars(50)), ("binance/BTCUSDT_1h.csv", bars(50, level: 100.3))], venue: nil)
        == ["bybit:BTCUSDT klines 1h", "binance:BTCUSDT klines 1h"])
    let own = KlineText.traded(30)
    #expect(
      try titles([("spot_klines_5m/BTCUSDT-5m-2025-01.csv", own)], venue: nil) == ["binance:BTCUSDT/spot klines 5m"])
    #expect(try titles([("um_klines_5m/BTCUSDT-5m-2025-01.csv", own)], venue: nil) == ["binance:BTCUSDT klines 5m"])
  }

  @Test("folders of two symbols under one --symbol are refused as names of two are")
  func foldersOfSymbols() throws {
    let rows = (0..<30).map { "\(1_735_689_600 + $0 * 3600),100,103,98,100.5,\($0 + 1)\n" }
    let text = "time,open,high,low,close,volume\n"
    let paths = [
      try scratch.write(text + rows.prefix(15).joined(), to: "BTCUSDT/1h.csv"),
      try scratch.write(text + rows.suffix(15).joined(), to: "ETHUSDT/1h.csv"),
    ]
    let problem = #expect(throws: Problem.self) {
      try Importer.importFiles(paths, into: dataset, hints: ImportHints(venue: "binance", symbol: "BTCUSDT"))
    }
    #expect(problem?.what.contains("the name says ETHUSDT") == true, "\(String(describing: problem))")
  }

  @Test("gzip members in a row are one text")
  func concatenated() throws {
    let text = KlineText.traded(10)
    let half = text.index(text.startIndex, offsetBy: text.count / 2)
    let bytes = Archives.gzip(String(text[..<half])) + Archives.gzip(String(text[half...]))
    #expect(try importing(bytes, as: "um_klines_5m/BTCUSDT-5m-2025-01.csv.gz").map(\.rowsRead) == [10])
  }

  @Test(
    "an archive cut short anywhere is a problem that names the file, and nothing is imported", arguments: [true, false])
  func cutShort(zip: Bool) throws {
    let text = KlineText.traded(40)
    let whole = zip ? Archives.zip([("BTCUSDT-5m-2025-01.csv", text)]) : Archives.gzip(text)
    for cut in [12, 60, whole.count / 2, whole.count - 22, whole.count - 9, whole.count - 1] {
      let name = "um_klines_5m/BTCUSDT-5m-2025-01.\(cut).\(zip ? "zip" : "csv.gz")"
      let problem = #expect(throws: Problem.self, "cut at \(cut)") {
        try importing(Array(whole.prefix(cut)), as: name)
      }
      #expect(problem?.fault == .input)
      #expect(problem?.description.contains(name) == true)
    }
    #expect(try dataset.catalog().isEmpty)
  }

  @Test("an archive with a changed byte fails its checksum", arguments: [true, false])
  func corrupt(zip: Bool) throws {
    let text = KlineText.traded(40)
    var bytes = zip ? Archives.zip([("BTCUSDT-5m-2025-01.csv", text)]) : Archives.gzip(text)
    bytes[bytes.count / 2] ^= 1
    let problem = #expect(throws: Problem.self) {
      try importing(bytes, as: "um_klines_5m/BTCUSDT-5m-2025-01.\(zip ? "zip" : "csv.gz")")
    }
    #expect(problem?.description.contains("cut short or damaged") == true)
  }

  @Test("members that share their bytes are refused, and so is what is no file and what is no text")
  func hostile() throws {
    let text = KlineText.traded(40)
    var zip = Archives.zip([("BTCUSDT-5m-2025-01.csv", text), ("BTCUSDT-5m-2025-02.csv", text)])
    // The first member's packed size in the central directory, and in its own heading, reaches over the second.
    let size = withUnsafeBytes(of: UInt32(zip.count - 100).littleEndian) { Array($0) }
    let directory = try #require(zip.indices.first { zip[$0...].starts(with: [0x50, 0x4B, 0x01, 0x02]) })
    for place in [18, directory + 20] { zip.replaceSubrange(place..<(place + 4), with: size) }
    #expect(throws: Problem.self) { try importing(zip, as: "um_klines_5m/BTCUSDT-5m.zip") }
    #expect(throws: Problem.self) { try Importer.importFiles(["/dev/zero"], into: dataset) }
    let zeros = Array(text.utf8) + [0, 0, 0]
    let problem = #expect(throws: Problem.self) { try importing(zeros, as: "um_klines_5m/BTCUSDT-5m-2025-01.csv") }
    #expect(problem?.what.contains("zero bytes") == true)
  }

  @Test("a line that does not end is refused before it is all in memory, plain and packed")
  func endlessLine() throws {
    let row = KlineText.traded(2)
    for filler in ["1", ",", "x"] {
      let text = row + String(repeating: filler, count: 3 << 20)
      let packed = [
        ("csv", Array(text.utf8)), ("csv.gz", Archives.gzip(text)),
        ("zip", Archives.zip([("BTCUSDT-5m-2025-01.csv", text)])),
      ]
      for (ending, bytes) in packed {
        let problem = #expect(throws: Problem.self) {
          try importing(bytes, as: "um_klines_5m/BTCUSDT-5m-2025-01.\(ending)")
        }
        #expect(problem?.what == "the file has a line of more than 1 MiB", "\(problem?.what ?? "")")
      }
    }
    // A line below the limit is quoted in part, and its commas are not all looked for.
    let commas = row + String(repeating: ",", count: 1 << 19) + "\n"
    let problem = #expect(throws: Problem.self) {
      try importing(Array(commas.utf8), as: "um_klines_5m/BTCUSDT-5m-2025-01.csv")
    }
    #expect(problem?.place.line == 4)
  }

  @Test("what packs a hundred times is refused when 64 MB of it are out, and an archive that says so before that")
  func bomb() throws {
    let bomb = Archives.gzipBomb(line: "1735689600000,1,2,3,4\n", copies: 300_000)
    let unpacked = #expect(throws: Problem.self) {
      try importing(bomb, as: "um_klines_5m/BTCUSDT-5m-2025-01.csv.gz")
    }
    #expect(unpacked?.what.contains("unpacks to more than 64 MB") == true, "\(unpacked?.what ?? "")")
    var zip = Archives.zip([("BTCUSDT-5m-2025-01.csv", KlineText.traded(40))])
    let directory = try #require(zip.indices.first { zip[$0...].starts(with: [0x50, 0x4B, 0x01, 0x02]) })
    let size = withUnsafeBytes(of: UInt32(1 << 30).littleEndian) { Array($0) }
    for place in [22, directory + 24] { zip.replaceSubrange(place..<(place + 4), with: size) }
    let said = #expect(throws: Problem.self) { try importing(zip, as: "um_klines_5m/BTCUSDT-5m-2025-01.zip") }
    #expect(said?.what.contains("unpacks to more than 64 MB") == true, "\(said?.what ?? "")")
  }

  @Test("an archive of tens of thousands of files is refused before any of them is read")
  func manyMembers() throws {
    let zip = Archives.zip((0...10_000).map { ("\($0).csv", "") })
    let problem = #expect(throws: Problem.self) { try importing(zip, as: "um_klines_5m/many.zip") }
    #expect(problem?.what == "the zip archive holds 10001 files, and 10000 at most are read")
  }

  @Test("an archive without a CSV member is of no known format")
  func empty() throws {
    for archive in [Archives.zip([]), Archives.zip([("readme.txt", "hello")])] {
      #expect(throws: Problem.self) { try importing(archive, as: "um_klines_5m/BTCUSDT-5m-2025-01.zip") }
    }
  }

  @Test(
    "no changed bytes make reading trap: they are a problem, or the rows are read", arguments: ["zip", "csv.gz", "csv"])
  func changedBytes(ending: String) throws {
    let text = KlineText.traded(12)
    let whole =
      switch ending {
      case "zip": Archives.zip([("BTCUSDT-5m-2025-01.csv", text)])
      case "csv.gz": Archives.gzip(text)
      default: Array(text.utf8)
      }
    var generator = KnuthRandom(seed: 11)
    func random(_ limit: Int) -> Int { Int(generator.next() >> 33) % limit }
    var problems = 0
    for _ in 0..<100 {
      var bytes = whole
      for _ in 0...random(3) {
        bytes[random(bytes.count)] = UInt8([0, 10, 13, 34, 44, 45, 46, 48, 57, 101, 255, random(256)][random(12)])
      }
      if random(4) == 0 { bytes.removeSubrange(random(bytes.count)...) }
      do {
        _ = try importing(bytes, as: "um_klines_5m/BTCUSDT-5m-2025-01.\(ending)")
      } catch is Problem {
        problems += 1
      }
    }
    #expect(problems > 30)
  }
}
