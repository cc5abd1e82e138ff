import Feeds
import Market
import Store

extension DatasetFolder {
  /// Imports files the way every command does: with the user's profiles, by the clock of this machine, without columns whose
  /// name the language owns, and with progress on the terminal.
  func importFiles(
    _ paths: [String], into dataset: Dataset, hints: ImportHints = .none, badRows: BadRows = .refuse,
    isRehearsal: Bool = false, readsAll: Bool = false
  ) throws -> [ImportReport] {
    let line = ProgressLine("importing", total: 1000)
    let reports = try Importer.importFiles(
      paths, into: dataset, hints: hints, badRows: badRows, profiles: try ProfileLibrary(folder: path + "/profiles"),
      isRehearsal: isRehearsal, at: Clock.precise, readsAll: readsAll, checking: { try $0.refuseOwnedNames() }
    ) { step in
      line.update((step.stage == .checking ? 0 : 500) + 500 * step.done / max(1, step.total))
    }
    line.finish()
    return reports
  }
}
