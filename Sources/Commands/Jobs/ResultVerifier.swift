import Digest
import Foundation
import Frames
import Market
import Replay
import Results
import Signals
import Store

/// Whether a kept result still comes out as it did.
///
/// Replays and comparisons are done again from the strategy's text as it was kept, so that what lies in `strategies/` by
/// now makes no difference. Of a sweep the data and the best trial are. Of everything else the document is looked at, and
/// that it was not computed again is said.
struct ResultVerifier {
  let workspace: Workspace

  /// What was found out about one result.
  struct Finding {
    enum Verdict: String, CaseIterable {
      /// Done again, with the same figures.
      case verified
      case differing
      /// It could not be looked at.
      case unread
      /// Its document is what it was, and it was not computed again.
      case notReplayed = "not_replayed"
    }

    let verdict: Verdict
    let text: String
    var notes: [String] = []
  }

  func verify(_ result: ResultRecord) -> Finding {
    do {
      switch ResultIdentity.Kind(rawValue: result.kind) {
      case .replay: return try replayed(result)
      case .comparison where result.sources != nil: return try compared(result)
      case .sweep: return swept(result)
      default: return documented(result)
      }
    } catch let problem as Problem {
      let text = result.sources == nil && problem.what.hasPrefix("there is no strategy") ? Self.noText : ""
      return Finding(verdict: .unread, text: "could not be replayed: \(problem.what)\(text)")
    } catch {
      return Finding(verdict: .unread, text: "could not be replayed: \(error)")
    }
  }

  private static let noText = ", and the version that kept the run kept no text of it"

  // MARK: Done again

  private func replayed(_ result: ResultRecord) throws -> Finding {
    let kept = result.sources?.first
    let asked = try KeptReplay(result, in: workspace)
    let (market, runs) = try ReplayJob(workspace: workspace, choice: asked.choice, overrides: asked.overrides)
      .run([asked.strategy])
    guard let now = runs.first else { return Finding(verdict: .unread, text: "nothing was replayed") }
    let identity = ResultIdentity.replay(now.strategy, on: market.frame)
    var finding = judged(result, now: identity, differing: differing(result.figures, now.figuresJSON))
    finding = withFiles(finding, of: result)
    if finding.verdict == .differing, let before = KeptContract(result, in: workspace),
      let after = KeptContract(now.json.text()), before != after
    {
      finding.notes.append("its contract was \(before.text), and is \(after.text)")
    }
    finding.notes += [kept].compactMap(\.self).compactMap(newerFile)
    return finding
  }

  private func compared(_ result: ResultRecord) throws -> Finding {
    var sources = result.sources ?? []
    let parameters = result.parameterTexts
    guard let seed = parameters["seed"].flatMap(UInt64.init),
      let replicates = parameters["replicates"].flatMap(Int.init)
    else { return Finding(verdict: .unread, text: "could not be replayed: its seed and replicates were not kept") }
    let benchmark = parameters["benchmark"]
    if let benchmark, BenchmarkJob.isStrategy(benchmark), let kept = sources.last {
      // Its text was kept last. What is named is what lies in strategies/ by now, so that has to be the same.
      guard try workspace.strategy(benchmark).source == kept.text else {
        return Finding(verdict: .unread, text: "could not be replayed: the benchmark '\(benchmark)' has changed since")
      }
      sources.removeLast()
    }
    let settings = try parameters.keys.filter { $0.hasPrefix("set ") }.sorted().map { key in
      try CompareSetting(parsing: "\(key.dropFirst("set ".count))=\(parameters[key] ?? "")")
    }
    let base = try MarketChoice(of: result)
    let choices = zip(result.markets, result.instruments).map { market, instrument in
      var one = base
      (one.market, one.instrument) = (market, instrument)
      return one
    }
    let job = CompareJob(
      workspace: workspace, choices: choices.isEmpty ? [base] : choices, seed: seed, replicates: replicates,
      settings: settings, benchmark: benchmark)
    let now = try job.run(try sources.map { try $0.strategy() })
    let isSame = SHA256.digest(of: now.json.text()).hex == result.document?.digest
    var finding = judged(result, now: job.identity(of: now), differing: isSame ? [] : ["compare.json"])
    finding = withFiles(finding, of: result)
    finding.notes += sources.compactMap(newerFile)
    return finding
  }

  private func swept(_ result: ResultRecord) -> Finding {
    let finding = documented(result)
    guard finding.verdict == .notReplayed else { return finding }
    do {
      let kept = try KeptSweep(result, in: workspace)
      if let difference = try kept.difference() {
        return Finding(verdict: .differing, text: "document unchanged; \(difference)", notes: finding.notes)
      }
      return Finding(
        verdict: .notReplayed,
        text:
          "document, data\(kept.hasBenchmark ? ", benchmark" : "") and the best trial unchanged; other trials not recomputed",
        notes: finding.notes)
    } catch {
      return Finding(
        verdict: .unread,
        text: "document unchanged; its data could not be compared: \((error as? Problem)?.what ?? "\(error)")",
        notes: finding.notes)
    }
  }

  /// What a result is called that was done again.
  ///
  /// - Parameter differing: figures that came out otherwise.
  private func judged(_ result: ResultRecord, now: ResultIdentity, differing: [String]) -> Finding {
    let before = result.identityText
    let figures = differing.isEmpty ? "" : "other figures: \(differing.joined(separator: ", "))"
    if now.hash == result.hash {
      return differing.isEmpty
        ? Finding(verdict: .verified, text: "the same, bit for bit")
        : Finding(verdict: .differing, text: "the same inputs, \(figures)")
    }
    // Before there were kinds, a hash was of the whole dataset, whose fingerprint says nothing of one frame.
    let isOfDataset = ResultIdentity.value(of: "kind", in: before) == nil
    let names = ["data", "instrument", "bars", "strategy", "replicates", "seed"].filter { name in
      !(isOfDataset && name == "data")
        && ResultIdentity.value(of: name, in: before) != ResultIdentity.value(of: name, in: now.text)
    }
    guard names.isEmpty, differing.isEmpty else {
      let inputs = names.isEmpty ? "" : "differs in \(names.joined(separator: ", "))"
      return Finding(verdict: .differing, text: [inputs, figures].filter { !$0.isEmpty }.joined(separator: "; "))
    }
    let engine = "engine \(result.engine), this is \(Engine.version)"
    return Finding(
      verdict: .verified,
      text: isOfDataset
        ? "the same figures; its hash was of the whole dataset (\(engine)), its new hash is \(now.hash.prefix(12))"
        : "the same figures; it was kept by \(engine), its new hash is \(now.hash.prefix(12))")
  }

  private func differing(_ figures: String, _ now: JSONValue) -> [String] {
    guard now.text(.compact) != figures else { return [] }
    let before = (try? JSONDecoder().decode([String: Double?].self, from: Data(figures.utf8))) ?? [:]
    let after = (try? JSONDecoder().decode([String: Double?].self, from: Data(now.text(.compact).utf8))) ?? [:]
    let names = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.sorted()
    return names.isEmpty ? ["their form"] : names
  }

  // MARK: Looked at

  /// What was found out about a result that was done again, and about the files that were written of it then.
  private func withFiles(_ finding: Finding, of result: ResultRecord) -> Finding {
    let files = Files(workspace, result)
    var finding = finding
    if finding.verdict == .verified, let changed = files.changed {
      finding = Finding(verdict: .differing, text: "the same figures, and \(changed)")
    } else if let changed = files.changed {
      finding.notes.append("\(changed)")
    }
    finding.notes += files.notes
    return finding
  }

  private func documented(_ result: ResultRecord) -> Finding {
    let files = Files(workspace, result)
    let rest = "not recomputed"
    if let changed = files.changed {
      return Finding(verdict: .differing, text: "\(changed); \(rest)", notes: files.notes)
    }
    guard let document = result.document, let folder = result.folder else {
      return Finding(verdict: .notReplayed, text: "its document was not noted; \(rest)")
    }
    guard !files.missing.contains(document.name) else {
      return Finding(
        verdict: .unread, text: "\(workspace.path("\(folder)/\(document.name)")) is gone; \(rest)")
    }
    return Finding(verdict: .notReplayed, text: "document unchanged; \(rest)", notes: files.notes)
  }

  /// What became of the files of a result, in words.
  private struct Files {
    /// `results/x/run.txt is not as it was written`; nil where none was changed.
    let changed: String?
    /// Names of those that are gone.
    let missing: [String]
    let notes: [String]

    init(_ workspace: Workspace, _ result: ResultRecord) {
      let noted = KeptFiles(workspace: workspace, result: result).noted
      let paths = noted.filter { $0.state == .changed }.map { workspace.path("\(result.folder ?? "")/\($0.name)") }
      changed =
        paths.isEmpty
        ? nil
        : "\(paths.joined(separator: ", ")) \(paths.count == 1 ? "is not as it was" : "are not as they were") written"
      missing = noted.filter { $0.state == .missing }.map(\.name)
      var notes =
        missing.isEmpty ? [] : ["\(missing.joined(separator: ", ")) \(missing.count == 1 ? "is" : "are") gone"]
      if result.files.isEmpty, result.folder != nil {
        notes.append("its text, rows and page are unchecked: the version that kept it noted no digests of them")
      }
      self.notes = notes
    }
  }

  /// That the strategy's file says something else by now; nil where it does not, or where there is none.
  private func newerFile(_ source: ResultRecord.Source) -> String? {
    guard !source.name.contains("/") else { return nil }
    let files = ["yaml", "yml"].map { "\(workspace.strategies)/\(source.name).\($0)" }
    guard let file = files.first(where: workspace.fileExists), let text = FileManager.default.contents(atPath: file),
      text != Data(source.text.utf8)
    else { return nil }
    return "\(file) has changed since; what was replayed is the text that was kept"
  }
}
