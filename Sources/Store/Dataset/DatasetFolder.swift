import Foundation
import Market

/// The datasets of a root: one file `datasets/NAME.sqlite` each.
public struct DatasetFolder: Sendable {
  public let path: String
  /// Of the root, where seals are noted by what they hide.
  let archivePath: String

  /// The folder `datasets` in `root`, which need not be there yet.
  public init(root: String) {
    path = root.isEmpty || root == "." ? "datasets" : (root.hasSuffix("/") ? root : root + "/") + "datasets"
    archivePath = RunArchive.path(root: root)
  }

  /// Where the dataset called `name` is or would be.
  public func path(of name: DatasetName) -> String { "\(path)/\(name.text).sqlite" }

  /// The names of the datasets there are, in order of the alphabet; empty without the folder.
  public func names() -> [DatasetName] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return files.compactMap { file in
      file.hasSuffix(".sqlite") ? try? DatasetName(String(file.dropLast(".sqlite".count))) : nil
    }
    .sorted { $0.text < $1.text }
  }

  /// Opens the dataset called `name` for reading. What a seal of this root hides is hidden in it too, under whatever name
  /// the same data were imported again.
  ///
  /// - Throws: `Problem` when there is none, with the nearest name there is; and as `Dataset.open(at:)`.
  public func open(_ name: String) throws -> Dataset {
    let name = try DatasetName(name)
    guard FileManager.default.fileExists(atPath: path(of: name)) else {
      let known = names().map(\.text)
      throw Problem(
        "there is no dataset '\(name)' in \(path)",
        remedy: known.isEmpty
          ? "make one with 'hindcast data import PATH --into \(name)' or 'hindcast data demo'"
          : suggestion(for: name.text, in: known, called: "datasets"))
    }
    return try bound(Dataset.open(at: path(of: name)))
  }

  private func bound(_ dataset: Dataset) throws -> Dataset {
    if let seal = try foreignSeal(on: dataset) { dataset.foreign.withLock { $0 = seal } }
    return dataset
  }

  /// Opens the dataset called `name`, which must be there, to seal it or to ask a sealed one.
  ///
  /// - Throws: as `open(_:)`.
  public func openForSealing(_ name: String) throws -> Dataset {
    let reading = try open(name)
    let dataset = try Dataset.openForImport(at: reading.path)
    dataset.foreign.withLock { $0 = reading.foreignSeal }
    return dataset
  }

  /// Opens the dataset called `name` for imports, and makes its folder. Its file is made by the first import.
  public func openForImport(_ name: String) throws -> Dataset {
    let name = try DatasetName(name)
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Problem(
        "the folder '\(path)' cannot be made", remedy: "check who owns the folder above it", fault: .work)
    }
    return try Dataset.openForImport(at: path(of: name))
  }
}
