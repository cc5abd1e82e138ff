import Feeds
import Foundation
import Market
import Store
import TestSupport
import Testing

@Suite("Importing files and folders")
struct ImporterTests {
  private let scratch: ScratchFolder
  private let dataset: Dataset
  private let february = Instant(year: 2025, month: 2, day: 1)

  init() throws {
    scratch = try ScratchFolder()
    dataset = try Dataset.openForImport(at: scratch.path + "/btc.sqlite")
  }

  @Test("a folder is imported file by file in order of path, and what is no feed is listed")
  func folder() throws {
    try scratch.write(KlineText.traded(5, from: february), to: "data/um_klines_5m/BTCUSDT-5m-2025-02.csv")
    try scratch.write(KlineText.traded(4), to: "data/um_klines_5m/BTCUSDT-5m-2025-01.csv")
    try scratch.write("FEA1....FEA1", to: "data/BTCUSDT.feather")
    try scratch.write("notes", to: "data/README.txt")
    try scratch.write("secret", to: "data/.hidden.csv")
    let reports = try Importer.importFiles([scratch.path + "/data"], into: dataset)
    #expect(
      reports.map { "\($0.file.split(separator: "/").last ?? "") \($0.outcome)" } == [
        "BTCUSDT.feather skipped(reason: \"Feather of the form before 2020 is not read\")",
        "README.txt skipped(reason: \"the file is of no known format\")",
        "BTCUSDT-5m-2025-01.csv imported", "BTCUSDT-5m-2025-02.csv imported",
      ])
    #expect(reports.map(\.counts.kept) == [0, 0, 4, 5])
    #expect(reports.last?.format == "binance-klines")
  }

  @Test("a file that is named and is no feed is a problem that lists what is read")
  func unknown() throws {
    for (name, text) in [("notes.txt", "notes"), ("empty.csv", "")] {
      let file = try scratch.write(text, to: name)
      let problem = #expect(throws: Problem.self) { try Importer.importFiles([file], into: dataset) }
      #expect(problem?.place.file == file)
      #expect(problem?.remedy?.contains("binance-klines") == true)
    }
    #expect(throws: Problem.self) { try Importer.importFiles([scratch.path + "/none.csv"], into: dataset) }
  }

  private static let bars =
    "time,open,high,low,close,volume\n2025-01-01 00:00:00,1,3,0.5,2,10\n2025-01-01 01:00:00,2,4,1,3,11\n"

  @Test("files that cannot be imported are all told of at once, and nothing of the call is written")
  func allRefused() throws {
    try scratch.write(Self.bars, to: "data/BTCUSDT.csv")
    try scratch.write(Self.bars.replacing("3,0.5", with: "x,0.5"), to: "data/ETHUSDT.csv")
    try scratch.write(Self.bars.replacing("4,1,3", with: "1,4,3"), to: "data/SOLUSDT.csv")
    let folder = [scratch.path + "/data"]
    let problem = #expect(throws: Problem.self) { try Importer.importFiles(folder, into: dataset) }
    let what = problem?.what ?? ""
    #expect(what.hasPrefix("2 of 3 files cannot be imported, and nothing of the call is written:"), "\(what)")
    #expect(what.contains("ETHUSDT.csv:2:") && what.contains("SOLUSDT.csv:3:"))
    #expect(!FileManager.default.fileExists(atPath: dataset.path))

    let rehearsed = try Importer.importFiles(folder, into: dataset, isRehearsal: true)
    #expect(rehearsed.map(\.counts.kept) == [2, 0, 0], "the others are read all the same")
    #expect(RefusedFiles(of: rehearsed).problem(of: 3)?.what == what)
    #expect(!FileManager.default.fileExists(atPath: dataset.path))
  }

  @Test("a rehearsal holds files against each other as an import does, and against nothing that was rehearsed before")
  func rehearsed() throws {
    let again = Self.bars + "2025-01-01 02:00:00,2,4,1,3,5\n"
    let files = [
      try scratch.write(Self.bars, to: "a/BTCUSDT.csv"), try scratch.write(again, to: "b/BTCUSDT.csv"),
    ]
    for _ in 0..<2 {
      let said = try Importer.importFiles(files, into: dataset, isRehearsal: true)
      #expect(said.map(\.counts) == [MergeCounts(kept: 2), MergeCounts(kept: 1, duplicate: 2)])
    }
    let done = try Importer.importFiles(files, into: dataset)
    #expect(done.map(\.counts) == [MergeCounts(kept: 2), MergeCounts(kept: 1, duplicate: 2)])
    let rehearsed = try Importer.importFiles(files, into: dataset, isRehearsal: true)
    #expect(rehearsed.map(\.counts.duplicate) == [2, 3])
    #expect(try dataset.catalog().map(\.rows) == [3])
  }

  @Test("a folder with nothing that can be imported is a problem that lists what it holds, and leaves no dataset")
  func nothing() throws {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
    try scratch.write(pointer, to: "data/um_klines_1h/BTCUSDT-1h-2025-03.csv")
    try scratch.write("notes", to: "data/README.txt")
    let problem = #expect(throws: Problem.self) { try Importer.importFiles([scratch.path + "/data"], into: dataset) }
    #expect(problem?.fault == .input)
    #expect(problem?.what.contains("README.txt: the file is of no known format") == true)
    #expect(problem?.what.contains("BTCUSDT-1h-2025-03.csv: the file is a Git LFS pointer") == true)
    #expect(!FileManager.default.fileExists(atPath: dataset.path))
    try FileManager.default.createDirectory(atPath: scratch.path + "/empty", withIntermediateDirectories: true)
    let none = #expect(throws: Problem.self) { try Importer.importFiles([scratch.path + "/empty"], into: dataset) }
    #expect(none?.what.contains("there is no file in") == true)
  }

  @Test("what cannot be looked at below a folder is said, and the rest is imported")
  func leftOut() throws {
    try scratch.write(KlineText.traded(4), to: "data/um_klines_5m/BTCUSDT-5m-2025-01.csv")
    let deep = (0..<40).map { "d\($0)" }.joined(separator: "/")
    try scratch.write(KlineText.traded(4, from: february), to: "data/um_klines_5m/\(deep)/BTCUSDT-5m-2025-02.csv")
    let pipe = scratch.path + "/data/pipe.csv"
    #expect(mkfifo(pipe, 0o600) == 0)
    let latin: [CChar] = Array("\(scratch.path)/data/caf".utf8CString.dropLast()) + [CChar(bitPattern: 0xE9), 0]
    let descriptor = open(latin, O_CREAT | O_WRONLY, 0o600)
    #expect(descriptor >= 0)
    close(descriptor)
    let reports = try Importer.importFiles([scratch.path + "/data"], into: dataset)
    let reasons = reports.compactMap { report -> String? in
      if case .skipped(let reason) = report.outcome { reason } else { nil }
    }
    #expect(reasons.contains("its name is not text in UTF-8"))
    #expect(reasons.contains("it is a device or a pipe, and only files are read"))
    #expect(reasons.contains { $0.contains("folders deep") })
    #expect(reports.map(\.counts.kept).reduce(0, +) == 4)
  }

  @Test("an import that the dataset refuses leaves no dataset behind")
  func refused() throws {
    let file = try scratch.write("time,open\n2025-01-01 00:00:00,1\n2025-01-01 01:00:00,2\n", to: "BTCUSDT.csv")
    let hints = try ImportHints(
      venue: "binance", symbol: "BTCUSDT", kind: .external, known: .atStamp, isStampConfirmed: true)
    #expect(throws: Problem.self) { try Importer.importFiles([file], into: dataset, hints: hints) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["BTCUSDT.csv"])
  }

  @Test("bars that reach beyond the next, and prices a million times the last, are refused where they stand")
  func contradictions() throws {
    let wide = KlineText.traded(4).split(separator: "\n").map { line -> String in
      var fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      if let close = Int64(fields[6]) { fields[6] = String(close + 5 * 365 * 86_400_000) }
      return fields.joined(separator: ",")
    }
    let file = try scratch.write(wide.joined(separator: "\n"), to: "um_klines_5m/BTCUSDT-wide.csv")
    let problem = #expect(throws: Problem.self) {
      try Importer.importFiles([file], into: dataset, hints: ImportHints(kind: .klines))
    }
    #expect(problem?.what.contains("the next opens after 5m") == true)
    #expect(problem?.place.line == 2)
  }

  @Test("every kind that can be said is one that a file can be imported as", arguments: FileKind.all.map(\.name))
  func kinds(name: String) throws {
    let kind = try FileKind(named: name)
    let text =
      switch name {
      case "klines", "spot": KlineText.traded(4)
      case "premium": KlineText.sampled(4, premium: true)
      case "mark", "index": KlineText.sampled(4, premium: false)
      case "funding": "calc_time,funding_interval_hours,last_funding_rate\n1735689600000,8,0.0001\n"
      case "open_interest": "datetime,open_interest\n2025-01-01 00:00:00+00:00,5\n2025-01-01 01:00:00+00:00,6\n"
      case "trades":
        "exchange,symbol,timestamp,local_timestamp,id,side,price,amount\n"
          + "binance-futures,BTCUSDT,1735689600000000,1735689600000001,1,buy,100,2\n"
      case "external": "time,own\n2025-01-01 00:00:00,1\n2025-01-01 01:00:00,2\n"
      default:
        "time,\(kind.series.columns.map(\.name).joined(separator: ","))\n"
          + ["00", "01"].map { hour in
            // Half of what is paid is no rate of funding: one that large is asked about.
            let value = name.contains("funding") ? "0.0001" : "0.5"
            return "2025-01-01 \(hour):00:00,\(kind.series.columns.map { _ in value }.joined(separator: ","))\n"
          }.joined()
      }
    let file = try scratch.write(text, to: "file.csv")
    let hints = try ImportHints(
      venue: "binance", symbol: "BTCUSDT", kind: kind, known: name == "external" ? .atStamp : nil,
      isStampConfirmed: true,
      table: flags(units: name == "liquidations" ? "long_liquidations=coin,short_liquidations=coin" : nil))
    let reports = try Importer.importFiles([file], into: dataset, hints: hints)
    #expect(reports.map(\.series?.kind) == [kind.series])
    #expect(reports.allSatisfy { $0.counts.kept > 0 })
  }

  @Test("the same file again changes nothing, by its bytes and not by its name")
  func again() throws {
    let text = KlineText.traded(6)
    let first = try scratch.write(text, to: "um_klines_5m/BTCUSDT-5m-2025-01.csv")
    _ = try Importer.importFiles([first], into: dataset)
    let fingerprint = try dataset.fingerprint()
    let copy = try scratch.write(text, to: "copy/um_klines_5m/BTCUSDT-5m-2025-01.csv")
    let reports = try Importer.importFiles([first, copy], into: dataset)
    #expect(reports.map(\.outcome) == [.alreadyImported, .alreadyImported])
    #expect(reports.map(\.counts) == [MergeCounts(duplicate: 6), MergeCounts(duplicate: 6)])
    #expect(try dataset.fingerprint() == fingerprint)
    #expect(try dataset.imports().count == 1)
  }

  @Test("a corrected file replaces rows, and the older one can be brought back")
  func replaced() throws {
    let old = try scratch.write(KlineText.traded(6), to: "old/um_klines_5m/BTCUSDT-5m-2025-01.csv")
    let corrected = KlineText.traded(6).replacing("102.5", with: "102.7")
    let new = try scratch.write(corrected, to: "new/um_klines_5m/BTCUSDT-5m-2025-01.csv")
    _ = try Importer.importFiles([old], into: dataset)
    let before = try dataset.fingerprint()
    #expect(try Importer.importFiles([new], into: dataset).map(\.counts) == [MergeCounts(duplicate: 5, replaced: 1)])
    #expect(try dataset.fingerprint() != before)
    #expect(try Importer.importFiles([old], into: dataset).map(\.counts) == [MergeCounts(duplicate: 5, replaced: 1)])
    #expect(try dataset.fingerprint() == before)
  }

  @Test("of two files of one call with one row the last wins, and the same call again changes nothing")
  func overlapping() throws {
    let first = try scratch.write(KlineText.traded(6), to: "a/um_klines_5m/BTCUSDT-5m-2025-01.csv")
    let corrected = KlineText.traded(6).replacing("102.5", with: "102.7")
    let second = try scratch.write(corrected, to: "b/um_klines_5m/BTCUSDT-5m-2025-01.csv")
    func closes() throws -> [Double] {
      let klines = try #require(try dataset.allSeries().first).descriptor
      return try dataset.series(klines, columns: ["close"]).columns[0]
    }
    let reports = try Importer.importFiles([first, second], into: dataset)
    #expect(reports.map(\.counts) == [MergeCounts(kept: 6), MergeCounts(duplicate: 5, replaced: 1)])
    for readsAll in [false, true, false] {
      let again = try Importer.importFiles([first, second], into: dataset, readsAll: readsAll)
      #expect(again.map(\.outcome) == [.alreadyImported, .alreadyImported])
      #expect(try closes()[2] == 102.7)
      #expect(try dataset.imports().count == 2)
    }
    // In the other order it is the other file that is the last.
    for _ in 1...2 {
      _ = try Importer.importFiles([second, first], into: dataset)
      #expect(try closes()[2] == 102.5)
    }
  }

  @Test("a file that the dataset has is merged again behind one of the call that replaces its rows")
  func replacedWithin() throws {
    let known = try scratch.write(KlineText.traded(6), to: "b/um_klines_5m/BTCUSDT-5m-2025-01.csv")
    _ = try Importer.importFiles([known], into: dataset)
    let before = try dataset.fingerprint()
    let other = try scratch.write(
      KlineText.traded(6).replacing("102.5", with: "102.7"), to: "a/um_klines_5m/BTCUSDT-5m-2025-01.csv")
    let reports = try Importer.importFiles([other, known], into: dataset)
    #expect(reports.map(\.counts.replaced) == [1, 1])
    #expect(try dataset.fingerprint() == before)
    let again = try Importer.importFiles([other, known], into: dataset)
    #expect(again.map(\.outcome) == [.alreadyImported, .alreadyImported])
  }

  @Test("one bad file among many leaves the dataset as it was, and no file behind where there was none")
  func allOrNothing() throws {
    try scratch.write(KlineText.traded(4), to: "data/um_klines_5m/BTCUSDT-5m-2025-01.csv")
    try scratch.write(
      KlineText.traded(4, from: february).replacing("101.0,", with: "x,"),
      to: "data/um_klines_5m/BTCUSDT-5m-2025-02.csv")
    #expect(throws: Problem.self) { try Importer.importFiles([scratch.path + "/data"], into: dataset) }
    #expect(!FileManager.default.fileExists(atPath: dataset.path))
  }

  @Test("a month in the name that the rows are not of is a problem")
  func wrongMonth() throws {
    let file = try scratch.write(KlineText.traded(4, from: february), to: "um_klines_5m/BTCUSDT-5m-2025-01.csv")
    let problem = #expect(throws: Problem.self) { try Importer.importFiles([file], into: dataset) }
    #expect(
      problem?.what == "the name 'BTCUSDT-5m-2025-01.csv' says 2025-01-01 to 2025-02-01, and the rows go from "
        + "2025-02-01T00:00:00Z to 2025-02-01T00:15:00Z")
    let day = try scratch.write(KlineText.traded(4, from: february), to: "um_klines_5m/BTCUSDT-5m-2025-02-01.csv")
    #expect(try Importer.importFiles([day], into: dataset).map(\.counts.kept) == [4])
  }

  @Test("a file named twice, itself and by its folder, is imported once")
  func namedTwice() throws {
    let file = try scratch.write(KlineText.traded(4), to: "um_klines_5m/BTCUSDT-5m-2025-01.csv")
    let reports = try Importer.importFiles([file, scratch.path + "/um_klines_5m/", file], into: dataset)
    #expect(reports.map(\.counts) == [MergeCounts(kept: 4)])
  }

  @Test("hints go before names, and the same bytes as another series are not the same import")
  func hints() throws {
    let file = try scratch.write(KlineText.traded(4, header: false), to: "BTCUSDT-5m-2025-01.csv")
    let spot = try Importer.importFiles([file], into: dataset, hints: ImportHints(kind: .spot))
    #expect(spot.map(\.series?.title) == ["binance:BTCUSDT/spot klines 5m"])
    let other = try Importer.importFiles(
      [file], into: dataset, hints: ImportHints(venue: "aster", symbol: "BTC", kind: .klines))
    #expect(other.map(\.series?.title) == ["aster:BTC klines 5m"])
    #expect(other.map(\.counts.kept) == [4])
  }

  @Test("progress tells every file twice, checked and then written")
  func progress() throws {
    for month in 1...3 {
      let start = Instant(year: 2025, month: month, day: 1)
      try scratch.write(KlineText.traded(4, from: start), to: "um_klines_5m/BTCUSDT-5m-2025-0\(month).csv")
    }
    var seen: [String] = []
    _ = try Importer.importFiles(
      [scratch.path + "/um_klines_5m"], into: dataset,
      progress: { seen.append("\($0.stage) \($0.done)/\($0.total)") })
    #expect(seen == ["checking 0/3", "checking 1/3", "checking 2/3", "writing 0/3", "writing 1/3", "writing 2/3"])
  }
}
