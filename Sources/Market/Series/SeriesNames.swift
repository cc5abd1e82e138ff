/// Names by which the series of a dataset are told apart, each of which means one of them: its title, and where several go by
/// one title, as series of computed columns do, with the first of its columns behind it.
///
/// What is printed to be typed again is one of these, and only these are taken.
public struct SeriesNames: Sendable {
  private let series: [SeriesDescriptor]
  /// One for each of the series, in their order.
  public let all: [String]

  public init(_ series: [SeriesDescriptor]) {
    let titles = Dictionary(grouping: series, by: \.title).mapValues(\.count)
    self.series = series
    // Series of one instrument, kind and width never share the name of a column.
    all = series.map { one in
      (titles[one.title] ?? 0) > 1 ? "\(one.title) \(one.columns.first?.name ?? "")" : one.title
    }
  }

  /// Of a series of the dataset; its title where it is none of them.
  public func name(of one: SeriesDescriptor) -> String {
    series.firstIndex(of: one).map { all[$0] } ?? one.title
  }

  /// `--series "binance:BTCUSDT klines 1h"`, to be typed as it stands.
  public func flag(_ one: SeriesDescriptor) -> String { Self.flag(name(of: one)) }

  private static func flag(_ name: String) -> String { "--series \"\(name)\"" }

  /// The place of the one that is meant.
  /// - Throws: `Problem` where none is, or where the words are in the names of several; they are listed as they are to be typed.
  public func place(of text: String, in dataset: String) throws(Problem) -> Int {
    let words = text.split(separator: " ")
    let written = words.joined(separator: " ")
    if let place = all.firstIndex(of: written) { return place }
    let some = all.filter { name in
      let parts = name.split(separator: " ")
      return !words.isEmpty && words.allSatisfy { word in parts.contains { $0 == word || Self.isSymbol(word, of: $0) } }
    }
    guard !some.isEmpty else {
      throw Problem(
        "dataset '\(dataset)' has no series '\(text)'", remedy: suggestion(for: text, in: all, called: "series"))
    }
    let shown = some.prefix(Self.mostListed).map(Self.flag).joined(separator: ", ")
    let rest = some.count - Self.mostListed
    throw Problem(
      some.count == 1
        ? "'\(text)' is not the whole name of a series of dataset '\(dataset)'"
        : "'\(text)' may be \(some.count) series of dataset '\(dataset)'",
      remedy: "write \(some.count == 1 ? "" : "one of ")\(shown)\(rest > 0 ? ", … (\(rest) more)" : "")")
  }

  private static let mostListed = 12

  /// Whether a word is a venue or a symbol without the other: `BTCUSDT` of `binance:BTCUSDT`.
  private static func isSymbol(_ word: Substring, of part: Substring) -> Bool {
    guard let colon = part.firstIndex(of: ":") else { return false }
    let symbol = part[part.index(after: colon)...]
    return word == part[..<colon] || word == symbol || word == symbol.prefix { $0 != "/" }
  }
}
