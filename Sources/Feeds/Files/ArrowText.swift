import Foundation
import Market

/// A Feather file as CSV: numbers as the shortest text that is read back to the same double, times in UTC where they
/// have a zone and without one where they have none.
package enum ArrowText {
  /// The column in which an exported file says what its rows are of, and the note in which a Feather file does.
  package static let seriesColumn = "hindcast_series"

  /// - Throws: `Problem` for a file that is damaged, or holds what is not read.
  package static func csv(_ bytes: [UInt8], of path: String) throws -> [UInt8] {
    var text: [UInt8] = []
    do {
      let file = try ArrowFile(bytes)
      try forEachBlock(of: file, most: .max) { text += $0 }
    } catch let refusal as ArrowFile.Refusal { throw problem(refusal, path) }
    return text
  }

  /// The same of a file on the disk, batch by batch.
  static func forEachBlock(at path: String, _ body: ([UInt8]) throws -> Void) throws {
    let descriptor = try FileBytes.descriptor(of: path)
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Problem("'\(path)' cannot be read", fault: .work) }
    do {
      let file = try ArrowFile(size: Int(status.st_size)) { range in
        guard lseek(descriptor, off_t(range.lowerBound), SEEK_SET) >= 0 else { throw FlatTable.Damaged() }
        let bytes = try FileBytes.block(descriptor, of: path, range.count)
        guard bytes.count == range.count else { throw FlatTable.Damaged() }
        return bytes[...]
      }
      try forEachBlock(of: file, most: mostUnpacked, body)
    } catch let refusal as ArrowFile.Refusal { throw problem(refusal, path) }
  }

  /// What a batch of a file that is not read whole may hold: one beyond it is as large as a file that is too large.
  private static let mostUnpacked = 96 << 20

  private static func problem(_ refusal: ArrowFile.Refusal, _ path: String) -> Problem {
    Problem(
      "the Feather file \(refusal.what)", at: Problem.Place(file: path),
      remedy: refusal.isDamage
        ? "download it again, or have it written again by what wrote it; where pandas reads it, " + remedy(path)
        : remedy(path))
  }

  private static func forEachBlock(of file: ArrowFile, most: Int, _ body: ([UInt8]) throws -> Void) throws {
    // What an exported file says of itself stands in the first row, as in its other forms.
    var note = file.notes[seriesColumn]
    let header = file.fields.map { quoted($0.name) } + (note == nil ? [] : [seriesColumn])
    var text = Array((header.joined(separator: ",") + "\n").utf8)
    let hasNote = note != nil
    for index in 0..<file.count {
      let batch = try file.batch(index, most: most)
      for row in 0..<batch.rows {
        for (index, column) in batch.columns.enumerated() {
          if index > 0 { text.append(comma) }
          guard batch.isKnown[index][row] else { continue }
          switch column {
          case .real(let values): if !values[row].isNaN { text += "\(values[row])".utf8 }
          case .whole(let values): text += written(values[row], file.fields[index].type).utf8
          case .words(let values): text += quoted(values[row]).utf8
          }
        }
        if hasNote { text += ",\(note ?? "")".utf8 }
        note = nil
        text.append(UInt8(ascii: "\n"))
      }
      try body(text)
      text.removeAll(keepingCapacity: true)
    }
    if !text.isEmpty { try body(text) }
  }

  /// What a user can do where it is not read.
  static func remedy(_ path: String) -> String {
    "convert it: python3 -c \"import pandas as p; p.read_feather('\(path)').to_csv('\(path).csv', index=False)\""
  }

  private static func written(_ value: Int64, _ type: ArrowType) -> String {
    switch type {
    // Beyond what an instant can be there is nothing to write but the number, which is then refused as a time.
    case .time(let perSecond, let isZoned) where abs(value / perSecond) < 253_402_300_800:
      let milliseconds =
        perSecond <= 1000 ? value * (1000 / perSecond) : value.flooredQuotient(by: perSecond / 1000)
      let text = Instant(milliseconds: milliseconds).description
      return isZoned ? text : String(text.dropLast())
    case .date where abs(value) < 2_932_896: return Instant(milliseconds: value * Interval.day.milliseconds).dateText
    default: return "\(value)"
    }
  }

  private static func quoted(_ text: String) -> String {
    text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline })
      ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
