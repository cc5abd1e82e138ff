import ArgumentParser
import Feeds
import Frames
import Market
import Numerics
import Results
import Store

struct DataExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a point-in-time frame, or the rows of one series, as CSV, JSON lines, Feather or Parquet.",
    discussion: """
      A frame has a row a bar with what was known at its close. --series writes the rows of one series as they are stored, \
      which an import of the file gives back to the last bit. The ending of --output decides how it is written: .csv, \
      .jsonl, .feather (or .arrow), .parquet (through duckdb).
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: MarketOptions

  @Option(
    help: ArgumentHelp(
      "Columns or expressions besides open, high, low and close, separated by commas; all columns when left out.",
      valueName: "names"),
    completion: Completions.columns)
  var columns: String?

  @Option(
    help: ArgumentHelp(
      "Write the rows of this series as they are stored, by its title in 'hindcast data show': 'binance:BTCUSDT funding 8h'.",
      valueName: "title"))
  var series: String?

  @Option(
    name: .shortAndLong, help: ArgumentHelp("File to write; stdout when left out.", valueName: "file"),
    completion: .file())
  var output: String?

  func run() throws {
    let form = try ExportedRows.Form(output, global.format)
    let loader = FrameLoader(workspace: global.workspace, choice: options.choice)
    let dataset = try loader.datasets.open(try loader.market(of: []))
    try Terminal.noteSeal(of: dataset)
    guard let series else { return try frame(loader, dataset).write(as: form, to: output) }
    guard columns == nil, options.interval == nil else {
      throw Problem(
        "a series is written with its own rows and columns", remedy: "leave --columns and --interval out")
    }
    try rows(of: series, dataset).write(as: form, to: output)
    // Once it is there: what could not be written cannot be imported.
    if let output {
      Terminal.note(
        "hindcast: the file says what it is of; to import it again: hindcast data import \(output) --into NAME")
    }
  }

  private func frame(_ loader: FrameLoader, _ dataset: Dataset) throws -> ExportedRows {
    try Terminal.noteKnownAsOf(dataset)
    let prices = ["open", "high", "low", "close"]
    let names =
      try columns.map(EvaluatedExpressions.texts(of:))
      ?? loader.columns(of: dataset, for: []).available.map(\.name).sorted()
    // A name stands once, whoever asks for it twice or for what every row begins with.
    let given = prices + ["open_time", "close_time"]
    let asked = names.uniqued.filter { !given.contains($0) }
    // What was typed stands first where a message points into it.
    let evaluated = try EvaluatedExpressions(asked + prices, loader)
    let frame = evaluated.frame
    let columns = evaluated.all.suffix(prices.count) + evaluated.all.prefix(asked.count)
    return ExportedRows(
      times: [
        ("open_time", frame.evaluation.map { frame.grid.open($0).milliseconds }),
        ("close_time", frame.evaluation.map { frame.grid.close($0).milliseconds }),
      ],
      numbers: columns.map { ($0.text, Array($0.numbers[frame.evaluation])) })
  }

  private func rows(of title: String, _ dataset: Dataset) throws -> ExportedRows {
    let all = try dataset.allSeries().map(\.descriptor)
    let descriptor = all[try SeriesNames(all).place(of: title, in: dataset.name)]
    if let later = try dataset.laterChanges(of: dataset.allSeries().filter { $0.descriptor == descriptor }),
      let instant = dataset.knownAsOf
    {
      Terminal.note("hindcast: \(Dataset.sentence(of: later, asOf: instant))")
    }
    let series = try dataset.series(descriptor, range: try closed(descriptor))
    return ExportedRows(
      times: [("time", series.stamps)], numbers: zip(descriptor.columns, series.columns).map { ($0.name, $1) },
      note: ExportedSeries.note(descriptor))
  }

  /// What is asked for of a series, without a bar that is still open where it ends.
  private func closed(_ descriptor: SeriesDescriptor) throws -> TimeRange {
    let range = try options.choice.range()
    guard options.to != nil, descriptor.known == .atClose, let width = descriptor.cadence else { return range }
    return TimeRange(from: range.from, to: range.to - width + Interval(milliseconds: 1))
  }
}
