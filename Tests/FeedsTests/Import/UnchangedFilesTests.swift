import Feeds
import Foundation
import Market
import Store
import TestSupport
import Testing

@Suite("Files that are as they were are not read again")
struct UnchangedFilesTests {
  private let scratch: ScratchFolder
  private let dataset: Dataset
  private let file: String

  init() throws {
    scratch = try ScratchFolder()
    dataset = try Dataset.openForImport(at: scratch.path + "/btc.sqlite")
    file = try scratch.write(KlineText.traded(4), to: "um_klines_5m/BTCUSDT-5m-2025-01.csv")
  }

  /// Until whatever is written to the file from now on has another stamp.
  private func settle() { Thread.sleep(forTimeInterval: 3.3) }

  /// Puts a word into what is remembered, which shows where it is used.
  private func mark() throws {
    let known = try #require(try dataset.readFiles()[file])
    let parts = known.parts.map {
      ReadFile.Part(
        location: $0.location, format: $0.format, reading: $0.reading, series: $0.series, range: $0.range,
        notes: ["from memory"])
    }
    try dataset.remember([
      ReadFile(path: known.path, state: known.state, plan: known.plan, sha256: known.sha256, parts: parts)
    ])
  }

  private func notes(hints: ImportHints = .none, readsAll: Bool = false) throws -> [String] {
    let reports = try Importer.importFiles([file], into: dataset, hints: hints, readsAll: readsAll)
    #expect(reports.map(\.outcome) == [.alreadyImported])
    #expect(reports.map(\.counts) == [MergeCounts(duplicate: 4)])
    return reports.flatMap(\.notes)
  }

  @Test("one that was written a moment ago is not remembered, since it may change again under the same stamp")
  func fresh() throws {
    _ = try Importer.importFiles([file], into: dataset)
    #expect(try dataset.readFiles().isEmpty)
  }

  @Test("a settled one is known by what the system says, unless all are to be read or something else is said")
  func known() throws {
    settle()
    _ = try Importer.importFiles([file], into: dataset)
    try mark()
    #expect(try notes() == ["from memory"])
    #expect(try notes(readsAll: true) == [])
    try mark()
    #expect(try notes(hints: ImportHints(kind: .klines)) == [])
    // What was said the last time is what is remembered.
    #expect(try notes() == [])
  }

  @Test("one whose bytes changed is read, though its size and its time of writing are as they were")
  func rewritten() throws {
    settle()
    _ = try Importer.importFiles([file], into: dataset)
    var before = stat()
    stat(file, &before)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let row = try #require(text.split(separator: "\n").last)
    let fields = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    var other = fields
    // A trade more, in as many digits.
    other[8] = String(fields[8].dropLast()) + (fields[8].hasSuffix("1") ? "2" : "1")
    let changed = text.replacing(row, with: other.joined(separator: ","))
    #expect(changed.utf8.count == text.utf8.count)
    let handle = try #require(FileHandle(forWritingAtPath: file))
    try handle.write(contentsOf: Data(changed.utf8))
    try handle.close()
    utimensat(AT_FDCWD, file, [before.st_atim, before.st_mtim], 0)
    var after = stat()
    stat(file, &after)
    #expect(after.st_mtim.tv_sec == before.st_mtim.tv_sec && after.st_size == before.st_size)
    let reports = try Importer.importFiles([file], into: dataset)
    #expect(reports.map(\.counts) == [MergeCounts(duplicate: 3, replaced: 1)])
  }

  @Test("one whose series was removed is imported again")
  func removed() throws {
    settle()
    _ = try Importer.importFiles([file], into: dataset)
    try dataset.remove(try #require(try dataset.allSeries().first))
    #expect(try dataset.readFiles().isEmpty)
    #expect(try Importer.importFiles([file], into: dataset).map(\.counts.kept) == [4])
  }

  @Test("a rehearsal remembers nothing")
  func rehearsal() throws {
    settle()
    _ = try Importer.importFiles([file], into: dataset, isRehearsal: true)
    #expect(try dataset.readFiles().isEmpty)
  }
}
