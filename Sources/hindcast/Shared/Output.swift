import Market
import Pages
import Results

/// Prints tables to people and documents to programs.
struct Output {
  let format: OutputFormat

  /// How wide sentences run where no terminal says.
  private static let textWidth = 100

  /// Tables one below the other.
  ///
  /// - Parameters:
  ///   - opening: sentences above them, a line each.
  ///   - closing: the same below.
  func show(_ tables: [Table], opening: [String] = [], closing: [String] = []) {
    let width = Terminal.width
    let style = TextTable.Style(
      width: width ?? .max, textWidth: min(width ?? .max, Self.textWidth), colour: Terminal.usesColour)
    if !opening.isEmpty {
      print(opening.flatMap { $0.wrapped(to: style.textWidth) }.joined(separator: "\n") + "\n")
    }
    print(tables.map { TextTable($0, style: style).text }.joined(separator: "\n"), terminator: "")
    guard !closing.isEmpty else { return }
    print("\n" + closing.flatMap { $0.wrapped(to: style.textWidth) }.joined(separator: "\n"))
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
