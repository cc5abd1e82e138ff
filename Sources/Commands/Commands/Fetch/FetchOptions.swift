import ArgumentParser
import Feeds
import Fetch
import Foundation
import Market
import Results
import Store
import Synchronization

/// Flags of every source: what span, into which dataset, and how.
struct FetchOptions: ParsableArguments {
  @Option(help: ArgumentHelp("First month or UTC day, included: 2025-01 or 2025-01-15.", valueName: "month|day"))
  var from: String?

  @Option(help: ArgumentHelp("Last month or UTC day, included; yesterday when left out.", valueName: "month|day"))
  var to: String?

  @Option(
    name: [.customLong("dataset"), .customLong("into")],
    help: ArgumentHelp("Dataset to import into; made when it is not there.", valueName: "name"),
    completion: Completions.datasets)
  var dataset: String

  @Option(help: ArgumentHelp("Requests at once.", valueName: "count"))
  var parallel: Int = 4

  @Option(help: ArgumentHelp("A mirror, in place of the source's own address.", valueName: "url"))
  var baseURL: String?

  @Flag(help: "Say what would be fetched, and change nothing.")
  var dryRun = false

  @Flag(help: "Compare what is there with what the source has now: venues replace files.")
  var recheck = false

  @Flag(help: "A line a file instead of a line a series.")
  var files = false
}

/// Fetches from one source, imports what came, and says both.
struct FetchJob {
  let global: GlobalOptions
  let options: FetchOptions

  /// - Parameters:
  ///   - isOfTheMoment: whether all that is asked for is a state of now, so that no span is needed.
  ///   - fetch: the source at work.
  func run(isOfTheMoment: Bool = false, _ fetch: (FetchSetting, FetchSpan) throws -> FetchReport) throws {
    guard (1...32).contains(options.parallel) else {
      throw Problem("--parallel \(options.parallel) is not from 1 to 32", remedy: "4 is polite")
    }
    // What cannot be imported into is said before an hour of downloads.
    _ = try DatasetName(options.dataset)
    let folder = global.workspace.datasets
    let now = Clock.now
    let span = try span(isOfTheMoment, now)
    let progress = FetchProgressLine()
    var setting = FetchSetting(folder: folder.path + "/archive", now: now)
    setting.baseURL = try Self.address(options.baseURL)
    setting.parallel = options.parallel
    setting.isRehearsal = options.dryRun
    setting.rechecks = options.recheck
    setting.progress = { progress.update($0, $1) }
    let report = try fetch(setting, span)
    progress.finish()
    var imported: ImportTables?
    if !options.dryRun { imported = try importing(report, folder) }
    show(report, imported)
    // What came is imported and shown, so that the document on stdout is that of both.
    if let failure = report.failure {
      Terminal.complain(failure.description)
      throw ExitCode(failure.fault.rawValue)
    }
  }

  private func span(_ isOfTheMoment: Bool, _ now: Instant) throws -> FetchSpan {
    guard !isOfTheMoment else {
      guard options.from == nil, options.to == nil else {
        throw Problem(
          "what is asked for has no history: it is the state of this moment", remedy: "leave --from and --to out")
      }
      return .today(now)
    }
    guard let from = options.from else {
      throw Problem("--from is missing: nothing says from when on", remedy: "say --from 2025-01")
    }
    return try FetchSpan(from: from, to: options.to, now: now)
  }

  private static func address(_ text: String?) throws -> String? {
    guard let text else { return nil }
    guard let url = URL(string: text), ["http", "https"].contains(url.scheme ?? ""), url.host != nil else {
      throw Problem("--base-url '\(text)' is no address", remedy: "write http:// or https:// and a host")
    }
    return text
  }

  private func importing(_ report: FetchReport, _ folder: DatasetFolder) throws -> ImportTables? {
    guard !report.paths.isEmpty else { return nil }
    let dataset = try folder.openForImport(options.dataset)
    let reports: [ImportReport]
    do {
      reports = try folder.importFiles(report.paths, into: dataset)
    } catch var problem as Problem {
      var remedies = [problem.remedy].compactMap(\.self)
      // What says how a file is to be read is no flag of a fetch.
      if (problem.what + remedies.joined()).contains("say --"), let path = report.paths.first {
        let own = (problem.place.file ?? path).split(separator: "/", omittingEmptySubsequences: false)
        remedies.append(
          "such flags are taken by 'hindcast data import \(own.dropLast().joined(separator: "/")) --into \(options.dataset)'"
        )
      }
      // What was answered is kept, and a later call would read the same again.
      if problem.place.file.map(report.paths.contains) == true {
        remedies.append("it is kept as it was answered; --recheck asks for it again")
      }
      problem.remedy = remedies.isEmpty ? nil : remedies.joined(separator: "; ")
      throw problem
    }
    try Terminal.noteSeal(of: dataset)
    return ImportTables(title: "Imported into \(options.dataset)", reports: reports)
  }

  private func show(_ report: FetchReport, _ imported: ImportTables?) {
    let tables = FetchTables(report: report, dataset: options.dataset, isRehearsal: options.dryRun)
    let output = Output(format: global.format)
    switch global.format {
    case .table:
      let showsFiles = options.files || options.dryRun
      let second = imported.map { options.files ? $0.byFile : $0.bySeries }
      output.show([showsFiles ? tables.byFile : tables.bySeries] + [second].compactMap(\.self))
    case .json: print(tables.document(imported).text(), terminator: "")
    case .csv: output.show(tables.byFile)
    }
    for note in report.notes { Terminal.note(note) }
    for (note, names) in tables.notes { Terminal.note("\(names): \(note)") }
    imported?.say()
  }
}

/// A progress line that any thread may move.
private final class FetchProgressLine: Sendable {
  private let state = Mutex<(line: ProgressLine, total: Int)?>(nil)

  /// What there is is asked before anything is fetched: another total is another line.
  func update(_ done: Int, _ total: Int) {
    state.withLock { state in
      if let own = state, own.total != total {
        own.line.finish()
        state = nil
      }
      let own = state ?? (ProgressLine("fetching", total: total), total)
      own.line.update(done)
      state = own
    }
  }

  func finish() { state.withLock { $0?.line.finish() } }
}
