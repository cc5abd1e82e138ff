/// What a venue's symbol says: the type of the instrument and the facts of its contract.
public struct SymbolReading: Hashable, Sendable {
  public var type: InstrumentType
  public var form: Contract.Form
  public var base: String
  public var quote: String
  /// What it is settled in; base for inverse contracts and quote for all others when nil.
  public var settlement: String?
  public var coinsPerUnit: Double
  public var size: Contract.Size?
  public var expiry: Instant?
  public var strike: Double?
  public var right: Contract.Right?
  public var source: String

  init(
    _ type: InstrumentType, _ form: Contract.Form, base: String, quote: String, settlement: String? = nil,
    size: Contract.Size? = nil, expiry: Instant? = nil, strike: Double? = nil, right: Contract.Right? = nil,
    source: String = ""
  ) {
    let coins = SymbolText.coins(base)
    self.type = type
    self.form = form
    self.base = coins.coin
    self.quote = quote
    self.settlement = settlement
    coinsPerUnit = coins.perUnit
    self.size = size
    self.expiry = expiry
    self.strike = strike
    self.right = right
    self.source = source
  }

  /// The contract of an instrument with this symbol and `type`, which need not be the one that the symbol usually means:
  /// a venue may list a pair and its perpetual under one symbol.
  func contract(as type: InstrumentType) -> Contract {
    let isOwn = type == self.type
    let form: Contract.Form = type.isDerivative ? (isOwn ? self.form : .unstated) : .linear
    return Contract(
      form: form, base: base, quote: quote,
      settlement: isOwn ? settlement ?? (form == .inverse ? base : quote) : quote,
      coinsPerUnit: coinsPerUnit, size: isOwn ? size : nil, expiry: isOwn ? expiry : nil, strike: isOwn ? strike : nil,
      right: isOwn ? right : nil, source: source)
  }
}

/// Pieces that the symbols of all venues are made of.
enum SymbolText {
  /// Currencies a symbol can end in. Longer ones come first where one ends in another.
  private static let quotes = [
    "FDUSD", "PYUSD", "USDT", "USDC", "BUSD", "TUSD", "USDP", "USDE", "USD", "DAI", "EUR", "GBP", "TRY", "BRL", "JPY",
    "AUD", "KRW", "BTC", "ETH", "BNB",
  ]

  /// What coins are quoted in and are themselves quoted in nothing but each other.
  static let money: Set<String> = ["USDT", "USD", "EUR", "GBP", "TRY", "BRL", "JPY", "AUD", "KRW"]

  private static let coinQuotes: Set<String> = ["BTC", "ETH", "BNB"]

  static func isCoinQuote(_ text: some StringProtocol) -> Bool { coinQuotes.contains(String(text)) }

  /// A pair whose quote stands before its coin, `KRW-BTC`; nil for one that reads the other way round too, as money in money does.
  ///
  /// - Parameter quotes: what may stand there.
  static func quoteFirst(_ parts: [Substring], among quotes: Set<String>) -> (base: String, quote: String)? {
    guard parts.count == 2, quotes.contains(String(parts[0])), parts[1] != "PERP", parts[1].contains(where: \.isLetter),
      isCoinQuote(parts[1]) || !isQuote(parts[1])
    else { return nil }
    return (String(parts[1]), String(parts[0]))
  }

  static func isQuote(_ text: some StringProtocol) -> Bool { quotes.contains { $0 == text } }

  /// `BTCUSDT` as BTC and USDT; nil when it ends in no known currency.
  ///
  /// `XBTUSD`, `BNBUSD` and `ARBUSD` end in the names of dollars that nobody quotes them in: of a coin of two letters and a
  /// stablecoin or one of three and USD, the second is meant. So it is of `SHIBUSD` and longer coins, which only their names
  /// tell from `DOGEBUSD`, where the venue does not.
  ///
  /// - Parameter inPlainDollars: whether the venue lists no pair in those stablecoins.
  static func pair(_ symbol: some StringProtocol, inPlainDollars: Bool = false) -> (base: String, quote: String)? {
    let isPlain = inPlainDollars || symbol.hasSuffix("USD") && endsLikeDollars(symbol.dropLast(3))
    let quote = quotes.first { quote in
      let endsInDollars = quote.hasSuffix("USD") && quote != "USD"
      guard !endsInDollars || !isPlain else { return false }
      return symbol.hasSuffix(quote) && symbol.count >= quote.count + (endsInDollars ? 3 : 1)
    }
    guard let quote else { return nil }
    return (String(symbol.dropLast(quote.count)), quote)
  }

  /// Coins of four letters and more whose last letter and USD are BUSD or TUSD.
  private static let endingLikeDollars: Set<String> = [
    "SHIB", "USDT", "XAUT", "POPCAT", "PNUT", "GOAT", "BRETT", "DRIFT", "BLAST", "DENT", "KILT", "SCRT", "CGPT",
    "AIXBT",
    "GHST", "NEST", "SALT", "CULT", "VOLT", "TRUST", "XPRT", "ORBIT", "BOOST",
  ]

  /// Whether it is such a coin, also by the thousand and with a letter of the venue's before it: `u1000SHIB`.
  private static func endsLikeDollars(_ base: some StringProtocol) -> Bool {
    guard base.last == "B" || base.last == "T" else { return false }
    return endingLikeDollars.contains(coins(String(base.drop(while: \.isLowercase))).coin)
  }

  /// A coin that is traded by the thousand or million: `1000PEPE`, `SHIB1000`, `1MBABYDOGE`, `1KPEPE`, `kPEPE`.
  ///
  /// Only powers of ten from a thousand on are multiples: `1INCH` is a coin's name.
  static func coins(_ base: String) -> (coin: String, perUnit: Double) {
    let (before, behind) = (base.prefix(while: \.isNumber), base.reversed().prefix(while: \.isNumber).count)
    if let perUnit = multiple(before), base.dropFirst(before.count).first?.isLetter == true {
      return (String(base.dropFirst(before.count)), perUnit)
    }
    if let perUnit = multiple(base.suffix(behind)), base.dropLast(behind).last?.isLetter == true {
      return (String(base.dropLast(behind)), perUnit)
    }
    for (text, perUnit) in [("1M", 1e6), ("1K", 1e3)]
    where base.hasPrefix(text) && base.dropFirst(text.count).first?.isLetter == true {
      return (String(base.dropFirst(text.count)), perUnit)
    }
    if base.first == "k", base.count > 1, base.dropFirst().allSatisfy(\.isUppercase) {
      return (String(base.dropFirst()), 1000)
    }
    return (base, 1)
  }

  /// 10,000,000 of `10000000`; nil for what is no power of ten from a thousand on.
  private static func multiple(_ digits: Substring) -> Double? {
    guard (4...12).contains(digits.count), digits.first == "1", digits.dropFirst().allSatisfy({ $0 == "0" }) else {
      return nil
    }
    return Double(digits)
  }

  /// Hour of the day, UTC, at which dated contracts expire where their venue says no other hour.
  static let expiryHour = 8

  /// `240329`: 2024-03-29 at 08:00 UTC.
  static func expiry(yearFirst text: some StringProtocol) -> Instant? {
    guard text.count == 6, let number = Int(text), text.allSatisfy(\.isNumber) else { return nil }
    return instant(year: 2000 + number / 10_000, month: number / 100 % 100, day: number % 100)
  }

  private static let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]

  /// `27MAR26` or `7MAR26`: 2026-03-27 at 08:00 UTC.
  static func expiry(dayFirst text: some StringProtocol) -> Instant? {
    guard (6...7).contains(text.count), let year = Int(text.suffix(2)), let day = Int(text.dropLast(5)),
      let month = months.firstIndex(of: String(text.dropLast(2).suffix(3)))
    else { return nil }
    return instant(year: 2000 + year, month: month + 1, day: day)
  }

  /// `29MAR24`, as `expiry(dayFirst:)` reads it.
  static func dayFirst(_ date: CivilDate) -> String {
    "\(date.day)\(months[date.month - 1])\(date.year % 100 < 10 ? "0" : "")\(date.year % 100)"
  }

  /// `240329`, as `expiry(yearFirst:)` reads it.
  static func yearFirst(_ date: CivilDate) -> String {
    String(1_000_000 + date.year % 100 * 10_000 + date.month * 100 + date.day).dropFirst().description
  }

  /// The letters that futures exchanges give the months.
  private static let monthCodes = Array("FGHJKMNQUVXZ")

  /// `H24`, as `expiry(monthCode:)` reads it.
  static func monthCode(_ date: CivilDate) -> String {
    "\(monthCodes[date.month - 1])\(date.year % 100 < 10 ? "0" : "")\(date.year % 100)"
  }

  /// `H24`: the last Friday of March 2024.
  static func expiry(monthCode text: some StringProtocol, hour: Int = expiryHour) -> Instant? {
    guard text.count == 3, let letter = text.first, let month = monthCodes.firstIndex(of: letter).map({ $0 + 1 }),
      text.dropFirst().allSatisfy({ ("0"..."9").contains($0) }), let year = Int(text.dropFirst())
    else { return nil }
    let next = CivilDate(year: 2000 + year + month / 12, month: month % 12 + 1, day: 1).daysSince1970
    // Day 1 of 1970 was a Friday.
    let date = CivilDate(daysSince1970: next - 1 - (next - 2 + 7) % 7)
    return Instant(year: date.year, month: date.month, day: date.day, hour: hour)
  }

  /// When a contract expires whose symbol ends in a date in any of the ways that venues write one, and what stands before
  /// it: `-240329`, `_20240329`, `-29MAR24`, `29MAR24`, and the letter and year of a month behind a pair or a coin.
  static func dated(_ symbol: String) -> (stem: Substring, expiry: Instant)? {
    func stem(_ count: Int) -> Substring? {
      var stem = symbol.dropLast(count)
      while let last = stem.last, "-_".contains(last) { stem = stem.dropLast() }
      return stem.count >= 2 && stem.first?.isLetter == true ? stem : nil
    }
    // Digits may be the day of an export as well; contracts that are written so expire on Fridays.
    if let expiry = expiry(yearFirst: symbol.suffix(6)), isFriday(expiry), let last = symbol.dropLast(6).last {
      let isLong = symbol.dropLast(6).hasSuffix("20") && symbol.dropLast(8).last.map { "-_".contains($0) } == true
      if isLong || !last.isNumber { return stem(isLong ? 8 : 6).map { ($0, expiry) } }
    }
    for count in [7, 6] {
      let before = symbol.dropLast(count)
      if let expiry = expiry(dayFirst: symbol.suffix(count)), before.last?.isNumber != true {
        return stem(count).map { ($0, expiry) }
      }
    }
    guard let expiry = expiry(monthCode: symbol.suffix(3)), let stem = stem(3) else { return nil }
    return stem.count >= 3 && stem.allSatisfy { $0.isLetter || "-_".contains($0) } ? (stem, expiry) : nil
  }

  private static func isFriday(_ instant: Instant) -> Bool { (instant.date.daysSince1970 - 1) % 7 == 0 }

  private static func instant(year: Int, month: Int, day: Int) -> Instant? {
    guard CivilDate(year: year, month: month, day: day).exists else { return nil }
    return Instant(year: year, month: month, day: day, hour: expiryHour)
  }

  /// `BTC-27MAR26-90000-P` or `BTC-USD-240329-60000-C`: strike and right of the last two parts.
  static func option(_ parts: some BidirectionalCollection<Substring>) -> (strike: Double, right: Contract.Right)? {
    guard parts.count >= 2, let last = parts.last, last == "C" || last == "P",
      let strike = Double(parts.dropLast().last?.replacing("d", with: ".") ?? ""), strike > 0
    else { return nil }
    return (strike, last == "C" ? .call : .put)
  }
}
