import Market

/// A Feather file as CSV: numbers as the shortest text that is read back to the same double, times in UTC where they
/// have a zone and without one where they have none.
package enum ArrowText {
  /// - Throws: `Problem` for a file that is damaged, or holds what is not read.
  package static func csv(_ bytes: [UInt8], of path: String) throws -> [UInt8] {
    let file: ArrowFile
    do { file = try ArrowFile(bytes) } catch {
      throw Problem(
        "the Feather file \(error.what)", at: Problem.Place(file: path), remedy: remedy(path))
    }
    var text = file.fields.map { quoted($0.name) }.joined(separator: ",") + "\n"
    for row in 0..<file.rows {
      for (index, column) in file.columns.enumerated() {
        if index > 0 { text += "," }
        guard file.isKnown[index][row] else { continue }
        switch column {
        case .real(let values): text += values[row].isNaN ? "" : "\(values[row])"
        case .whole(let values): text += written(values[row], file.fields[index].type)
        case .words(let values): text += quoted(values[row])
        }
      }
      text += "\n"
    }
    return Array(text.utf8)
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
