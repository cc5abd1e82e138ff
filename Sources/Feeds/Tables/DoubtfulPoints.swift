import Market

/// Numbers whose only mark may stand before decimals or between thousands: `95.000`. Where every number of a table that has
/// a point has it before three last digits, nothing tells, and one reading is a thousand times the other.
enum DoubtfulPoints {
  private static let most = 10_000

  /// - Parameters:
  ///   - used: columns that numbers are read from.
  ///   - times: columns of times, which are no witnesses.
  /// - Throws: `Problem` with the first such number of a column that is used, where no number of the table decides it.
  static func check(_ table: TableText, used: Set<Int>, times: Set<Int>) throws {
    guard table.numbers.isPlain, !table.text.isJSON, table.text.table == nil else { return }
    var scanner = table.scanner()
    var first: (field: Int, text: String, line: Int)?
    var rows = 0
    while rows < most, scanner.advance() {
      rows += 1
      for field in 0..<scanner.count where !times.contains(field) {
        let (bytes, range) = scanner.located(field)
        let text = bytes[range]
        // Both marks in one number tell what each is, and reading says it.
        if text.contains(point), text.contains(comma), text.allSatisfy({ isMark($0) || (48...57).contains($0) }) {
          return
        }
        guard text.contains(point), DecimalText.number(bytes, range) != nil else { continue }
        guard isDoubtful(text) else { return }
        if first == nil, used.contains(field) {
          first = (field, String(decoding: text, as: UTF8.self), table.line(scanner.line))
        }
      }
    }
    guard let first else { return }
    let whole = first.text.filter { $0 != "." }
    throw Problem(
      "\(PrintableText.short(table.names[first.field])) '\(first.text)' may be \(first.text) or \(whole): in all numbers of the "
        + "table the point stands before three digits",
      at: Problem.Place(file: table.text.location, line: first.line),
      remedy: "say --decimal . where it stands before decimals, or --thousands . where it stands between thousands")
  }

  private static let point = UInt8(ascii: ".")

  private static func isMark(_ byte: UInt8) -> Bool { byte == point || byte == comma || byte == UInt8(ascii: "-") }

  /// Whether it is one to three digits that do not begin with 0, a point and three digits.
  private static func isDoubtful(_ text: ArraySlice<UInt8>) -> Bool {
    let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text
    let halves = digits.split(separator: point, omittingEmptySubsequences: false)
    guard halves.count == 2, (1...3).contains(halves[0].count), halves[1].count == 3 else { return false }
    return halves[0].first != UInt8(ascii: "0") && halves.allSatisfy { $0.allSatisfy { (48...57).contains($0) } }
  }
}
