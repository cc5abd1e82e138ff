import Market
import Store

/// Files of one call that have rows of one series at the same times: the last of them wins, in the first call as in one that is
/// the same again, which therefore changes nothing.
///
/// A file by itself counts as new where a later import has replaced rows of its series. In a call that brings both, what the
/// later one replaced it would replace again, and the earlier one is as known as the later; and where an earlier file of the
/// call does replace rows, the files behind it that have rows there are merged again, known or not.
struct CallOrder {
  private struct Place {
    let file: Int
    let part: ReadPart
    let range: TimeRange
    let isKnown: Bool
  }

  private var places: [Place] = []
  private var last: [ReadPart: Int] = [:]
  private var settled: [Int: [SeriesDescriptor: ImportRecord]] = [:]
  private var replaced: [SeriesDescriptor: [TimeRange]] = [:]

  /// Takes the files of the call in their order.
  mutating func take(_ content: CheckedFile, as file: Int) {
    for part in content.parts {
      let own = ReadPart(content.sha256, part.descriptor, part.reading)
      last[own] = file
      places.append(Place(file: file, part: own, range: part.range ?? .always, isKnown: part.isKnown))
    }
  }

  /// Finds the files whose rows are there, but for those that files behind them in the call replaced before and would replace
  /// again. Asked once, before anything is written.
  mutating func settle(in dataset: Dataset) throws {
    let unknown = places.filter { !$0.isKnown }
    guard !unknown.isEmpty else { return }
    let imported = Set(try dataset.imports().map(\.source.sha256))
    for place in unknown where imported.contains(place.part.sha256) {
      let (series, reading) = (place.part.series, place.part.reading)
      let record = try dataset.earlierImport(sha256: place.part.sha256, into: series, range: { place.range }) {
        last[ReadPart($0, series, $1)].map { $0 > place.file } ?? false
      }
      guard let record, record.source.format == reading else { continue }
      settled[place.file, default: [:]][series] = record
    }
  }

  /// What is to be written of a file: nothing of what is there and stays.
  ///
  /// - Parameter read: reads a file again, beside what the dataset has by now.
  func content(of content: CheckedFile, as file: Int, readingAgain read: () throws -> CheckedFile) rethrows
    -> CheckedFile
  {
    guard !content.parts.contains(where: { $0.isKnown && isReplaced($0) }) else { return try read() }
    guard let records = settled[file] else { return content }
    return content.with(
      parts: content.parts.map { part in
        guard let record = records[part.descriptor], !part.isKnown, !isReplaced(part) else { return part }
        var known = part
        known.content = .known(record)
        return known
      })
  }

  private func isReplaced(_ part: CheckedFile.Part) -> Bool {
    let range = part.range ?? .always
    return replaced[part.descriptor]?.contains { !$0.intersection(range).isEmpty } ?? false
  }

  /// Takes what became of a file.
  mutating func written(_ content: CheckedFile, _ reports: [ImportReport]) {
    for (part, report) in zip(content.parts, reports) where report.counts.replaced > 0 {
      guard report.outcome == .imported else { continue }
      replaced[part.descriptor, default: []].append(part.range ?? .always)
    }
  }
}
