import Market
import Numerics

/// The first rows of a kline file, and what they say about the rest. Rows that cannot be read say nothing here; reading
/// them properly will report them.
struct KlineSample {
  private let hasHeader: Bool
  private var hasMicroseconds = false
  private var hasNegative = false
  private var hasVolume = false
  private var countsSamples = false
  private var largest = 0.0
  private var widths: [Int64: Int] = [:]
  /// Rows whose times are none of the archive's.
  private var others = 0
  /// Times from one open to the next, and how often each is seen.
  private var steps: [Int64: Int] = [:]
  /// The first row that has an open and a close time, for a message.
  private var first: RowDefect?
  private var firstLine = 0
  private var closes: [Double] = []
  /// By row with volume: how much of its value a unit of volume is worth, at the close and without it.
  private var coins: [Double] = []
  private var dollars: [Double] = []

  init(_ text: FeedText) {
    var scanner = CSVScanner(dataOf: text, columns: BinanceKlines.columns, quoted: true)
    hasHeader = scanner.line > 0
    var last: Int64?
    for _ in 0..<100 {
      guard scanner.advance() else { break }
      if let open = try? scanner.stamp(0), let close = try? scanner.stamp(6) {
        hasMicroseconds = hasMicroseconds || VenueStamp.isMicroseconds((try? scanner.integer(0)) ?? 0)
        widths[close - open + 1, default: 0] += 1
        if let last, open > last { steps[open - last, default: 0] += 1 }
        last = open
        if first == nil {
          first = scanner.defect(6, "lies beyond the bar that opens at \(Instant(milliseconds: open))")
          firstLine = scanner.line
        }
      } else if Self.hasOtherTimes(scanner) {
        others += 1
      } else {
        continue
      }
      for field in 1...4 {
        guard let price = try? scanner.number(field) else { continue }
        hasNegative = hasNegative || price < 0
        largest = max(largest, abs(price))
      }
      if let close = try? scanner.price(4) { closes.append(close) }
      guard let volume = try? scanner.number(5), let count = try? scanner.number(8) else { continue }
      hasVolume = hasVolume || volume > 0
      if volume > 0, let close = closes.last, let value = try? scanner.number(7), value > 0 {
        coins.append(value / (volume * close))
        dollars.append(value * close / volume)
      }
      countsSamples = countsSamples || (volume == 0 && count > 0)
    }
  }

  /// Whether every row that has times has others than the archive's: in seconds, or as text.
  var hasOtherTimes: Bool { widths.isEmpty && others > 0 }

  private static func hasOtherTimes(_ row: borrowing CSVScanner) -> Bool {
    guard row.count > 6 else { return false }
    return (try? row.stamp(0)) == nil ? !row.content(0).isEmpty : DateForms.isUsual(row, TimeFields(6))
  }

  /// The median of the first closes, which no single one of them decides; nil with fewer than three.
  var middleClose: Double? { closes.count < 3 ? nil : closes.middle }

  /// How many dollars one contract is, where volume counts contracts and the column behind it coins; nil for all else.
  var dollarsPerContract: Double? {
    guard dollars.count > 2, !coins.contains(where: AmountWorth.isPlausible) else { return nil }
    return [10, 100].first { size in dollars.allSatisfy { abs($0 / size - 1) < 0.2 } }
  }

  /// Whether volume counts coins and the column behind it their value at the close, as of contracts that are not inverse. Near
  /// a price at which a contract is worth a coin they look alike, and are contracts.
  var countsCoins: Bool {
    coins.count > 2 && coins.allSatisfy(AmountWorth.isPlausible)
      && ![10, 100].contains { size in dollars.allSatisfy { abs($0 / size - 1) < 0.2 } }
  }

  /// The usual time from open to close, the longer of two that are equally usual: a halt makes a bar shorter.
  var interval: Interval? {
    widths.max { ($0.value, $0.key) < ($1.value, $1.key) }.map { Interval(milliseconds: $0.key) }
  }

  /// - Throws: `Problem` for bars that usually reach beyond the open of the next, or are wider than any that are read.
  func checkWidth(at location: String) throws {
    let step = steps.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? .max
    guard let width = interval, width.milliseconds > step || width > .week else { return }
    let why =
      width.milliseconds > step
      ? "and the next opens after \(Interval(milliseconds: step))" : "and bars of more than a week are not read"
    throw Problem(
      "\(first?.what ?? "close_time lies beyond its bar"): that makes \(width), \(why)",
      at: Problem.Place(file: location, line: firstLine, column: first?.column ?? 1),
      remedy: "nothing of this file was imported")
  }

  /// Premiums are fractions far from one, of either sign.
  private var looksLikePremium: Bool { hasNegative && isSmall }
  private var isSmall: Bool { largest < 0.5 }

  /// The kinds that such rows can be of. Mark and premium count their samples and have no volume.
  var possibleKinds: [FileKind] {
    var kinds: [FileKind] = []
    if !looksLikePremium, hasVolume || !countsSamples { kinds += [.klines, .spot] }
    if !looksLikePremium, !hasVolume { kinds.append(.mark) }
    if isSmall, !hasVolume { kinds.append(.premium) }
    return kinds
  }

  /// Whether the rows can be of `kind`. An index is printed as a mark is, so it is one only where that is said.
  func allows(_ kind: FileKind) -> Bool { possibleKinds.contains(kind == .index ? .mark : kind) }

  /// Whether they can be what lies in a folder of `kind`: of Binance's archive, only spot counts microseconds.
  func allows(folder kind: FileKind) -> Bool { allows(kind) && (!hasMicroseconds || kind == .spot) }

  /// The one kind it must be, if there is one: spot files never had a header, and only they have microseconds.
  var onlyKind: FileKind? {
    if possibleKinds.count == 1 { return possibleKinds.first }
    guard possibleKinds == [.klines, .spot] else { return nil }
    if hasMicroseconds { return .spot }
    return hasHeader ? .klines : nil
  }

  /// What was seen in the rows, for a message.
  var evidence: String {
    if looksLikePremium { return "are small fractions of either sign" }
    if hasVolume { return hasMicroseconds ? "have volume and times in microseconds" : "have volume" }
    if countsSamples, isSmall { return "count samples and have no volume" }
    if countsSamples { return "count samples of prices up to \(largest) and have no volume" }
    return "have prices up to \(largest)"
  }
}
