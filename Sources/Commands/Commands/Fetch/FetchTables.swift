import Fetch
import Market
import Results

/// What a fetch brought, as tables and as a document.
struct FetchTables {
  let report: FetchReport
  let dataset: String
  let isRehearsal: Bool

  private var title: String {
    let what = "\(report.source) \(report.symbol), \(report.span.text)"
    return isRehearsal ? "What a fetch of \(what) would do" : "Fetched from \(what)"
  }

  /// In the order in which a series is first met.
  var bySeries: Table {
    var order: [String] = []
    for file in report.files where !order.contains(file.series) { order.append(file.series) }
    return Table(
      title: title,
      columns: [
        .init("series", key: "series", .words), .init("files", key: "files"), .init("there already", key: "cached"),
        .init("fetched", key: "fetched"), .init("replaced", key: "replaced"), .init("missing", key: "missing"),
        .init("size", unit: "MB", key: "megabytes"),
      ],
      rows: order.map { series in row(series, report.files.filter { $0.series == series }) },
      total: order.count > 1 ? row("all", report.files) : nil)
  }

  private func row(_ name: String, _ files: [FetchedFile]) -> [Figure] {
    func count(_ state: FetchedFile.State) -> Figure { .count(files.count { $0.state == state }) }
    let megabytes = Double(files.reduce(0) { $0 + $1.bytes }) / 1e6
    return [
      .text(name), .count(files.count { $0.state != .missing && $0.state != .failed }), count(.cached), count(.fetched),
      count(.replaced),
      count(.missing), .ratio(megabytes),
    ]
  }

  var byFile: Table {
    Table(
      title: title,
      columns: [
        .init("series", key: "series", .words), .init("file", key: "file", .words),
        .init("state", key: "state", .words),
        .init("size", unit: "bytes", key: "bytes"),
      ],
      rows: report.files.map { file in
        [.text(file.series), .text(file.name), .text(words(file.state)), .count(file.bytes)]
      })
  }

  private func words(_ state: FetchedFile.State) -> String {
    switch state {
    case .cached: "there already"
    case .pending: "to be fetched"
    case .replaced: isRehearsal ? "replaced at the source" : "replaced"
    case .failed: "did not come"
    case .fetched, .missing: state.rawValue
    }
  }

  /// What was seen in files, each with the files that it was seen in.
  var notes: [(note: String, files: String)] {
    var names: [String: [String]] = [:]
    var order: [String] = []
    for file in report.files {
      for note in file.notes {
        if names[note] == nil { order.append(note) }
        // Files of several series share their names.
        names[note, default: []].append("\(file.series), \(file.name)")
      }
    }
    return order.map { ($0, (names[$0] ?? []).listed(most: 1)) }
  }

  /// One document of both, the fetch and the import.
  func document(_ imported: ImportTables?) -> JSONValue {
    let files = report.files.map { file -> JSONValue in
      [
        "series": .string(file.series), "file": .string(file.name), "state": .string(file.state.rawValue),
        "path": file.path.map(JSONValue.string) ?? .null, "bytes": .integer(file.bytes),
        "notes": .array((file.notes + [file.failure?.description].compactMap(\.self)).map(JSONValue.string)),
      ]
    }
    return [
      "source": .string(report.source), "symbol": .string(report.symbol), "dataset": .string(dataset),
      "from": .string(report.span.range.from.description), "to": .string(report.span.range.to.description),
      "files": .array(files), "notes": .array(report.notes.map(JSONValue.string)),
      "imported": imported?.document ?? .null,
    ]
  }
}
