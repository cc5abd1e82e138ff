import Foundation
import Market
import Replay
import Results
import Store

/// Finds a kept result by what its user remembers of it: the first digits of its hash, its folder, or that it is the
/// latest.
struct ResultFinder {
  let workspace: Workspace
  /// What a command shows; nil for everything.
  var kinds: Set<ResultIdentity.Kind>?

  static let latest = "latest"

  func find(_ text: String) throws -> ResultRecord {
    guard let archive = try RunArchive.existing(workspace) else {
      throw Problem("nothing was kept yet in \(workspace.results)", remedy: "run '\(maker)' first")
    }
    let all = try archive.results()
    let shown = all.filter(isShown)
    if text == Self.latest { return try latest(of: shown) }
    if let result = all.first(where: { names(text, folderOf: $0) }) { return try checked(result) }
    // The same rules under another name are one result, and its folder has the name that came first.
    if let tail = text.split(separator: "-").last, tail != text[...], tail.utf8.count >= 8,
      tail.allSatisfy(\.isHexDigit),
      let result = all.first(where: { $0.hash.hasPrefix(tail) })
    {
      return try checked(result)
    }
    let digits = text.lowercased()
    guard digits.utf8.count >= 4, digits.allSatisfy(\.isHexDigit) else {
      guard !shown.isEmpty else { throw noneKept }
      throw Problem(
        "there is no result '\(text)' in \(workspace.results)",
        remedy: remedy(for: text, among: shown))
    }
    let found = all.filter { $0.hash.hasPrefix(digits) }
    let candidates = found.filter(isShown).isEmpty ? found : found.filter(isShown)
    if let result = candidates.first, candidates.count == 1 { return try checked(result) }
    guard candidates.isEmpty else { throw ambiguous(digits, candidates, begins: "the hashes of") }
    return try ofTrials(digits, archive, shown)
  }

  /// The folder of the latest result whose name without its digits is near; else what a slip of the keyboard may have meant.
  private func remedy(for text: String, among results: [ResultRecord]) -> String {
    let folders = results.compactMap(folderName)
    if let near = nearestWord(to: text, in: folders + [Self.latest]) { return "did you mean '\(near)'?" }
    let stems = folders.map { $0.split(separator: "-").dropLast().joined(separator: "-") }
    let near =
      nearestWord(to: text, in: stems)
      ?? stems.first { stem in
        stem.split(separator: "-").contains { nearestWord(to: text, in: [String($0)]) != nil }
      }
    if let near, let place = stems.lastIndex(of: near) { return "did you mean '\(folders[place])'?" }
    guard folders.count <= Self.listed else {
      return "'hindcast runs list' names all \(folders.count), and 'latest' is the last that was kept"
    }
    return suggestion(for: text, in: folders + [Self.latest], called: "results")
  }

  // MARK: By what is written of it

  /// Whose document was written last: the same result done again keeps its row and is written anew.
  private func latest(of results: [ResultRecord]) throws -> ResultRecord {
    let written = results.compactMap { result in self.written(result).map { (result: result, at: $0) } }
    // Of two in one tick of the clock the one that came later into the archive.
    guard let last = written.enumerated().max(by: { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }) else {
      throw noneKept
    }
    return last.element.result
  }

  private func written(_ result: ResultRecord) -> Date? {
    guard let folder = result.folder, let document = result.document else { return nil }
    let file = workspace.path("\(folder)/\(document.name)")
    return (try? FileManager.default.attributesOfItem(atPath: file))?[.modificationDate] as? Date
  }

  /// `results/NAME`, `NAME`, or any path that leads there.
  private func names(_ text: String, folderOf result: ResultRecord) -> Bool {
    guard let folder = result.folder else { return false }
    func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
    return [text, workspace.path(text), workspace.path("results/\(text)")].map(absolute)
      .contains(absolute(workspace.path(folder)))
  }

  private func folderName(_ result: ResultRecord) -> String? {
    result.folder?.split(separator: "/").last.map(String.init)
  }

  /// A sweep by the hash of its trials, which is what `sweep list` prints.
  private func ofTrials(_ digits: String, _ archive: RunArchive, _ shown: [ResultRecord]) throws -> ResultRecord {
    let sweeps = try archive.sweeps().map(\.sweep).filter { $0.hash.hasPrefix(digits) }
    guard !sweeps.isEmpty else {
      throw Problem("there is no result '\(digits)' in \(workspace.results)", remedy: "see 'hindcast runs list'")
    }
    let hashes = Set(sweeps.map(\.hash))
    let results = shown.filter { trialsHash(of: $0).map(hashes.contains) ?? false }
    if let result = results.first, results.count == 1 { return result }
    guard results.isEmpty else { throw ambiguous(digits, results, begins: "the hash of the trials of") }
    throw Problem(
      "'\(digits)' are trials of a sweep of \(sweeps[0].strategy) that was printed and not kept",
      remedy: "give its command line again without --no-report: it finds every trial")
  }

  /// Kept sweeps by the hash of their trials; those whose document is gone are left out.
  func sweepsByTrials(_ archive: RunArchive?) throws -> [String: [ResultRecord]] {
    let named =
      try archive?.results().compactMap { sweep in trialsHash(of: sweep).map { (hash: $0, sweep: sweep) } } ?? []
    return Dictionary(grouping: named, by: \.hash).mapValues { $0.map(\.sweep) }
  }

  private func trialsHash(of result: ResultRecord) -> String? {
    struct Document: Decodable {
      let trialsHash: String
      enum CodingKeys: String, CodingKey { case trialsHash = "trials_hash" }
    }
    guard result.kind == ResultIdentity.Kind.sweep.rawValue, let folder = result.folder, let document = result.document,
      let bytes = FileManager.default.contents(atPath: workspace.path("\(folder)/\(document.name)"))
    else { return nil }
    return (try? JSONDecoder().decode(Document.self, from: bytes))?.trialsHash
  }

  // MARK: What is said of it

  private func isShown(_ result: ResultRecord) -> Bool {
    guard let kinds else { return true }
    return ResultIdentity.Kind(rawValue: result.kind).map(kinds.contains) ?? false
  }

  private func checked(_ result: ResultRecord) throws -> ResultRecord {
    guard !isShown(result) else { return result }
    throw Problem(
      "\(result.hash.prefix(12)) is a \(result.kind) and no \(noun)",
      remedy: "'hindcast runs show \(result.hash.prefix(8))' prints it")
  }

  private var noneKept: Problem {
    Problem(
      "no \(noun) was kept yet in \(workspace.results)",
      remedy: "run '\(maker)' first; 'hindcast runs list' names what else was kept")
  }

  /// The command that keeps what is looked for.
  private var maker: String {
    switch noun {
    case "sweep": "hindcast sweep STRATEGY --grid PARAMETER=VALUES"
    case "scan": "hindcast scan --market NAME"
    case "study": "hindcast study STRATEGY --signal NAME"
    default: "hindcast replay STRATEGY"
    }
  }

  private var noun: String {
    guard let kinds else { return "result" }
    return kinds == [.sweep] ? "sweep" : kinds == [.scan] ? "scan" : "study"
  }

  private static let listed = 8

  private func ambiguous(_ digits: String, _ results: [ResultRecord], begins: String) -> Problem {
    let candidates = results.map { result in
      "\(result.hash.prefix(max(12, digits.utf8.count + 4))) (\(result.kind) \(result.name) on \(result.markets.joined(separator: ",")))"
    }
    return Problem(
      "'\(digits)' begins \(begins) \(results.count) results",
      remedy: "say one of \(candidates.listed(most: Self.listed))")
  }
}
