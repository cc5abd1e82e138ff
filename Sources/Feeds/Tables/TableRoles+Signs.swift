import Market

/// Numbers with a sign of percent behind them among such as have none, in one column: `0.0100%`, then `0.0100`.
extension TableRoles {
  /// - Throws: `Problem` for a column of fractions in which some numbers say that they are percent and others say nothing, with
  ///   the first of those of which there are fewer. Where the column is in percent anyway, both are.
  func checkSigns(_ sources: [String: ImportProfile.Source], _ kind: SeriesKind, _ table: TableText) throws {
    for column in kind.columns + kind.otherColumns where column.unit == .fraction {
      guard let source = sources[column.name], source.unit == nil,
        let field = table.names.firstIndex(of: source.from)
      else { continue }
      var (signed, bare) = ((count: 0, line: 0), (count: 0, line: 0))
      var scanner = table.scanner()
      while scanner.advance() {
        guard field < scanner.count, let last = scanner.content(field).last else { continue }
        if last == UInt8(ascii: "%") {
          signed = (signed.count + 1, signed.count == 0 ? scanner.line : signed.line)
        } else if let number = try? scanner.number(field, table.numbers), number.isFinite, number != 0 {
          bare = (bare.count + 1, bare.count == 0 ? scanner.line : bare.line)
        }
      }
      guard signed.count > 0, bare.count > 0 else { continue }
      let odd = signed.count < bare.count ? signed : bare
      throw Problem(
        "of the numbers in '\(PrintableText.short(source.from))' some have a % behind them (\(signed.count)) and others none "
          + "(\(bare.count)), and this is the first of the fewer: without it a number is a fraction, a hundred times as large",
        at: Problem.Place(file: table.text.location, line: table.line(odd.line)),
        remedy: "write all of them alike, or say --unit \(column.name)=percent where all are percent")
    }
  }
}
