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

  private static let rules = ["at_close", "at_stamp", ImportHints.confirmedStamp]

  @Option(
    help: ArgumentHelp(
      "When rows of computed columns are known, which --kind external must say: at_close (the stamp is a bar's open) or at_stamp; at_stamp,confirmed where all stamps are opens of bars.",
      valueName: "rule"), completion: .list(Self.rules))
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

  @Flag(help: "Read every file, also those that are as they were when they were imported (docs/formats.md).")
  var verify = false

  @Flag(help: "Leave out rows that cannot be used, and list them, instead of refusing their file.")
  var skipBadRows = false

  func run() throws {
    let isConfirmed = known == ImportHints.confirmedStamp
    let rule = try known.map { text in
      guard let rule = isConfirmed ? .atStamp : KnownRule(rawValue: text) else {
        throw Problem("there is no rule '\(text)'", remedy: suggestion(for: text, in: Self.rules, called: "rules"))
      }
      return rule
    }
    let hints = try ImportHints(
      venue: venue, symbol: symbol, kind: try kind.map(FileKind.init(named:)), known: rule,
      isStampConfirmed: isConfirmed, delay: delay?.interval, table: try table.hints)
    let folder = global.workspace.datasets
    let dataset = try folder.openForImport(into)
    let reports = try folder.importFiles(
      paths, into: dataset, hints: hints, badRows: skipBadRows ? .skip : .refuse, isRehearsal: dryRun, readsAll: verify)
    let tables = ImportTables(
      title: dryRun ? "What an import into \(into) would do" : "Imported into \(into)", reports: reports)
    if global.format == .json {
      print(tables.document.text(), terminator: "")
    } else {
      Output(format: global.format).show(files || global.format == .csv ? tables.byFile : tables.bySeries)
    }
    try Terminal.noteSeal(of: dataset)
    tables.say()
    if let problem = RefusedFiles(of: reports).problem(of: Set(reports.map(\.file)).count) { throw problem }
  }
}
