import ArgumentParser
import Frames
import Market
import Results
import Store

struct DataExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a point-in-time frame as CSV or JSON lines (--format json): what was known at each bar's close.")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: MarketOptions

  @Option(
    help: ArgumentHelp(
      "Columns or expressions besides open, high, low and close, separated by commas; all columns when left out.",
      valueName: "names"),
    completion: Completions.columns)
  var columns: String?

  @Option(
    name: .shortAndLong, help: ArgumentHelp("File to write; stdout when left out.", valueName: "file"),
    completion: .file())
  var output: String?

  func run() throws {
    let loader = FrameLoader(workspace: global.workspace, choice: options.choice)
    let dataset = try global.workspace.datasets.open(try loader.market(of: []))
    try Terminal.noteSeal(of: dataset)
    let prices = ["open", "high", "low", "close"]
    let names =
      try columns.map(EvaluatedExpressions.texts(of:))
      ?? loader.columns(of: dataset, for: []).available.map(\.name).sorted()
    let shown = prices + names.filter { !prices.contains($0) }
    let evaluated = try EvaluatedExpressions(shown, loader)
    let frame = evaluated.frame
    let values = evaluated.all.map(\.numbers)
    let asLines = global.format == .json
    func write(to output: some TextOutputStream) -> any TextOutputStream {
      if asLines { return Self.lines(of: frame, columns: shown, values, into: output) }
      var writer = CSVWriter(columns: ["open_time", "close_time"] + shown, into: output)
      for row in frame.evaluation {
        writer.append(
          [.text(frame.grid.open(row).description), .text(frame.grid.close(row).description)]
            + values.map { Figure.plain($0[row]) })
      }
      return writer.output
    }
    if let output {
      let file = try FileOutput(creating: output)
      _ = write(to: file)
      try file.close()
    } else {
      print(write(to: "") as? String ?? "", terminator: "")
    }
  }

  /// One object a bar; what is not known is null. Names are those of columns, which need no quoting.
  private static func lines<Output: TextOutputStream>(
    of frame: Frame, columns: [String], _ values: [[Double]], into output: Output
  ) -> Output {
    var output = output
    for row in frame.evaluation {
      let numbers = zip(columns, values).map { name, column in
        "\"\(name)\":\(column[row].isFinite ? Figure.plain(column[row]).csv : "null")"
      }
      output.write(
        "{\"open_time\":\"\(frame.grid.open(row))\",\"close_time\":\"\(frame.grid.close(row))\","
          + numbers.joined(separator: ",") + "}\n")
    }
    return output
  }
}
