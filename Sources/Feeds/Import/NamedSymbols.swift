import Market
import Store

/// Symbols that the names of files say, where a flag says one for all of them.
struct NamedSymbols {
  private let said: String?
  private let venue: String
  /// By series: the first symbol that a name says, and where.
  private var first: [SeriesDescriptor: (symbol: String, location: String)] = [:]

  init(_ hints: ImportHints) {
    said = hints.symbol
    venue = hints.venue ?? ""
  }

  /// - Throws: `Problem` for files of two symbols by their names, which would be one series by the flag.
  mutating func take(_ file: CheckedFile) throws {
    guard said != nil else { return }
    for part in file.parts {
      guard let own = symbol(of: part) else { continue }
      guard let before = first[part.descriptor] else {
        first[part.descriptor] = (own, part.location)
        continue
      }
      guard SymbolLikeness.areApart(own, before.symbol, on: venue) else { continue }
      throw Problem(
        "the name says \(own), that of '\(before.location)' \(before.symbol), and --symbol says \(said ?? "") of both",
        at: Problem.Place(file: part.location), remedy: "leave --symbol out, or import one at a time")
    }
  }

  /// What is to be said of a name that the flag contradicts.
  func note(on part: CheckedFile.Part) -> String? {
    guard let said, let own = symbol(of: part), SymbolLikeness.areApart(own, said, on: venue) else { return nil }
    return "the name says \(own), and --symbol says \(said): filed as \(said)"
  }

  /// Nil for a name that says no symbol of a pair.
  private func symbol(of part: CheckedFile.Part) -> String? {
    let clues = PathClues(path: part.location, name: FeedText.lastPart(part.location))
    guard let symbol = clues.symbol ?? clues.pair else { return nil }
    return Instrument(venue: venue, symbol: symbol).contract.quote.isEmpty ? nil : symbol
  }
}
