import Market

/// What messages say around their rows: the channel that they came over (`btcusdt@kline_1h`, `kline.60.BTCUSDT`,
/// `trades.BTC-PERPETUAL.100ms`), and the symbol of the subscription. Rows that say another symbol or another width are none
/// that a venue sent so.
struct SaidChannels {
  /// Where names of channels stand.
  private static let channels = ["stream", "topic", "params.channel"]
  /// Where the symbol stands by itself, by venue.
  private static let symbols = ["okx": ["arg.instId"], "binance": ["data.s", "s"]]

  /// What channels say by their texts: nil where they name neither.
  private var names: [String: ChannelName?] = [:]
  /// What was compared before and is one.
  private var alike: Set<Rows> = []
  private struct Rows: Hashable {
    let channel: String
    let symbol: String
    let width: Interval?
  }

  /// A recorder hears a few hundred channels.
  private static let most = 10_000

  /// - Parameters:
  ///   - symbol: what rows of the message say.
  ///   - width: of their bars; nil for what is none.
  /// - Throws: `RowDefect` for a message that says otherwise of itself.
  mutating func check(
    _ whole: MessageBody, of venue: String, symbol: String, width: Interval?, _ bytes: [UInt8]
  ) throws(RowDefect) {
    for path in Self.symbols[venue] ?? [] {
      // A word such as ANY is no symbol.
      guard let said = whole.words(path, bytes), !Self.areOne(said, symbol), venue != "okx" || said.contains("-") else {
        continue
      }
      throw Self.defect("its '\(path)' says \(PrintableText.short(said))", "are of \(PrintableText.short(symbol))")
    }
    for path in Self.channels {
      guard let text = whole.words(path, bytes) else { continue }
      let rows = Rows(channel: text, symbol: symbol, width: width)
      guard !alike.contains(rows) else { return }
      let channel = "it came over '\(PrintableText.short(text))'"
      let name = name(text, on: venue)
      if let said = name?.symbol, !Self.areOne(said, symbol) {
        throw Self.defect(channel, "are of \(PrintableText.short(symbol))")
      }
      // A bare number counts minutes.
      if let width, let said = name?.width?.widths.first, said != width {
        throw Self.defect(channel, "are bars of \(width)")
      }
      if alike.count < Self.most { alike.insert(rows) }
      return
    }
  }

  private mutating func name(_ text: String, on venue: String) -> ChannelName? {
    if let known = names[text] { return known }
    let name = ChannelName(text, on: venue)
    if names.count < Self.most { names.updateValue(name, forKey: text) }
    return name
  }

  private static func defect(_ said: String, _ rows: String) -> RowDefect {
    RowDefect(
      "the message contradicts itself: \(said), and its rows \(rows); a recorder or a program behind it put two together",
      column: nil)
  }

  /// Most are written alike, which is told sooner than their letters are.
  private static func areOne(_ said: String, _ symbol: String) -> Bool {
    said == symbol || letters(said) == letters(symbol)
  }

  private static func letters(_ text: String) -> String { text.uppercased().filter { $0.isLetter || $0.isNumber } }
}
