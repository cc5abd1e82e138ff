import ArgumentParser
import Market
import Numerics
import Results
import Store

struct DataRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove a series of a dataset, or the whole of it.",
    discussion: """
      Its files can be imported again afterwards: which files the rows came from is forgotten with them. A dataset that was \
      ever sealed stays as it is.

      Example: hindcast data remove btc --series 'binance:BTCUSDT klines 1h'
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp("Name of the dataset.", valueName: "name"))
  var name: String

  @Option(help: ArgumentHelp("A series as 'data show' calls it; may be said several times.", valueName: "title"))
  var series: [String] = []

  @Flag(help: "Remove the dataset itself.")
  var everything = false

  func run() throws {
    let folder = global.workspace.datasets
    guard everything != !series.isEmpty else {
      throw Problem(
        "nothing says what of '\(name)' is to be removed", remedy: "say --series TITLE, or --everything for the dataset"
      )
    }
    if everything {
      try folder.remove(name)
      say("Removed the dataset '\(name)'.", [["dataset": .string(name), "series": .null, "rows_removed": .null]])
      return
    }
    let all = try folder.open(name).allSeries()
    let names = SeriesNames(all.map(\.descriptor))
    // One that is named twice is removed once.
    let chosen = try series.map { try names.place(of: $0, in: name) }.uniqued
    let dataset = try folder.openForSealing(name)
    let removed = try chosen.map { (title: names.all[$0], rows: try dataset.remove(all[$0])) }
    try dataset.close()
    say(
      removed.map { "Removed \($0.rows) rows of \($0.title)." }.joined(separator: "\n"),
      removed.map {
        ["dataset": .string(name), "series": .string($0.title), "rows_removed": .integer($0.rows)]
      })
  }

  private func say(_ sentences: String, _ removed: [JSONValue]) {
    print(global.format == .json ? JSONValue.array(removed).text() : sentences + "\n", terminator: "")
  }
}

struct DataRenameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rename", abstract: "Call a dataset by another name.",
    discussion: "Results that were computed on it keep the name it had.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp("Name of the dataset.", valueName: "name"))
  var name: String

  @Argument(help: ArgumentHelp("What to call it.", valueName: "new-name"))
  var new: String

  func run() throws {
    try global.workspace.datasets.rename(name, to: new)
    let document: JSONValue = ["dataset": .string(new), "former_name": .string(name)]
    print(global.format == .json ? document.text() : "'\(name)' is called '\(new)' now.\n", terminator: "")
  }
}
