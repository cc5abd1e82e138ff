import Foundation
import Market

/// A value together with the way it is written for people.
///
/// One figure serves three readers: `text` for eyes (`+12.40`, `3.2%`, `<0.001`), and the value itself for CSV and JSON,
/// where a percentage stays a fraction and nothing is rounded. What is not known is written `n/a`, never `nan`.
public struct Figure: Hashable, Sendable {
  /// What stands in a table where a value is not known.
  public static let missingText = Double.unknownText

  /// What the figure holds, unrounded.
  package enum Value: Hashable, Sendable {
    case missing
    case blank
    case text(String)
    case flag(Bool)
    case integer(Int)
    case real(Double)
    case instant(Instant)
    case interval(Interval)
  }

  /// How a number is written.
  package enum Style: Hashable, Sendable {
    /// As the value itself reads.
    case plain
    /// With so many decimals.
    case fixed(Int, grouped: Bool, sign: Double.SignRule)
    /// A fraction shown in hundredths, with so many decimals.
    case percent(Int, sign: Double.SignRule)
    case pValue
    /// Words that say how something went.
    case judged(isGood: Bool)
  }

  package let value: Value
  package let style: Style

  package init(_ value: Value, _ style: Style = .plain) {
    if case .real(let number) = value, number.isNaN { self.value = .missing } else { self.value = value }
    self.style = style
  }
}

extension Figure {
  /// Nothing is known here.
  public static let missing = Figure(.missing)

  /// Nothing belongs here: an empty cell, null to programs.
  public static let blank = Figure(.blank)

  public static func text(_ text: String) -> Figure { Figure(.text(text)) }

  /// Words that say how something went, in the colours of gains and losses; in none where that is open.
  public static func judged(_ text: String, isGood: Bool?) -> Figure {
    isGood.map { Figure(.text(text), .judged(isGood: $0)) } ?? .text(text)
  }

  /// `yes` or `no`.
  public static func flag(_ flag: Bool) -> Figure { Figure(.flag(flag)) }

  /// A number of things: `105,120`.
  public static func count(_ count: Int) -> Figure { Figure(.integer(count)) }

  /// Basis points, signed, with two decimals: `+12.40`. The value is in basis points already.
  public static func bps(_ bps: Double) -> Figure { Figure(.real(bps), .fixed(2, grouped: true, sign: .always)) }

  /// Basis points for a unit of something, which may be a unit of anything: `+12.34`, and `+0.000508` where two decimals would
  /// leave less than two digits.
  public static func slopeBps(_ bps: Double) -> Figure { perUnit(bps, sign: .always) }

  /// The same without a direction.
  public static func unsignedSlopeBps(_ bps: Double) -> Figure { perUnit(bps, sign: .whenNegative) }

  private static func perUnit(_ bps: Double, sign: Double.SignRule) -> Figure {
    let size = bps.magnitude
    guard size.isFinite, size > 0, size < 0.095 else { return Figure(.real(bps), .fixed(2, grouped: true, sign: sign)) }
    let decimals = 2 - Int(log10(size).rounded(.down))
    return decimals > 12 ? Figure(.real(bps)) : Figure(.real(bps), .fixed(decimals, grouped: true, sign: sign))
  }

  /// Basis points that have no direction, such as a standard error: `3.10`.
  public static func unsignedBps(_ bps: Double) -> Figure {
    Figure(.real(bps), .fixed(2, grouped: true, sign: .whenNegative))
  }

  /// A fraction as a percentage: 0.1234 is `12.34%`.
  public static func percent(_ fraction: Double, decimals: Int = 2) -> Figure {
    Figure(.real(fraction), .percent(decimals, sign: .whenNegative))
  }

  /// A fraction as a percentage whose direction matters: 0.1234 is `+12.34%`.
  public static func signedPercent(_ fraction: Double, decimals: Int = 2) -> Figure {
    Figure(.real(fraction), .percent(decimals, sign: .always))
  }

  /// An amount of quote currency: `1,234,567.89`.
  public static func quote(_ amount: Double, decimals: Int = 2) -> Figure {
    Figure(.real(amount), .fixed(decimals, grouped: true, sign: .whenNegative))
  }

  /// A gain or a loss in quote currency: `+1,234.50`.
  public static func signedQuote(_ amount: Double, decimals: Int = 2) -> Figure {
    Figure(.real(amount), .fixed(decimals, grouped: true, sign: .always))
  }

  /// A price: two decimals from 100 on, four from 1 on, six below and five digits at least, so that a tick is visible on any
  /// coin.
  public static func price(_ price: Double) -> Figure {
    let decimals = price.magnitude >= 100 ? 2 : price.magnitude >= 1 ? 4 : max(6, fiveDigits(price))
    return Figure(.real(price), .fixed(decimals, grouped: true, sign: .whenNegative))
  }

  /// A size in coins: four decimals, and five digits below a hundredth.
  public static func size(_ size: Double) -> Figure {
    Figure(
      .real(size), .fixed(size.magnitude >= 0.01 ? 4 : max(4, fiveDigits(size)), grouped: true, sign: .whenNegative))
  }

  /// The decimals that show the first five digits of a number; none of zero.
  private static func fiveDigits(_ number: Double) -> Int {
    guard number.isFinite, number != 0 else { return 0 }
    return 4 - Int(log10(number.magnitude).rounded(.down))
  }

  /// A ratio such as Sharpe, Sortino, Calmar or t, with two decimals: `-0.75`.
  public static func ratio(_ ratio: Double, decimals: Int = 2) -> Figure {
    Figure(.real(ratio), .fixed(decimals, grouped: true, sign: .whenNegative))
  }

  /// A ratio whose direction is the message: `+2.31`.
  public static func signedRatio(_ ratio: Double, decimals: Int = 2) -> Figure {
    Figure(.real(ratio), .fixed(decimals, grouped: true, sign: .always))
  }

  /// A probability under a null: `0.043`, and `<0.001` for what would round to less.
  public static func pValue(_ p: Double) -> Figure { Figure(.real(p), .pValue) }

  /// A parameter or another number that is printed as it was typed: `1.5`, `288`, `1e-07`.
  public static func plain(_ number: Double) -> Figure { Figure(.real(number)) }

  /// A length of time in its two largest units: `3d 4h`, `45m`.
  public static func duration(_ interval: Interval) -> Figure { Figure(.interval(interval)) }

  /// An instant to the minute, in UTC: `2025-10-10 21:15`.
  public static func instant(_ instant: Instant) -> Figure { Figure(.instant(instant)) }
}

extension Figure {
  /// The value as people read it. Control characters are taken out of texts, so that a strategy's name can move neither
  /// the cursor of a terminal nor the cells of a table.
  public var text: String {
    switch value {
    case .missing: Self.missingText
    case .blank: ""
    case .text(let text): text.withoutControlCharacters
    case .flag(let flag): flag ? "yes" : "no"
    case .integer(let count): Double.grouped(count)
    case .real(let number): written(number)
    case .instant(let instant): instant.minuteText
    case .interval(let interval): interval.inTwoUnits
    }
  }

  /// The value on a page: with a minus sign as wide as a plus, and a dash for what is missing.
  package var pageText: String {
    switch value {
    case .missing: "–"
    case .real, .integer: text.hasPrefix("-") ? "\u{2212}" + text.dropFirst() : text
    default: text
    }
  }

  private func written(_ number: Double) -> String {
    switch style {
    case .plain: number.plainText
    case .fixed(let decimals, let grouped, let sign): number.fixed(decimals, grouped: grouped, sign: sign)
    case .percent(let decimals, let sign): (number * 100).fixed(decimals, grouped: true, sign: sign) + "%"
    case .judged: number.plainText
    case .pValue: number < 0.001 ? "<0.001" : number.fixed(3)
    }
  }

  /// Whether a signed figure is a gain or a loss; nil for figures whose direction means nothing, and for
  /// what is written as zero.
  package var isGain: Bool? {
    if case .judged(let isGood) = style { return isGood }
    guard case .real(let number) = value, text.contains(where: { $0.isNumber && $0 != "0" }) else { return nil }
    switch style {
    case .fixed(_, _, .always), .percent(_, .always): return number > 0
    default: return nil
    }
  }

  /// Whether it may be cut where room is short: words may, numbers and instants would become others.
  package var isWords: Bool {
    switch value {
    case .text, .flag, .blank: true
    default: false
    }
  }

  /// The value for programs: numbers unrounded, instants as `2025-10-10T21:15:00Z`, what is missing as null.
  public var json: JSONValue {
    switch value {
    case .missing, .blank: .null
    case .text(let text): .string(text)
    case .flag(let flag): .bool(flag)
    case .integer(let count): .integer(count)
    case .real(let number): .real(number)
    case .instant(let instant): .string(instant.description)
    case .interval(let interval): .string(interval.description)
    }
  }

  /// The value as a CSV field before quoting: as in JSON, and empty when missing.
  package var csv: String {
    switch value {
    case .missing, .blank: ""
    case .text(let text): CSV.words(text)
    case .flag(let flag): flag ? "true" : "false"
    case .integer(let count): String(count)
    case .real(let number): number.description
    case .instant(let instant): instant.description
    case .interval(let interval): interval.description
    }
  }
}

extension String {
  /// The text with every control character, tabs and line ends among them, turned into a space.
  package var withoutControlCharacters: String {
    guard unicodeScalars.contains(where: \.movesText) else { return self }
    var text = String.UnicodeScalarView()
    for scalar in unicodeScalars { text.append(scalar.movesText ? " " : scalar) }
    return String(text)
  }
}

extension Unicode.Scalar {
  /// Whether it moves the cursor, or turns the direction in which what follows is written.
  ///
  /// Most texts are ASCII, of which the tables of Unicode need not be asked.
  fileprivate var movesText: Bool {
    isASCII ? value < 0x20 || value == 0x7F : properties.generalCategory == .control || properties.isBidiControl
  }
}
