import Feeds
import Foundation
import Market
import Store
import TestSupport
import Testing

@Suite("Bytes that are not what their name says are called what they are")
struct PackedFilesTests {
  private let scratch: ScratchFolder
  private let dataset: Dataset

  init() throws {
    scratch = try ScratchFolder()
    dataset = try Dataset.openForImport(at: scratch.path + "/btc.sqlite")
  }

  private func refused(_ bytes: [UInt8], as name: String) throws -> Problem? {
    #expect(throws: Problem.self) {
      try Importer.importFiles([try scratch.write(bytes, to: name)], into: dataset)
    }
  }

  private static let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"

  @Test("a Git LFS pointer, behind marks and packed")
  func pointer() throws {
    let files: [(String, [UInt8])] = [
      ("BTCUSDT-1h.csv", Array(Self.pointer.utf8)), ("marked/BTCUSDT-1h.csv", Array("\u{FEFF}\(Self.pointer)".utf8)),
      ("blank/BTCUSDT-1h.csv", Array("\r\n\(Self.pointer)".utf8)),
      ("BTCUSDT-1h.csv.gz", Archives.gzip(Self.pointer)),
      ("marked/BTCUSDT-1h.csv.gz", Archives.gzip("\u{FEFF}\(Self.pointer)")),
      ("BTCUSDT-1h.zip", Archives.zip([("BTCUSDT-1h.csv", Self.pointer)])),
    ]
    for (name, bytes) in files {
      let problem = try refused(bytes, as: name)
      #expect(problem?.what.contains("a Git LFS pointer and not the data it stands for") == true, "\(name)")
      #expect(problem?.remedy == "fetch the data with 'git lfs pull'", "\(name)")
    }
  }

  @Test("a file that is packed once more: a tar archive, a Parquet file, a Feather file, an archive in an archive")
  func nested() throws {
    let tar =
      "BTCUSDT-1h.csv" + String(repeating: "\u{0}", count: 243) + "ustar\u{0}00" + String(repeating: "0", count: 300)
    let contents = [
      (tar, "a tar archive", "tar xf FILE"), ("PAR1\u{0}\u{0}\u{15}", "a Parquet file", "unpack it"),
      ("ARROW1\u{0}\u{0}", "a Feather file", "unpack it"), ("PK\u{3}\u{4}\u{14}\u{0}", "a zip archive", "unpack it"),
    ]
    for (text, what, remedy) in contents {
      let problem = try refused(Archives.gzip(text), as: "BTCUSDT-1h.csv.gz")
      #expect(problem?.what == "what the file packs is \(what)")
      #expect(problem?.remedy?.contains(remedy) == true)
      let member = try refused(Archives.zip([("BTCUSDT-1h.csv", text)]), as: "BTCUSDT-1h.zip")
      #expect(member?.what == "what the file packs is \(what)")
    }
    #expect(try refused(Archives.gzip("1,2\u{0}\n"), as: "x.csv.gz")?.what.contains("zero bytes") == true)
  }

  @Test("a zip archive without a table is called by what it holds")
  func zipOfOthers() throws {
    let others = try refused(
      Archives.zip([("data/", ""), ("data/BTCUSDT-1h.parquet", "PAR1")]), as: "BTCUSDT-1h.zip")
    #expect(
      others?.what
        == "the file is a zip archive that holds 'data/BTCUSDT-1h.parquet' and no CSV or JSON file")
    #expect(others?.remedy?.contains("unzip -d unpacked FILE") == true)
  }

  @Test("a Feather file that is cut short is to be had again, and what is not read is to be converted")
  func cutFeather() throws {
    let whole = [UInt8](try #require(Data(base64Encoded: FeatherFixture.packed)))
    for count in [8, 40, whole.count / 2, whole.count - 1] {
      let problem = try refused(Array(whole.prefix(count)), as: "BTCUSDT-1h.feather")
      #expect(problem?.what == "the Feather file is damaged or cut short")
      #expect(problem?.remedy?.hasPrefix("download it again") == true)
    }
  }
}
