import Market
import Reports

/// Prints tables to people and documents to programs.
struct Output {
  let format: OutputFormat

  private static let width = 124

  /// Tables one below the other.
  func show(_ tables: [Table], closing: [String] = []) {
    let style = TextTable.Style(width: Self.width, colour: Terminal.usesColour)
    print(tables.map { TextTable($0, style: style).text }.joined(separator: "\n"), terminator: "")
    guard !closing.isEmpty else { return }
    print("\n" + closing.flatMap { $0.wrapped(to: Self.width) }.joined(separator: "\n"))
  }

  /// A table as people, JSON rows or CSV.
  func show(_ table: Table) {
    switch format {
    case .table: show([table])
    case .json: print(table.json.text(), terminator: "")
    case .csv: print(table.csv, terminator: "")
    }
  }
}
