import Feeds
import Market
import Store
import TestSupport
import Testing

@Suite("Rows that cannot be used")
struct BadRowsTests {
  private let scratch: ScratchFolder
  private let dataset: Dataset

  init() throws {
    scratch = try ScratchFolder()
    dataset = try Dataset.openForImport(at: scratch.path + "/btc.sqlite")
  }

  /// Ten bars of 5 minutes whose fields are known: row 0 is line 2 of the file.
  private func text(_ change: (inout [[String]]) -> Void) -> String {
    var rows = KlineText.traded(10, header: false).split(separator: "\n").map {
      $0.split(separator: ",").map(String.init)
    }
    change(&rows)
    return KlineText.header + rows.map { $0.joined(separator: ",") + "\n" }.joined()
  }

  private func importing(_ text: String, badRows: BadRows = .refuse) throws -> ImportReport {
    let file = try scratch.write(text, to: "um_klines_5m/BTCUSDT-5m-2025-01.csv")
    return try #require(try Importer.importFiles([file], into: dataset, badRows: badRows).first)
  }

  // Line and column count from 1; the first row is on line 2 and its fields begin at columns 1, 15, 21, …
  @Test(
    "the message names the file, the line, the column and the value",
    arguments: [
      (2, [0: "yesterday"], 1, "open_time 'yesterday' is not a whole number"),
      (
        4, [0: "1735689600"], 1,
        "open_time '1735689600' is not a time in milliseconds or microseconds since 1970: in seconds since 1970 it would be "
          + "2025-01-01 00:00"
      ),
      (
        4, [0: "1735690200001"], 1,
        "open_time '1735690200001' (2025-01-01T00:10:00.001Z) is not where a bar of 5m opens"
      ),
      (3, [1: "NaN"], 15, "open 'NaN' is not a number"),
      (3, [1: "0"], 15, "open '0' is not a positive price"),
      (3, [1: "-101.0"], 15, "open '-101.0' is not a positive price"),
      (3, [4: ""], 33, "close '' is not a number"),
      (3, [2: "99.0"], 21, "high '99.0' is below low '100.0'"),
      (3, [2: "101.2"], 21, "high '101.2' is below open or close of its bar"),
      (3, [3: "101.2"], 27, "low '101.2' is above open or close of its bar"),
      (3, [5: "-1"], 39, "volume '-1' is negative"),
      (3, [5: "1e300"], 39, "volume '1e300' is not an amount of any market"),
      (2, [2: "1.8e19", 4: "1.8e19"], 21, "high '1.8e19' is not a price of any market"),
      (3, [3: "1e-20"], 27, "low '1e-20' is not a price of any market"),
      (2, [2: "2000000000", 4: "1500000000"], 37, "close '1500000000' is more than a million times apart"),
      (6, [2: "2000000000", 4: "1500000000"], 38, "close '1500000000' is more than a million times apart"),
      (11, [2: "2000000000", 4: "1500000000"], 38, "close '1500000000' is more than a million times apart"),
      (11, [2: "2000000000"], 21, "high '2000000000' is more than a million times apart from the close of its bar"),
      (3, [6: "1735690200000"], 44, "close_time '1735690200000' does not lie in the bar of 5m"),
      (3, [6: "1735689600000"], 44, "close_time '1735689600000' is not behind the open of its bar"),
    ] as [(Int, [Int: String], Int, String)])
  func messages(line: Int, fields: [Int: String], column: Int, words: String) throws {
    let text = text { rows in for (field, value) in fields { rows[line - 2][field] = value } }
    let problem = #expect(throws: Problem.self) { try importing(text) }
    #expect(problem?.place.file == scratch.path + "/um_klines_5m/BTCUSDT-5m-2025-01.csv")
    #expect(problem?.place.line == line)
    #expect(problem?.place.column == column)
    #expect(problem?.what.contains(words) == true, "\(problem?.what ?? "")")
    #expect(problem?.fault == .input)
    #expect(try dataset.catalog().isEmpty)
  }

  @Test("time going backwards refuses the file, and the dataset stays as it was")
  func backwards() throws {
    _ = try importing(text { _ in })
    let before = try dataset.fingerprint()
    let problem = #expect(throws: Problem.self) { try importing(text { $0.swapAt(6, 7) }) }
    #expect(
      problem?.description == "\(scratch.path)/um_klines_5m/BTCUSDT-5m-2025-01.csv:9:1: time goes backwards: "
        + "2025-01-01T00:30:00Z comes after 2025-01-01T00:35:00Z; nothing of this file was imported")
    #expect(try dataset.fingerprint() == before)
    #expect(try dataset.imports().count == 1)
  }

  @Test("a row with too few fields says what it needs")
  func tooFew() throws {
    let problem = #expect(throws: Problem.self) { try importing(text { $0[4].removeLast(5) }) }
    #expect(problem?.place.line == 6)
    #expect(problem?.what.hasPrefix("the row has 7 fields and needs 11: open_time,open,") == true)
  }

  @Test("the same row twice is a duplicate, and another row for the same time a fault")
  func twice() throws {
    let report = try importing(text { $0.insert($0[3], at: 3) })
    #expect(report.counts == MergeCounts(kept: 10, duplicate: 1))
    #expect(report.rowsRead == 11)
    let problem = #expect(throws: Problem.self) {
      try importing(
        text {
          $0.insert($0[3], at: 3)
          $0[4][5] = "7"
        })
    }
    #expect(problem?.what == "a second row for 2025-01-01T00:15:00Z has other values than the first")
  }

  @Test("when asked, bad rows are left out, counted and listed")
  func skipping() throws {
    let report = try importing(
      text {
        $0[2][1] = "NaN"
        $0.swapAt(6, 7)
        $0[9].removeLast(5)
      }, badRows: .skip)
    #expect(report.rejected.map(\.line) == [4, 9, 11])
    #expect(report.rejected.first?.reason == "open 'NaN' is not a number")
    #expect(report.counts == MergeCounts(kept: 7))
    #expect(report.rowsRead == 10)
    #expect(try dataset.imports().first?.source.rejected == 3)
  }

  @Test("a first row that is out of all proportion is the bad one, and not those after it")
  func firstRow() throws {
    let report = try importing(
      text {
        $0[0][2] = "2000000000"
        $0[0][4] = "1500000000"
      }, badRows: .skip)
    #expect(report.rejected.map(\.line) == [2])
    #expect(report.counts == MergeCounts(kept: 9))
  }

  @Test("a mark that is no price of any market is refused wherever it stands", arguments: [0, 3, 7])
  func mark(row: Int) throws {
    var rows = KlineText.sampled(8, premium: false).split(separator: "\n").map(String.init)
    let absurd = "18446744073709551615"
    rows[row + 1] = rows[row + 1].replacing("100,101,99,100.5", with: "\(absurd),\(absurd),99,100.5")
    let file = try scratch.write(rows.joined(separator: "\n"), to: "um_mark_price_klines_1h/BTCUSDT-1h-2025-01.csv")
    let problem = #expect(throws: Problem.self) { try Importer.importFiles([file], into: dataset) }
    #expect(problem?.place.line == row + 2)
    #expect(problem?.what.contains("is not a price of any market") == true)
  }

  @Test("a file of which nothing can be used is refused even then")
  func nothingLeft() throws {
    #expect(throws: Problem.self) {
      try importing(text { rows in for row in rows.indices { rows[row][1] = "x" } }, badRows: .skip)
    }
  }

  @Test("line ends, byte-order marks, empty lines and quotes do not matter")
  func spelling() throws {
    let plain = KlineText.traded(10)
    _ = try importing(plain)
    let fingerprint = try dataset.fingerprint()
    let spellings = [
      plain.replacing("\n", with: "\r\n"), String(plain.dropLast()), "\u{FEFF}" + plain, plain + "\n\n",
      plain.replacing("\n", with: "\n\r\n"), plain.replacing("100.0,", with: "\"100.0\","),
    ]
    for text in spellings { #expect(try importing(text).counts == MergeCounts(duplicate: 10)) }
    #expect(try dataset.fingerprint() == fingerprint)
  }

  @Test("a quote that does not close in its field is refused by name")
  func quotes() throws {
    let problem = #expect(throws: Problem.self) { try importing(text { $0[1][1] = "\"101" }) }
    #expect(problem?.what == "open '\"101' is not a number")
  }

  @Test("what a message quotes is short and printable")
  func quoting() throws {
    let problem = #expect(throws: Problem.self) {
      try importing(text { $0[1][1] = "\u{1B}[31m" + String(repeating: "x", count: 5000) })
    }
    #expect(problem?.what == "open '?[31m\(String(repeating: "x", count: 35))…' is not a number")
  }
}
