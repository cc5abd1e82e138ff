import Market
import Store

/// Symbols that the names of files say, held against the one that a flag says for all of them, or their rows.
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

  /// What is to be said of a name that the flag, or what is in the file, contradicts.
  func note(on part: CheckedFile.Part) -> String? {
    let instrument = part.descriptor.instrument
    for name in Self.names(in: part.location) {
      guard let own = symbol(of: name, on: said == nil ? instrument.venue : venue) else { continue }
      if let said {
        guard SymbolLikeness.areApart(own, said, on: instrument.venue) else { continue }
        return "the name says \(own), and --symbol says \(said): filed as \(said)"
      }
      let isPaidAlike =
        (Instrument(venue: instrument.venue, symbol: own).contract.form == .inverse)
        == (instrument.contract.form == .inverse)
      guard !isPaidAlike || SymbolLikeness.areApart(own, instrument.symbol, on: instrument.venue) else { continue }
      return "'\(name)' says \(own), and what is in it \(instrument.symbol): filed as \(instrument)"
    }
    return nil
  }

  /// What is to be said of an archive whose name says a month or a day of which it holds no row; names of its members are
  /// refused where they do.
  static func periodNote(on part: CheckedFile.Part) -> String? {
    guard let range = part.range else { return nil }
    for name in names(in: part.location) where name.lowercased().hasSuffix(".zip") {
      guard let period = PathClues(path: name, name: String(name.dropLast(4))).period,
        range.to <= period.from || range.from >= period.to
      else { continue }
      return "'\(name)' says \(period.from.dateText) to \(period.to.dateText), and the rows in it go from "
        + "\(range.from.minuteText) to \(range.to.minuteText): filed as the rows say"
    }
    return nil
  }

  /// The file's, those of the archives that it is in, and that of its folder where it is written as symbols are.
  private static func names(in location: String) -> [String] {
    let parts = location.split(separator: "/").map(String.init)
    return parts.indices.filter { place in
      place == parts.count - 1 || parts[place].lowercased().hasSuffix(".zip")
        || place == parts.count - 2 && !parts[place].contains(where: \.isLowercase)
    }.map { parts[$0] }
  }

  /// The one that the name says, or else the folder that the file is in: `BTCUSDT/1h.csv`.
  private func symbol(of part: CheckedFile.Part) -> String? {
    let folder = FeedText.lastPart(FeedText.folder(part.location))
    // A folder in small letters is called what its owner likes.
    return symbol(of: FeedText.lastPart(part.location), on: venue)
      ?? (folder.contains(where: \.isLowercase) ? nil : symbol(of: folder, on: venue))
  }

  /// Nil for a name that says no symbol of a pair.
  private func symbol(of name: String, on venue: String) -> String? {
    let clues = PathClues(path: name, name: name)
    guard let symbol = clues.symbol ?? clues.pair else { return nil }
    return Instrument(venue: venue, symbol: symbol).contract.quote.isEmpty ? nil : symbol
  }
}
