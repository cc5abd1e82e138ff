import ArgumentParser
import Feeds
import Market
import Results
import Store

struct DataImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Import files into a dataset (docs/formats.md).",
    discussion: """
      Files and folders; CSV, JSON and JSON lines, plain or in zip or gz. What a file is stands in its bytes, its name and \
      its folders; 'hindcast data formats' lists what is known, and a format of your own is a file in datasets/profiles. \
      Everything is checked before anything is written, each file is one transaction, and the same file twice changes \
      nothing.

      Examples:
        hindcast data import downloads/um_klines_5m downloads/um_funding_rate --into btc
        hindcast data import BTC.csv --into btc --symbol BTCUSDT --columns time=Date,close=Close --zone Asia/Kolkata
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup(title: "How a table is written, where its names do not tell") var table: TableOptions

  @Argument(help: ArgumentHelp("Files or folders.", valueName: "path"), completion: .file())
  var paths: [String]

  @Option(
    help: ArgumentHelp("Dataset to import into; made when it is not there.", valueName: "name"),
    completion: Completions.datasets)
  var into: String

  @Option(help: "Venue, where names do not tell.")
  var venue: String?

  @Option(help: "Symbol, where names do not tell.")
  var symbol: String?

  @Option(
    help: ArgumentHelp(
      "What the files measure, where names do not tell: \(FileKind.all.map(\.name).joined(separator: ", ")).",
      valueName: "kind"), completion: .list(FileKind.all.map(\.name)))
  var kind: String?

  @Option(
    help: ArgumentHelp(
      "When rows of computed columns are known, which --kind external must say: at_close (the stamp is a bar's open) or at_stamp.",
      valueName: "rule"), completion: .list(["at_close", "at_stamp"]))
  var known: String?

  @Option(
    help: ArgumentHelp(
      "Publication lag of computed columns, or of a table with --label, on top of that; 0 for none.", valueName: "span")
  )
  var delay: Span?

  @Flag(help: "Say what would happen, and change nothing.")
  var dryRun = false

  @Flag(help: "A line a file instead of a line a series.")
  var files = false

  @Flag(help: "Leave out rows that cannot be used, and list them, instead of refusing their file.")
  var skipBadRows = false

  func run() throws {
    let rule = try known.map { text in
      guard let rule = KnownRule(rawValue: text) else {
        throw Problem(
          "there is no rule '\(text)'", remedy: suggestion(for: text, in: ["at_close", "at_stamp"], called: "rules"))
      }
      return rule
    }
    let hints = try ImportHints(
      venue: venue, symbol: symbol, kind: try kind.map(FileKind.init(named:)), known: rule,
      delay: delay?.interval ?? .zero, table: try table.hints)
    let folder = global.workspace.datasets
    let dataset = try folder.openForImport(into)
    let progress = ProgressLine("importing", total: 1000)
    let reports = try Importer.importFiles(
      paths, into: dataset, hints: hints, badRows: skipBadRows ? .skip : .refuse,
      profiles: try ProfileLibrary(folder: folder.path + "/profiles"), isRehearsal: dryRun
    ) { step in
      let half = step.stage == .checking ? 0 : 500
      progress.update(half + 500 * step.done / max(1, step.total))
    }
    progress.finish()
    Output(format: global.format).show(files || global.format != .table ? byFile(reports) : bySeries(reports))
    try Terminal.noteSeal(of: dataset)
    say(reports)
  }

  private func say(_ reports: [ImportReport]) {
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
      let own = files[note] ?? []
      Terminal.note("\(own[0])\(own.count > 1 ? " and \(own.count - 1) more" : ""): \(note)")
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

  /// What the tables are called.
  private var title: String { dryRun ? "What an import into \(into) would do" : "Imported into \(into)" }

  private static let amounts: [Table.Column] = [
    .init("read", key: "rows_read"), .init("kept", key: "rows_kept"), .init("duplicate", key: "rows_duplicate"),
    .init("replaced", key: "rows_replaced"), .init("rejected", key: "rows_rejected"),
  ]

  private func amounts(_ reports: [ImportReport]) -> [Figure] {
    func sum(_ amount: (ImportReport) -> Int) -> Figure { .count(reports.reduce(0) { $0 + amount($1) }) }
    return [
      sum(\.rowsRead), sum(\.counts.kept), sum(\.counts.duplicate), sum(\.counts.replaced), sum(\.rejected.count),
    ]
  }

  private func used(_ reports: [ImportReport]) -> [ImportReport] {
    reports.filter { if case .skipped = $0.outcome { false } else { true } }
  }

  private func byFile(_ reports: [ImportReport]) -> Table {
    let used = used(reports)
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

  /// In the order in which a series is first met.
  private func bySeries(_ reports: [ImportReport]) -> Table {
    let used = used(reports)
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
