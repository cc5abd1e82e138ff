import Market

/// A column's name as expressions write it: `open_interest`, `bybit.open_interest`, `ETHUSDT.close`,
/// `binance.ETHUSDT.close`, each with a type between where two instruments share a symbol: `BTCUSDT.spot.close`.
struct ColumnName {
  let text: String
  /// The column itself.
  let column: String
  /// Nil where it is not said.
  let venue: String?
  /// What it is called in datasets: `gate` of `gateio`.
  private let usualVenue: String?
  let symbol: String?
  let type: InstrumentType?

  /// Every way to read `text`: a word before the column may be a venue, a symbol or a type. Empty for too many words.
  static func readings(of text: String) -> [ColumnName] {
    var words = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let column = words.removeLast()
    var type: InstrumentType?
    if let last = words.last, let said = InstrumentType(rawValue: last) {
      type = said
      words.removeLast()
    }
    func reading(_ venue: String?, _ symbol: String?) -> ColumnName {
      ColumnName(
        text: text, column: column, venue: venue, usualVenue: venue.map(VenueName.of), symbol: symbol, type: type)
    }
    switch words.count {
    case 0: return [reading(nil, nil)]
    case 1: return [reading(words[0], nil), reading(nil, words[0])]
    case 2: return [reading(words[0], words[1])]
    default: return []
    }
  }

  /// Whether nothing is said but the column.
  var isPlain: Bool { venue == nil && symbol == nil && type == nil }

  func matches(_ instrument: Instrument) -> Bool {
    (venue == nil || venue == instrument.venue || usualVenue == instrument.venue)
      && (symbol == nil || symbol == instrument.symbol)
      && (type == nil || type == instrument.type)
  }

  /// The name that means `column` of `instrument` and nothing else, with backticks where the language needs them.
  static func full(_ column: String, of instrument: Instrument) -> String {
    let usual = Instrument(venue: instrument.venue, symbol: instrument.symbol).type
    let type = instrument.type == usual ? [] : [instrument.type.rawValue]
    return ([instrument.venue, instrument.symbol].map(quoted) + type + [column]).joined(separator: ".")
  }

  static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      byte == UInt8(ascii: "_") || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
    return isPlain && word.first?.isNumber == false ? word : "`\(word)`"
  }
}
