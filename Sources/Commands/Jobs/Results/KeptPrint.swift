import Foundation
import Market
import Pages
import Replay
import Store

/// The files of a kept result that can be printed again, byte for byte where no screen is too narrow: one that was changed
/// since is refused.
struct KeptPrint {
  let workspace: Workspace
  let result: ResultRecord

  func show(as format: OutputFormat) throws {
    let folder = try folder()
    let name = try name(format)
    guard let text = try KeptFiles(workspace: workspace, result: result).contents(of: name) else {
      throw missing(name, in: folder)
    }
    // A screen that is narrower than what was kept gets the same words.
    let narrow = format == .table ? Terminal.width.map { text.refitted(to: $0, from: PrintedResult.width) } : nil
    print(narrow ?? text, terminator: "")
  }

  private func folder() throws -> String {
    guard let folder = result.folder.map(workspace.path), workspace.isFolder(folder) else {
      throw Problem(
        "the folder of \(result.hash.prefix(12)) is gone\(result.folder.map { ": \($0)" } ?? "")",
        remedy: "'hindcast runs show \(result.hash.prefix(8)) --identity' prints what the archive has of it")
    }
    return folder
  }

  private func name(_ format: OutputFormat) throws -> String {
    guard let document = result.document?.name else {
      throw Problem(
        "the version that kept \(result.hash.prefix(12)) did not note its document",
        remedy: "see \(result.folder ?? workspace.results), or do it again")
    }
    let base = (document as NSString).deletingPathExtension
    let against = PrintedResult.againstName(beside: document) + (format == .json ? ".json" : ".txt")
    if format != .csv, workspace.fileExists("\(try folder())/\(against)") { return against }
    return switch (format, base) {
    case (.json, _): document
    case (.table, _): PrintedResult.file(beside: document)
    case (.csv, "run"): "trades.csv"
    case (.csv, "validation"): "folds.csv"
    case (.csv, _): base + ".csv"
    }
  }

  private func missing(_ name: String, in folder: String) -> Problem {
    let there = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    if name.hasSuffix(".csv"), result.kind == ResultIdentity.Kind.sweep.rawValue {
      return Problem(
        "the rows of a sweep are its trials, which are in the store and not in \(folder)",
        remedy: "its command line with --format csv prints them and runs nothing again")
    }
    return Problem(
      "\(result.hash.prefix(12)) was kept without \(name): \(folder) has \(there.joined(separator: ", "))",
      remedy: there.contains(result.document?.name ?? "")
        ? "--format json prints \(result.document?.name ?? "its document"); doing it again keeps the rest"
        : "do it again")
  }
}
