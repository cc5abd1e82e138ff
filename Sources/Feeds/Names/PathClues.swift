import Foundation
import Market

/// What a file's name and folders say about it.
///
/// Venues give files of different kinds one name (`BTCUSDT-1h-2025-01.zip`) and keep them apart by folder. Understood are
/// the folders of Binance's public archive (`futures/um/monthly/markPriceKlines/…`, `spot/daily/klines/…`) and flat ones
/// such as `um_mark_price_klines_1h`. The folder nearest to the file decides.
public struct PathClues: Sendable {
  /// Names of the folders above the file, nearest first: those in an archive, then those of the disk.
  var folders: [String] { counted.all }
  /// The names that say which market the file is of, which price, and whether its rates are expected.
  private let counted: CountedNames
  /// Parts of the file's name between hyphens, without the ending: `BTCUSDT`, `1h`, `2025`, `01`.
  let parts: [String]
  /// The same without a width that a trading terminal wrote behind the symbol.
  private let named: [String]
  /// That width.
  let terminal: TerminalWidth?
  /// What the name says where it is written as CoinAPI does.
  private let listing: CoinAPIName?

  /// - Parameters:
  ///   - path: of the file; a relative one is completed from the current folder.
  ///   - name: of the text in it, such as an archive's member.
  ///   - folder: that it lies in within an archive.
  public init(path: String, name: String, folder: String = "") {
    counted = CountedNames(path: path, name: name, inside: folder.split(separator: "/").reversed().map(String.init))
    let ending = [".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson"].first { name.lowercased().hasSuffix($0) }
    let stem = String(name.dropLast(ending?.count ?? 0))
    parts = stem.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    let split = TerminalWidth.split(stem)
    terminal = split?.width
    named = split?.rest.split(separator: "-", omittingEmptySubsequences: false).map(String.init) ?? parts
    listing = CoinAPIName(stem)
  }

  /// Letters of any script, digits, `-` and `_`: what can stand between the dots of `binance.BTCUSDT.close`.
  static func isWord(_ text: String) -> Bool {
    !text.isEmpty && text.count <= 64 && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
  }

  /// What the file is of, by the nearest folder that says so.
  var kind: FileKind? {
    for (depth, folder) in folders.prefix(8).enumerated() {
      let word = folder.lowercased()
      if word.hasPrefix("um_mark_price_klines") || word == "markpriceklines" { return .mark }
      if word.hasPrefix("um_index_price_klines") || word == "indexpriceklines" { return .index }
      if word.hasPrefix("um_premium_index_klines") || word == "premiumindexklines" { return .premium }
      if word.hasPrefix("um_funding_rate") || word == "fundingrate" { return .funding }
      if word.hasPrefix("spot_klines") { return .spot }
      if word.hasPrefix("um_klines") || word.hasPrefix("cm_klines") { return .klines }
      if word.hasPrefix("open_interest") { return .openInterest }
      if word == "klines" {
        // `…/spot/monthly/klines` and `…/futures/um/monthly/klines`: the market stands further up.
        let above = folders[(depth + 1)...].prefix(4).map { $0.lowercased() }
        if let market = above.first(where: { ["spot", "um", "cm", "futures"].contains($0) }) {
          return market == "spot" ? .spot : .klines
        }
      }
    }
    return nil
  }

  /// Which market the words of the file's name, its archive's and its folders' say: `spot/BTCUSDT/1h.csv` is spot. A name with
  /// words of both says neither.
  var markets: SaidByNames<InstrumentType> {
    if let said = lean?.market ?? listing?.type { return SaidByNames(answers: [(said, parts.joined(separator: "-"))]) }
    return SaidByNames(
      answers: (counted.files + counted.folders).compactMap { name in
        let words = Set(name.lowercased().split { !$0.isLetter }.map(String.init))
        let isSpot = words.contains("spot")
        let isPerpetual = !words.isDisjoint(with: ["perp", "perps", "perpetual", "swap", "futures", "um", "cm"])
        return isSpot == isPerpetual ? nil : (isSpot ? .spot : .perpetual, name)
      })
  }

  /// The market that they say; nil where they say none, or two.
  var market: InstrumentType? { markets.only }

  /// A word of the name that says a contract which expires and not on which day: `BTCUSDT_quarter`, `BTC_next_week`.
  var undatedFuture: String? {
    let words = parts.joined(separator: "-").lowercased().split { !$0.isLetter }.map(String.init)
    let terms: Set = [
      "quarter", "quarterly", "biquarter", "biquarterly", "delivery", "dated", "currentquarter", "nextquarter",
    ]
    if let word = words.first(where: terms.contains) { return word }
    let place = words.indices.dropFirst().first { place in
      ["week", "month"].contains(words[place]) && ["this", "current", "next"].contains(words[place - 1])
    }
    return place.map { "\(words[$0 - 1])_\(words[$0])" }
  }

  /// Which price that nobody trades at the words of the file's name, its archive's or its folders' say:
  /// `BTCUSDT_mark_1h.csv`, `BTCUSDT-1h-premiumIndex.csv`, `index_price/BTCUSDT.csv`.
  var untradedPrices: SaidByNames<SeriesKind> {
    let files = counted.files.map { ($0, Self.words($0)) }
    // An index of funding, and open interest, are bars of no price.
    guard files.allSatisfy({ $1.isDisjoint(with: ["funding", "rate", "rates", "interest", "oi"]) }) else {
      return SaidByNames(answers: [])
    }
    let folders = counted.folders.map { ($0, Self.words($0)) }.filter { $1.allSatisfy(Self.ofPrices.contains) }
    return SaidByNames(
      answers: (files + folders).compactMap { name, words in
        words.contains("premium")
          ? (.premium, name) : words.contains("mark") ? (.mark, name) : words.contains("index") ? (.index, name) : nil
      })
  }

  /// Whether a name is the file's, its archive's or that of the folder that it is in.
  func isNear(_ name: String?) -> Bool {
    name.map { (counted.files + counted.folders.prefix(1)).contains($0) } ?? false
  }

  /// The price that they say; nil where they say none, or two.
  var untraded: SeriesKind? { untradedPrices.only }

  /// A word of the file's name, its archive's or its folders' that says of funding that nobody has paid it yet:
  /// `BTCUSDT_predicted_funding.csv`, `predicted/BTCUSDT.csv`. The next of anything may be meant but beside the word of a rate.
  var foretold: String? { foretellings.only ?? foretellings.answers.first?.answer }

  /// What says so, for a sentence.
  var foretoldBy: String {
    guard let name = foretellings.name, !isNear(name) else { return "the name" }
    return "the folder '\(PrintableText.short(name))'"
  }

  /// The same with the names that say it.
  var foretellings: SaidByNames<String> {
    let ofRates = counted.folders.contains { !Self.words($0).isDisjoint(with: Self.ofRates) }
    func word(_ name: String, isFolder: Bool) -> String? {
      let words = Self.words(name)
      if let word = words.intersection(Self.foretelling).min() { return word }
      let isNext = !words.isDisjoint(with: Self.ofRates) || isFolder && words.count == 1 && ofRates
      return words.contains("next") && isNext ? "next" : nil
    }
    func said(_ names: [String], areFolders: Bool) -> [(answer: String, name: String)] {
      names.compactMap { name in word(name, isFolder: areFolders).map { ($0, name) } }
    }
    return SaidByNames(answers: said(counted.files, areFolders: false) + said(counted.folders, areFolders: true))
  }

  private static let ofRates: Set<String> = ["funding", "fundingrate", "fundingrates", "rate", "rates"]

  static let foretelling: Set<String> = [
    "predicted", "prediction", "predictions", "predictive", "estimated", "estimate", "indicative", "forecast",
    "foretold",
  ]

  private static let ofPrices: Set<String> = [
    "mark", "index", "premium", "price", "prices", "klines", "kline", "candles", "um", "cm", "futures",
  ]

  /// The words of a name in small letters: of `premiumIndexKlines`, `mark_price` and `BTCUSDT-1h`.
  private static func words(_ name: String) -> Set<String> {
    var words: [String] = [""]
    var before: Character?
    for character in name {
      if !character.isLetter {
        words.append("")
      } else if character.isUppercase, before?.isLowercase == true {
        words.append(character.lowercased())
      } else {
        words[words.count - 1] += character.lowercased()
      }
      before = character
    }
    return Set(
      words.filter { !$0.isEmpty }.flatMap { word in
        ["markprice", "indexprice", "premiumindex"].contains(word)
          ? [word.hasPrefix("mark") ? "mark" : word.hasPrefix("index") ? "index" : "premium"] : [word]
      })
  }

  /// Whether the folders are those of coin-margined futures, whose volumes are contracts.
  var isCoinMargined: Bool {
    folders.prefix(8).contains { $0.lowercased() == "cm" || $0.lowercased().hasPrefix("cm_") }
  }

  /// The venue and the market of LEAN's folders: `crypto/coinbase/hour` is spot, `cryptofuture/binance/daily` is not.
  private var lean: (venue: String, market: InstrumentType)? {
    let resolutions = ["tick", "second", "minute", "hour", "daily"]
    for depth in folders.indices.prefix(4) where resolutions.contains(folders[depth].lowercased()) {
      guard folders.indices.contains(depth + 2) else { return nil }
      switch folders[depth + 2].lowercased() {
      case "crypto": return (folders[depth + 1].lowercased(), .spot)
      case "cryptofuture": return (folders[depth + 1].lowercased(), .perpetual)
      default: return nil
      }
    }
    return nil
  }

  /// The first of `venues` that a folder is named after, by whichever of its names.
  func venue(among venues: [String]) -> String? {
    if let lean { return lean.venue }
    if let listing { return listing.venue }
    return folders.lazy.compactMap { Self.venue($0, among: venues) }.first
  }

  private static func venue(_ folder: String, among venues: [String]) -> String? {
    let name = VenueName.of(folder)
    return venues.first { $0 == name }
  }

  /// A venue that the file's name or a folder near it says: `okx_funding.csv`, `bybit/funding/x.csv`.
  /// Nil where they say none, or several.
  func venueWord(among venues: [String]) -> String? {
    let words = parts.joined(separator: "-").lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    let names = Set(words.map(VenueName.of))
    let said = venues.filter(names.contains)
    if !said.isEmpty { return said.count == 1 ? said.first : nil }
    // Of a folder the whole name, since `bybit-study` may hold what it likes.
    return folders.prefix(3).lazy.compactMap { Self.venue($0, among: venues) }.first
  }

  /// The symbol a file's name begins with, or the only pair in it. Venues write symbols in capitals; a name in small letters says
  /// something else.
  var symbol: String? {
    if let listing { return listing.symbol }
    if let contract = NamedContract(named.joined(separator: "-")) { return contract.symbol }
    guard let whole = named.first, Self.isWord(whole) else { return nil }
    let first = Self.capitals(whole)
    guard !first.contains(where: \.isLowercase), first.contains(where: \.isLetter) else { return onlyPair }
    // `BTC-USDT_1h` says the pair as `BTC-USDT-1h` does.
    guard let second = named.dropFirst().first?.split(separator: "_").first.map(String.init),
      NamedContract.quotes.contains(second)
    else { return Self.withoutDates(first) }
    return "\(first)-\(second)"
  }

  /// `BTC-USDT` of `candles_binance_perpetual_BTC-USDT_1m`: other words stand before it. Nil where there is none, or several.
  private var onlyPair: String? {
    let pieces = named.joined(separator: "-").split(separator: "_")
    let pairs = Set(pieces.filter(Self.isPair))
    // Other words in capitals may say what market or contract it is.
    guard pairs.count == 1, let pair = pairs.first,
      pieces.allSatisfy({ $0 == pair || $0.contains(where: \.isLowercase) || !$0.contains(where: \.isLetter) })
    else { return nil }
    return String(pair)
  }

  private static func isPair(_ piece: Substring) -> Bool {
    guard piece.allSatisfy({ $0.isUppercase || $0.isNumber || $0 == "-" }) else { return false }
    let words = piece.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard words.count > 1 else {
      return NamedContract.quotes.contains { piece.hasSuffix($0) && piece.count > $0.count + 1 }
    }
    return words[0].count > 1 && NamedContract.quotes.contains(words[1])
      && (words.count == 2 || words.count == 3 && ["SWAP", "PERP", "PERPETUAL"].contains(words[2]))
  }

  /// `BTC_USDT` of `BTC_USDT_1h` and `BTC_USDT_perp_5m`: a pair in capitals says itself whatever small words stand behind it. Other
  /// words in capitals may say that it is none, as those of `PERP_BTC_USDT_1h` and `BINANCE_BTC_1h` do.
  private static func capitals(_ name: String) -> String {
    let pieces = name.split(separator: "_", omittingEmptySubsequences: false)
    let capitals = pieces.prefix { !$0.contains(where: \.isLowercase) }
    guard capitals.count >= 2, capitals.count < pieces.count,
      NamedContract.currencies.contains(String(capitals[1])),
      capitals.dropFirst(2).allSatisfy({ $0.allSatisfy(\.isNumber) })
    else { return name }
    return capitals.joined(separator: "_")
  }

  /// `BTCUSDT_60_2025` without what an exporter added: widths in minutes, years and dates. The day that a contract expires on
  /// is part of its symbol.
  private static func withoutDates(_ name: String) -> String {
    let pieces = name.split(separator: "_", omittingEmptySubsequences: false)
    let kept = pieces.prefix { piece in
      guard piece.startIndex == name.startIndex || Resolution.ofPiece(String(piece)) == nil else { return false }
      return piece.isEmpty || !piece.allSatisfy(\.isNumber)
        || (piece.count == 8 ? Instrument(venue: "", symbol: name).contract.expiry != nil : isDay(piece))
    }
    return kept.isEmpty ? name : kept.joined(separator: "_")
  }

  /// Whether six digits are a year, a month and a day, and not a year and a month.
  static func isDay(_ text: Substring) -> Bool {
    guard text.count == 6, let number = Int(text) else { return false }
    return CivilDate(year: 2000 + number / 10_000, month: number / 100 % 100, day: number % 100).exists
  }

  /// A pair that the name begins with in any letters: `adausdt_trade` is ADAUSDT, with what tells its contract from the
  /// pair's perpetual (`btcusdt_240927_1h`, `btcusd_perp`, `btc-usdt-swap`).
  var pair: String? {
    if let listing { return listing.symbol }
    let name = named.joined(separator: "-").uppercased()
    let pieces = name.split { "-_. ".contains($0) }.map(String.init)
    guard let first = pieces.first, Self.isWord(first) else { return nil }
    let contract = hasSmallMonth ? nil : NamedContract(name).map(\.symbol)
    let reading = contract.map { Instrument(venue: "", symbol: $0).contract }
    guard NamedContract.quotes.contains(where: { first.hasSuffix($0) && first.count > $0.count + 1 }) else {
      guard pieces.count > 2, NamedContract.quotes.contains(pieces[1]) else { return nil }
      return reading?.expiry != nil || pieces[2] == "SWAP" ? contract : nil
    }
    // The perpetual of a pair in a stablecoin has the pair's symbol, whatever word stands behind it.
    return reading?.expiry != nil || (contract != nil && reading?.form == .inverse) ? contract : first
  }

  /// Whether what looks like the month of a future is written small behind a symbol in capitals: `BTCUSDT_f32` is no contract,
  /// and floats of 32 bits.
  private var hasSmallMonth: Bool {
    let pieces = named.joined(separator: "-").split { "-_. ".contains($0) }
    guard pieces.first?.contains(where: \.isUppercase) == true else { return false }
    return pieces.dropFirst().prefix(2).contains { piece in
      piece.count == 3 && piece.first?.isLowercase == true && piece.dropFirst().allSatisfy(\.isNumber)
    }
  }

  /// The symbol of a file that says it nowhere but in its name: `BTCUSDT` of `BTCUSDT_1h.csv` as of `BTCUSDT-1h.csv`.
  ///
  /// - Parameters:
  ///   - said: what the user says it is.
  ///   - further: what else the user has to say.
  /// - Throws: `Problem` for a name that begins with none.
  func symbol(of text: FeedText, said: String?, further: String = "") throws -> String {
    if let found = said ?? symbol ?? pair { return found }
    throw Problem(
      "the file's name '\(text.name)' does not begin with a symbol", at: .init(file: text.location),
      remedy: "say which with --symbol\(further)")
  }

  /// The bar's width in a name such as `BTCUSDT-5m-2025-01`.
  var interval: Interval? { parts.count > 1 ? Interval(parts[1]) : nil }

  /// The bars' width in whatever words the name says it, or the folder.
  var resolution: Resolution? { Resolution(ofFile: parts.joined(separator: "-"), in: folders.first) }

  /// The month or day in a name such as `BTCUSDT-5m-2025-01` or `BTCUSDT-5m-2025-01-31`.
  var period: TimeRange? {
    // Aperiodic's are `2025-01` and `2025-01-31` in folders that say the rest.
    let parts = folders.prefix(6).contains("aperiodic") ? ["", ""] + parts : parts
    let numbers = parts.dropFirst(2).map { Int($0) ?? -1 }
    guard parts.count > 3, parts[2].count == 4, numbers.count <= 3 else { return nil }
    let day = numbers.count == 3 ? numbers[2] : 1
    let first = CivilDate(year: numbers[0], month: numbers[1], day: day)
    guard first.exists else { return nil }
    let next =
      numbers.count == 3
      ? CivilDate(daysSince1970: first.daysSince1970 + 1)
      : CivilDate(year: first.year + (first.month == 12 ? 1 : 0), month: first.month % 12 + 1, day: 1)
    return TimeRange(from: Instant(first), to: Instant(next))
  }
}

extension Instant {
  fileprivate init(_ date: CivilDate) {
    self.init(year: date.year, month: date.month, day: date.day)
  }
}
