import Market

/// A seal of another dataset that hides part of this one, because both hold the same data.
public struct ForeignSeal: Hashable, Sendable {
  /// The dataset that was sealed, by whose name the seal is lifted and its holdout opened.
  public let owner: String
  /// The first instant that is hidden.
  public let from: Instant

  /// `is a copy of 'btc', which is sealed from 2025-01-01 00:00 UTC on`, to follow the name of a dataset.
  public func clause(of dataset: String) -> String {
    dataset == owner
      ? "holds what was sealed under this name from \(from.minuteText) UTC on"
      : "is a copy of '\(owner)', which is sealed from \(from.minuteText) UTC on"
  }
}

extension DatasetFolder {
  /// The earliest seal in the archive of the root that hides part of a dataset besides its own.
  ///
  /// - Complexity: without an archive it asks whether there is one, and without seals in it, makes one query.
  func foreignSeal(on dataset: Dataset) throws -> ForeignSeal? {
    guard let archive = try RunArchive.readingIfFilled(archivePath) else { return nil }
    let seals = try archive.dataSeals()
    guard !seals.isEmpty else { return nil }
    let own = try dataset.seals()
    var lifted: [String: [Seal]] = [:]
    for seal in seals.sorted(by: { $0.from < $1.from }) {
      if seal.dataset == dataset.name, own.contains(where: { $0.from == seal.from }) { continue }
      guard try dataset.holdsData(of: seal.sample) else { continue }
      let history = try lifted[seal.dataset] ?? self.history(of: seal.dataset)
      lifted[seal.dataset] = history
      // The sealed dataset is who knows; a process that died between the two may have left the archive behind it.
      let known = history.filter { $0.from == seal.from }
      guard known.isEmpty || known.contains(where: { $0.liftedOn == nil }) else { continue }
      return ForeignSeal(owner: seal.dataset, from: seal.from)
    }
    return nil
  }

  /// The seals of a dataset; none when it is gone.
  private func history(of name: String) throws -> [Seal] {
    guard let name = try? DatasetName(name), names().contains(name) else { return [] }
    return try Dataset.open(at: path(of: name)).seals()
  }
}
