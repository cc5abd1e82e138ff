/// What an option chain comes to, by the bar: `options.put_oi` of all its expiries, `next_expiry.max_pain` of one of them.
///
/// A chain has a row for each of its contracts and no one value; these are the names that have one. The venue and the
/// symbol of the chain stand before them where several could be meant: `deribit.options.iv_30d`.
public struct OptionColumn: Hashable, Sendable {
  /// Which of the options are looked at.
  public enum Part: Hashable, Sendable {
    case chain
    /// The next expiry a day or more ahead of the snapshot; of those on a Friday; of those on the last Friday of a month.
    case next, friday, month
    /// The expiry on a UTC day.
    case day(Instant)
  }

  public enum Figure: Hashable, Sendable {
    case callInterest, putInterest, callVolume, putVolume
    /// Puts over calls.
    case interestRatio, volumeRatio
    /// At the money in so many days.
    case volatility(days: Int)
    case maxPain, forward, atTheMoney, skew, hoursToExpiry
  }

  /// The whole name.
  public let name: String
  /// Venue, symbol, both or neither.
  public let qualifier: [String]
  public let part: Part
  public let figure: Figure

  /// Nil for any other name.
  public init?(name: String) {
    let words = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard words.count >= 2, let part = Part(word: words[words.count - 2]),
      let figure = Figure(word: words[words.count - 1], of: part)
    else { return nil }
    (self.name, self.part, self.figure) = (name, part, figure)
    qualifier = Array(words.dropLast(2))
  }

  /// The name without its venue and symbol.
  public var plain: String { name.split(separator: ".").suffix(2).joined(separator: ".") }

  public var unit: Unit {
    switch figure {
    case .callInterest, .putInterest, .callVolume, .putVolume: .contracts
    case .interestRatio, .volumeRatio: .score
    case .maxPain, .forward: .price
    case .volatility, .atTheMoney, .skew: .fraction
    case .hoursToExpiry: .hours
    }
  }

  /// The columns of a chain that it is made of.
  public var reads: [String] {
    let own =
      switch figure {
      case .callInterest, .putInterest, .interestRatio, .maxPain: [OptionChain.interest]
      case .callVolume, .putVolume, .volumeRatio: [OptionChain.volume]
      case .volatility, .atTheMoney: [OptionChain.volatility, OptionChain.underlying]
      case .skew: [OptionChain.volatility, OptionChain.delta]
      case .forward: [OptionChain.underlying]
      case .hoursToExpiry: [String]()
      }
    return RowRule.chainKey + own
  }

  /// What a snapshot says; nil where it does not.
  ///
  /// - Parameters:
  ///   - snapshot: what is left of it at the instant.
  ///   - now: for the time that is left.
  public func value(of snapshot: OptionSnapshot, at now: Instant) -> Double? {
    guard part != .chain else {
      if case .volatility(let days) = figure { return snapshot.volatility(days: Double(days)) }
      return amount(snapshot.interest, snapshot.volume)
    }
    guard let expiry = part.expiry(of: snapshot) else { return nil }
    return switch figure {
    case .maxPain: expiry.maxPain
    case .forward: expiry.forward
    case .atTheMoney: expiry.atTheMoney
    case .skew: expiry.skew
    case .hoursToExpiry: Double(expiry.expiry.since(now).milliseconds) / Double(Interval.hour.milliseconds)
    default: amount(expiry.interest, expiry.volume)
    }
  }

  /// What amounts of contracts say; nil for a figure that is made of something else.
  private func amount(_ interest: @autoclosure () -> OptionSides, _ volume: @autoclosure () -> OptionSides) -> Double? {
    switch figure {
    case .callInterest: interest().calls.sum
    case .putInterest: interest().puts.sum
    case .interestRatio: interest().putCallRatio
    case .callVolume: volume().calls.sum
    case .putVolume: volume().puts.sum
    case .volumeRatio: volume().putCallRatio
    default: nil
    }
  }

  /// Whether it changes from bar to bar between two snapshots.
  public var runs: Bool { figure == .hoursToExpiry }

  /// Those that lists show: of the chain and of its next expiry.
  public static let usual: [OptionColumn] =
    ((Figure.ofContracts.map(\.0) + ["iv_30d", "iv_90d"]).map { "\(Part.chainWord).\($0)" }
    + Figure.ofExpiry.map { "next_expiry.\($0.0)" }).compactMap(OptionColumn.init)
}

extension OptionColumn.Part {
  fileprivate static let chainWord = "options"
  private static let words: [(String, OptionColumn.Part)] = [
    (chainWord, .chain), ("next_expiry", .next), ("friday_expiry", .friday), ("month_expiry", .month),
  ]
  /// `expiry_20260327`.
  private static let dayWord = "expiry_"

  fileprivate init?(word: String) {
    if let known = Self.words.first(where: { $0.0 == word }) {
      self = known.1
      return
    }
    let digits = word.dropFirst(Self.dayWord.count)
    guard word.hasPrefix(Self.dayWord), digits.utf8.count == 8, let number = Int(digits), number > 0 else { return nil }
    let text = "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))"
    guard let day = Instant(text) else { return nil }
    self = .day(day)
  }

  fileprivate func expiry(of snapshot: OptionSnapshot) -> OptionExpiry? {
    switch self {
    case .chain: nil
    case .next: snapshot.next
    case .friday: snapshot.expiries.first { $0.days >= 1 && $0.expiry.weekday == Self.fridayIndex }
    case .month:
      snapshot.expiries.first { $0.days >= 1 && $0.expiry.weekday == Self.fridayIndex && Self.isLast($0.expiry) }
    case .day(let day): snapshot.expiries.first { $0.expiry.utcDay == day.utcDay }
    }
  }

  /// From Monday, 0.
  private static let fridayIndex = 4

  /// Whether no day of its name follows in its month.
  private static func isLast(_ expiry: Instant) -> Bool {
    (expiry + .week).dateText.prefix(7) != expiry.dateText.prefix(7)
  }
}

extension OptionColumn.Figure {
  fileprivate static let ofContracts: [(String, OptionColumn.Figure)] = [
    ("call_oi", .callInterest), ("put_oi", .putInterest), ("put_call_oi", .interestRatio),
    ("call_volume", .callVolume), ("put_volume", .putVolume), ("put_call_volume", .volumeRatio),
  ]
  fileprivate static let ofExpiry: [(String, OptionColumn.Figure)] =
    ofContracts + [
      ("max_pain", .maxPain), ("forward", .forward), ("iv_atm", .atTheMoney), ("skew_25d", .skew),
      (CurveColumns.hoursToExpiry.name, .hoursToExpiry),
    ]

  fileprivate init?(word: String, of part: OptionColumn.Part) {
    let words = part == .chain ? Self.ofContracts : Self.ofExpiry
    if let known = words.first(where: { $0.0 == word }) {
      self = known.1
    } else if part == .chain, word.hasPrefix("iv_"), word.hasSuffix("d"), word.utf8.count <= 7,
      let days = Int(word.dropFirst(3).dropLast()), days > 0, word == "iv_\(days)d"
    {
      self = .volatility(days: days)
    } else {
      return nil
    }
  }
}
