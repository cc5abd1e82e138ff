import ArgumentParser
import Foundation
import Market
import Results
import Store

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Results that were kept, and whether they still come out the same.",
    subcommands: [RunsListCommand.self, RunsShowCommand.self, RunsWhyCommand.self, RunsVerifyCommand.self])
}

struct RunsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Every result that was kept: replays, studies, sweeps and the rest.")

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let results = try RunArchive.existing(global.workspace)?.results() ?? []
    Output(format: global.format).show(
      Table(
        title: "Results in \(global.workspace.results)",
        columns: [
          .init("hash", key: "hash", .words), .init("kind", key: "kind", .words), .init("name", key: "name", .words),
          .init("market", key: "market", .words), .init("instrument", key: "instrument", .words, isDetail: true),
          .init("bars", key: "interval", isDetail: true), .init("from", unit: "UTC", key: "from", isDetail: true),
          .init("to", unit: "UTC", key: "to", isDetail: true),
          .init("folder", key: "folder", .words),
        ],
        rows: results.map { result in
          [
            .text(String(result.hash.prefix(12))), .text(result.kind), .text(result.name),
            .text(result.markets.joined(separator: ",")), .text(instruments(result)),
            .text(result.interval.description),
            .instant(result.range.from), .instant(result.range.to), result.folder.map { .text($0) } ?? .missing,
          ]
        }))
  }

  /// All of them for programs; a person reads how many there are.
  private func instruments(_ result: ResultRecord) -> String {
    result.instruments.count > 3 && global.format == .table
      ? "\(result.instruments.count) instruments" : result.instruments.joined(separator: ",")
  }
}

struct RunsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print a kept result again, without running anything.",
    discussion: """
      What is printed are the files of its folder: the text, with --format json the document, with --format csv the rows.

      Example: hindcast runs show latest --format json
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(
    help: ArgumentHelp("The first digits of its hash, its folder, or 'latest'.", valueName: "result"),
    completion: Completions.results(of: nil))
  var result: String

  @Flag(help: "What the hash stands for: everything the result depends on, parameters, figures, folder.")
  var identity = false

  func run() throws {
    let result = try ResultFinder(workspace: global.workspace).find(result)
    guard identity else { return try KeptPrint(workspace: global.workspace, result: result).show(as: global.format) }
    print(
      """
      \(result.hash)
      \(result.kind) \(result.name) on \(result.markets.joined(separator: ","))
      \(result.identityText)
      parameters \(result.parameters)
      figures \(result.figures)
      """)
    if let document = result.document { print("document \(document.name) \(document.digest)") }
    if let folder = result.folder { print("folder \(folder)") }
  }
}

struct RunsWhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Name the first difference of two kept replays.",
    discussion: """
      In the order in which one explains the next: engine, instrument, window, data, funding, parameters, strategy; \
      then the first value and the first decision that are not the same, and the first entry of the ledgers. Values and \
      decisions are worked out again, where the datasets are what they were.

      Example: hindcast runs why 3f2a stress-fade-91c04d77
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(
    help: ArgumentHelp("The first digits of its hash, its folder, or 'latest'.", valueName: "one"),
    completion: Completions.results(of: nil))
  var first: String

  @Argument(help: ArgumentHelp("The same of the other.", valueName: "other"), completion: Completions.results(of: nil))
  var second: String

  func run() throws {
    let finder = ResultFinder(workspace: global.workspace)
    let (one, other) = (try finder.find(first), try finder.find(second))
    let difference = try RunDifference(one, other, in: global.workspace)
    let name = { (result: ResultRecord) in "\(result.name) \(result.hash.prefix(8))" }
    var table = Table(
      title: "What differs",
      columns: [
        .init("", key: "what", .words), .init(name(one), key: "first", .words),
        .init(name(other), key: "second", .words),
      ], notes: [difference.sentence])
    for item in difference.items { table.append([.text(item.what), .text(item.first), .text(item.second)]) }
    Output(format: global.format).show(table)
  }
}

struct RunsVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Do results again and compare them; exit code 1 when one differs or cannot be read.",
    discussion: """
      Replays and comparisons are done again, from the strategy's text as it was kept. Of other results the document is \
      compared with its digest. A result that cannot be verified is named with the reason, and the next one follows.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(
    help: ArgumentHelp(
      "The first digits of its hash, its folder, or 'latest'; every result when left out.", valueName: "result"),
    completion: Completions.results(of: nil))
  var result: String?

  func run() throws {
    let workspace = global.workspace
    let results =
      try result.map { [try ResultFinder(workspace: workspace).find($0)] } ?? RunArchive.existing(workspace)?.results()
      ?? []
    let verifier = ResultVerifier(workspace: workspace)
    var counts: [ResultVerifier.Finding.Verdict: Int] = [:]
    var table = Table(
      columns: ["hash", "kind", "name", "market", "verdict", "text", "notes"].map { .init($0, key: $0, .words) })
    for result in results {
      let finding = verifier.verify(result)
      counts[finding.verdict, default: 0] += 1
      table.append(
        [
          result.hash, result.kind, result.name, result.markets.joined(separator: ","), finding.verdict.rawValue,
          finding.text, finding.notes.joined(separator: " "),
        ].map(Figure.text))
      guard global.format == .table else { continue }
      Output.printHanging(
        "\(result.kind) \(result.name) on \(result.markets.joined(separator: ",")): \(finding.text)",
        behind: "\(result.hash.prefix(12)) ")
      for note in finding.notes { Output.printHanging(note, behind: "             note: ") }
    }
    let (differing, unread) = (counts[.differing] ?? 0, counts[.unread] ?? 0)
    guard global.format == .table else {
      Output(format: global.format).show(table)
      if differing + unread > 0 { throw ExitCode(Problem.Fault.work.rawValue) }
      return
    }
    print(
      "\(counts[.verified] ?? 0) verified, \(differing) differing, \(counts[.notReplayed] ?? 0) not replayed"
        + (unread > 0 ? ", \(unread) could not be read" : ""))
    guard differing + unread > 0 else { return }
    throw Problem(
      "of \(Double.counted(results.count, "result")) \(differing) no longer come\(differing == 1 ? "s" : "") out as before, and \(unread) could not be read",
      remedy: "see above what changed", fault: .work)
  }
}

extension RunArchive {
  /// The archive of a workspace, or nil where nothing was kept yet: looking makes no file. One that cannot be written is
  /// read as it is.
  ///
  /// - Throws: a `Problem` where the root is no folder, or the archive damaged.
  static func existing(_ workspace: Workspace) throws -> RunArchive? {
    try workspace.checkRoot()
    let path = RunArchive.path(root: workspace.root)
    guard workspace.fileExists(path) else { return nil }
    return FileManager.default.isWritableFile(atPath: path) ? try RunArchive(at: path) : try RunArchive(reading: path)
  }
}
