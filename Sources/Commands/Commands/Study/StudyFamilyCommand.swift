import ArgumentParser
import Market
import Pages
import Results

struct StudyFamilyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "family",
    abstract: "Many hypotheses from a study file, with their number taken into account.",
    discussion: """
      A study file lists signals, horizons and markets (docs/studies.md). Each is tested on its own; then Holm, \
      Benjamini-Hochberg and Benjamini-Yekutieli adjust for their number, and the reality check, Hansen's SPA and \
      Romano-Wolf's StepM resample all of them together.

      Example: hindcast study family crowding --market demo
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: MarketOptions

  @Argument(
    help: ArgumentHelp("Name in strategies/studies/ or path of a study file.", valueName: "file"),
    completion: Completions.studyFiles)
  var file: String

  @Flag(inversion: .prefixedNo, help: "Write a page of the study to results/.")
  var report = true

  func run() throws {
    Interruption.endAtOnce()
    let job = FamilyJob(workspace: global.workspace, choice: options.choice)
    var outcome = try job.run(try global.workspace.study(file))
    outcome.summary.testLog = try TestRecorder(workspace: global.workspace).record(outcome.summary, outcome.subjects)
    let summary = outcome.summary
    let document = summary.json
    var closing = summary.closing + summary.testLog.map(\.sentence)
    if report {
      let file = try job.keep(outcome, document: document, closing: closing, renderer: PageRenderer.found())
      closing.append("Written to \(file)")
    }
    switch global.format {
    case .table: Output(format: .table).show([summary.table], opening: summary.opening, closing: closing)
    case .json: print(document.text(), terminator: "")
    case .csv: print(summary.csv, terminator: "")
    }
  }
}
