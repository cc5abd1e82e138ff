import Foundation
import Market

/// The datasets of a root: one file `datasets/NAME.sqlite` each.
public struct DatasetFolder: Sendable {
  public let path: String
  /// Of the root, where seals are noted by what they hide.
  let archivePath: String
  /// The instant as of which datasets are read; nil for as they are.
  private(set) var knownAsOf: Instant?

  /// The folder `datasets` in `root`, which need not be there yet.
  public init(root: String) {
    path = root.isEmpty || root == "." ? "datasets" : (root.hasSuffix("/") ? root : root + "/") + "datasets"
    archivePath = RunArchive.path(root: root)
  }

  /// The same folder with its datasets as they stood at an instant.
  public func known(asOf instant: Instant?) -> DatasetFolder {
    var folder = self
    folder.knownAsOf = instant
    return folder
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
      guard !known.contains(name.text) else {
        throw Problem(
          "'\(path(of: name))' is a link to a file that is not there", remedy: "mount its disk, or remove the link")
      }
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
    // After the seals, which hide data by what they are and not by what they were.
    if let knownAsOf { try dataset.read(asOf: knownAsOf) }
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

  /// Removes the dataset called `name`.
  ///
  /// - Throws: `Problem` when there is none, when it was ever sealed, and while another program has it open.
  public func remove(_ name: String) throws {
    let path = try settled(name)
    guard unlink(path) == 0 else {
      throw Problem("'\(path)' cannot be removed: \(String(cString: strerror(errno)))", fault: .work)
    }
  }

  /// Calls a dataset by another name. What was computed on it keeps the name it had.
  ///
  /// - Throws: as `remove(_:)`, and when there is a dataset of the new name.
  public func rename(_ name: String, to new: String) throws {
    let target = self.path(of: try DatasetName(new))
    let path = try settled(name)
    // A link never takes the place of what is there.
    guard link(path, target) == 0 else {
      throw Problem(
        errno == EEXIST
          ? "there is a dataset '\(new)' already" : "'\(target)' cannot be made: \(String(cString: strerror(errno)))",
        remedy: "choose another name")
    }
    unlink(path)
  }

  /// The one file that a dataset is in when nobody has it open.
  private func settled(_ name: String) throws -> String {
    let reading = try open(name)
    try reading.refuseRemovalWhereSealed()
    try reading.close()
    let folder = (StoreFile.resolved(reading.path) as NSString).deletingLastPathComponent
    guard access(folder.isEmpty ? "." : folder, W_OK) == 0 else {
      throw Problem(
        "'\(folder)' cannot be written: \(String(cString: strerror(errno)))", remedy: "check who owns the folder",
        fault: .work)
    }
    let dataset = try openForImport(name)
    _ = try dataset.imports()
    try dataset.close()
    guard !FileManager.default.fileExists(atPath: StoreFile.resolved(dataset.path) + "-wal") else {
      throw Problem(
        "dataset '\(name)' is open in another program", remedy: "wait until it has finished", fault: .work)
    }
    return dataset.path
  }
}
