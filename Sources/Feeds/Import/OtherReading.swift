import Market
import Store

/// The same bytes read another way than before, by another label, zone, width or unit. Rows of both readings beside each
/// other are no series of anything; rows at the same times are replaced, and that is said.
struct OtherReading {
  let dataset: Dataset
  /// What the dataset is called.
  private var name: String { dataset.name }

  init(_ dataset: Dataset) { self.dataset = dataset }

  /// - Parameters:
  ///   - rows: what the bytes are read as now; of a large file some of them.
  ///   - record: how they were imported into the same series before.
  /// - Returns: what is to be said where each row takes the place of its own.
  /// - Throws: `Problem` where rows now stand at other times, or numbers in another column.
  func note(on rows: Series, now format: String, before record: ImportRecord, at location: String) throws -> String {
    let readings = "these bytes were read another way before ('\(record.source.format)', and now '\(format)')"
    guard let range = rows.range else { return readings }
    // Of rows behind a seal nobody knows the times.
    guard try dataset.seal() == nil else { return readings }
    let former = try dataset.series(record.series, range: range)
    if let moved = Self.movedColumn(rows, former) {
      throw problem(
        "\(readings): what was '\(moved.former)' then is '\(moved.own)' now, in another unit or of another meaning, and "
          + "'\(moved.former)' of the former reading would stay beside it", record.series, location)
    }
    let held = Set(former.stamps)
    guard let new = rows.stamps.first(where: { !held.contains($0) }) else {
      return "\(readings): its rows stand at the same times, and those that differ are replaced"
    }
    throw problem(
      "\(readings): rows now stand at other times, the first at \(Instant(milliseconds: new).minuteText), and those of the "
        + "former reading would stay between them", record.series, location)
  }

  /// A column whose numbers the former reading had as another one, of which this reading knows nothing: merged, each row would
  /// say the same number twice.
  private static func movedColumn(_ rows: Series, _ former: Series) -> (own: String, former: String)? {
    guard former.stamps == rows.stamps else { return nil }
    for (column, values) in zip(rows.descriptor.columns, rows.columns) {
      guard values.contains(where: { !$0.isNaN && $0 != 0 }) else { continue }
      for (other, held) in zip(former.descriptor.columns, former.columns) where other.name != column.name {
        guard rows.values(other.name)?.allSatisfy(\.isNaN) ?? false,
          zip(values, held).allSatisfy({ $0 == $1 || ($0.isNaN && $1.isNaN) })
        else { continue }
        return (column.name, other.name)
      }
    }
    return nil
  }

  /// - Parameter same: the series that the bytes are read as now.
  /// - Throws: `Problem` where the dataset has the bytes as bars of another width, or their numbers in another unit.
  func check(_ rows: Series, sha256: String, beside same: Set<SeriesDescriptor>, at location: String) throws {
    let own = rows.descriptor
    guard own.kind != .external, let range = rows.range else { return }
    for record in try dataset.otherImports(sha256: sha256, than: own) where !same.contains(record.series) {
      guard FeedText.lastPart(record.source.file) == FeedText.lastPart(location) else { continue }
      let other = record.series
      if other.columns == own.columns, other.cadence != own.cadence {
        throw problem(
          "these bytes are in the dataset as \(other.title), and now are read as \(own.title)", other, location)
      }
      let held = try dataset.series(other, range: range)
      guard held.stamps == rows.stamps, held.count > 1 else { continue }
      for (column, values) in zip(own.columns, rows.columns) where !values.allSatisfy(\.isNaN) {
        guard let twin = other.columns.indices.first(where: { held.columns[$0].elementsEqual(values) }),
          other.columns[twin].unit != column.unit, held.values(column.name) == nil
        else { continue }
        throw problem(
          "these bytes are in the dataset with the same numbers as '\(other.columns[twin].name)' of \(other.title), and now "
            + "are read as '\(column.name)', in another unit", other, location)
      }
    }
  }

  private func problem(_ what: String, _ former: SeriesDescriptor, _ location: String) -> Problem {
    Problem(
      what, at: Problem.Place(file: location),
      remedy:
        "keep one reading: to replace the former, '\(dataset.removal(of: former))' and import "
        + "again; or import into another dataset")
  }
}
