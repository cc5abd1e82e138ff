/// Bars that are none of time, or of no traded price, by the words of a file's name or of its folder: `BTCUSDT_1h_heikin_ashi`,
/// `renko/BTCUSDT`, `BTCUSDT_100btc_volume_bars`.
struct NamedBars {
  /// As the name writes it: `heikin`, `volume bars`.
  let word: String

  private static let alone: Set<String> = [
    "heikin", "heiken", "heikinashi", "heikenashi", "renko", "kagi", "pnf", "linebreak", "rangebars", "volumebars",
    "tickbars", "dollarbars", "volbars", "imbalancebars", "runbars",
  ]
  /// Before the word `bars`.
  private static let counted: Set<String> = [
    "range", "volume", "vol", "tick", "dollar", "imbalance", "run", "notional",
  ]
  private static let bars: Set<String> = ["bar", "bars", "candle", "candles"]

  /// Nil for a name that says nothing of it.
  init?(_ clues: PathClues) {
    let name = Self.words(clues.parts.joined(separator: "-"))
    // Two letters may be a coin's where a name begins with them.
    guard
      let word = Self.found(name) ?? (name.dropFirst().contains("ha") ? "ha" : nil)
        ?? clues.folders.first.flatMap({ Self.found(Self.words($0)) })
    else { return nil }
    self.word = word
  }

  private static func words(_ name: String) -> [String] {
    name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  private static func found(_ words: [String]) -> String? {
    if let word = words.first(where: alone.contains) { return word }
    for (word, next) in zip(words, words.dropFirst()) where bars.contains(next) && counted.contains(word) {
      return "\(word) \(next)"
    }
    // `500ticks` is how many trades a bar has.
    return words.first { word in
      let letters = word.drop(while: \.isNumber)
      return letters.count < word.count && ["tick", "ticks"].contains(letters)
    }
  }
}
