import Feeds
import Market
import Results

/// What an import did, as tables and as lines on stderr: of every command that imports.
struct ImportTables {
  /// What the tables are called.
  let title: String
  let reports: [ImportReport]

  // MARK: On stderr

  func say() {
    // A folder of files that are alike has one note and not one a file.
    var files: [String: [String]] = [:]
    var order: [String] = []
    for report in reports {
      for note in report.notes {
        if files[note] == nil { order.append(note) }
        files[note, default: []].append(report.file)
      }
    }
    for note in order {
      Terminal.note("\((files[note] ?? []).listed(most: 1)): \(note)")
    }
    for report in reports {
      if case .skipped(let reason) = report.outcome { Terminal.warn("\(report.file): skipped, \(reason)") }
      if report.counts.dropped > 0 {
        Terminal.warn(
          "\(report.counts.dropped) damaged rows of \(report.series?.title ?? "the series") were dropped: "
            + "import every file of that stretch again, this one is done")
      }
      for row in report.rejected.prefix(20) { Terminal.warn("\(report.file):\(row.line): left out, \(row.reason)") }
      if report.rejected.count > 20 { Terminal.warn("\(report.file): and \(report.rejected.count - 20) more rows") }
    }
  }

  // MARK: Tables

  private static let amounts: [Table.Column] = [
    .init("read", key: "rows_read"), .init("kept", key: "rows_kept"), .init("duplicate", key: "rows_duplicate"),
    .init("replaced", key: "rows_replaced"), .init("stayed", key: "rows_stayed"),
    .init("rejected", key: "rows_rejected"),
  ]

  private func amounts(_ reports: [ImportReport]) -> [Figure] {
    func sum(_ amount: (ImportReport) -> Int) -> Figure { .count(reports.reduce(0) { $0 + amount($1) }) }
    return [
      sum(\.rowsRead), sum(\.counts.kept), sum(\.counts.duplicate), sum(\.counts.replaced), sum(\.counts.outweighed),
      sum(\.rejected.count),
    ]
  }

  private var used: [ImportReport] {
    reports.filter { $0.series != nil }
  }

  var byFile: Table {
    let used = used
    return Table(
      title: title,
      columns: [.init("file", key: "file", .words), .init("series", key: "series", .words)] + Self.amounts,
      rows: used.map { report in
        let known = report.outcome == .alreadyImported ? " (already imported)" : ""
        return [
          .text(report.file.split(separator: "/").last.map(String.init) ?? report.file),
          .text((report.series?.title ?? "") + known),
        ] + amounts([report])
      },
      total: [.text("\(used.count) files"), .text("")] + amounts(used))
  }

  /// For programs: every file by its whole path, with what was said of it.
  var document: JSONValue {
    .array(
      reports.map { report in
        let outcome: (word: String, notes: [String]) =
          switch report.outcome {
          case .imported: ("imported", report.notes)
          case .alreadyImported: ("already_imported", report.notes)
          case .skipped(let reason): ("skipped", [reason])
          case .refused(let problem): ("refused", [problem.description])
          }
        return [
          "file": .string(report.file), "series": (report.series?.title).map { .string($0) } ?? .null,
          "outcome": .string(outcome.word), "rows_read": .integer(report.rowsRead),
          "rows_kept": .integer(report.counts.kept), "rows_duplicate": .integer(report.counts.duplicate),
          "rows_replaced": .integer(report.counts.replaced),
          "rejected": .array(
            report.rejected.map { ["line": .integer($0.line), "reason": .string($0.reason)] }),
          "notes": .strings(outcome.notes),
        ]
      })
  }

  /// In the order in which a series is first met.
  var bySeries: Table {
    let used = used
    var groups: [String: [ImportReport]] = [:]
    var order: [String] = []
    for report in used {
      let title = report.series?.title ?? ""
      if groups[title] == nil { order.append(title) }
      groups[title, default: []].append(report)
    }
    return Table(
      title: title,
      columns: [
        .init("series", key: "series", .words), .init("files", key: "files"), .init("already imported", key: "known"),
      ] + Self.amounts,
      rows: order.map { title in
        let own = groups[title] ?? []
        return [.text(title), .count(own.count), .count(own.count { $0.outcome == .alreadyImported })] + amounts(own)
      },
      total: [.text("all"), .count(used.count), .count(used.count { $0.outcome == .alreadyImported })] + amounts(used),
      notes: order.count < used.count ? ["--files shows a line a file."] : [])
  }
}
