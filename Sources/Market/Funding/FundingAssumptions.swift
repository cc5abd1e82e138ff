import Numerics

/// What a user says to assume where the rows leave open what a position paid. Nothing is assumed that is not said.
///
/// In text: `missing=zero, contradictory=prorated`, each key the name of what `data check` found.
public struct FundingAssumptions: Hashable, Sendable {
  /// What to do with rows at no scheduled instant.
  public enum Extra: String, CaseIterable, Hashable, Sendable {
    /// They are no settlements.
    case ignored
    /// They are settlements, at their own stamp and rate.
    case charged
  }

  /// Which rate to take where one instant is listed with several.
  public enum Conflicting: String, CaseIterable, Hashable, Sendable {
    case first
    case last
  }

  /// What to make of rows that declare one interval and come at another, or that repeat one rate for a longer one.
  public enum Contradictory: String, CaseIterable, Hashable, Sendable {
    /// Each row settles in full: the declared interval is wrong.
    case listed
    /// Each row settles the part of its rate that its spacing is of the declared interval: an 8-hour rate listed every
    /// hour pays an eighth each time.
    case prorated
    /// Rows on the declared schedule settle in full and the others not at all: an 8-hour rate listed every hour pays at
    /// 00:00, 08:00 and 16:00 UTC.
    case declared
  }

  /// The rate of a settlement that has no row, or a row without a rate: a fraction for one interval in force there.
  public var missing: Double?
  /// Whether an instrument that lists no funding at all is refused. Without either, nothing is charged on it and the result
  /// says so; what is missing between listed rows is refused in any case.
  public var refusesMissing = false
  public var extra: Extra?
  public var conflicting: Conflicting?
  public var contradictory: Contradictory?

  public init(
    missing: Double? = nil, extra: Extra? = nil, conflicting: Conflicting? = nil, contradictory: Contradictory? = nil
  ) {
    self.missing = missing
    self.extra = extra
    self.conflicting = conflicting
    self.contradictory = contradictory
  }

  /// Nothing is assumed.
  public static let none = FundingAssumptions()

  /// Reads `missing=zero, extra=ignored`; a rate is a fraction for one interval: `missing=0.0001`, `0.01%` or `1bps`.
  public init(_ text: String) throws(Problem) {
    self.init()
    var said: [String: String] = [:]
    for part in text.split(separator: ",") {
      let words = part.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
      guard words.count == 2, let choices = Self.choices[words[0]] else {
        throw Problem(
          "'\(part)' is no assumption about funding",
          remedy: suggestion(for: words.first ?? "", in: Self.choices.keys, called: "things to assume"))
      }
      let value = words[1]
      if let before = said.updateValue(value, forKey: words[0]) {
        throw .saidTwice(words[0], before, value, of: "what is assumed of funding")
      }
      let understood =
        switch words[0] {
        case "missing": readMissing(value)
        case "extra": read(Extra(rawValue: value), into: \.extra)
        case "conflicting": read(Conflicting(rawValue: value), into: \.conflicting)
        default: read(Contradictory(rawValue: value), into: \.contradictory)
        }
      guard understood else { throw Problem("'\(value)' is no choice for \(words[0])", remedy: "say \(choices)") }
    }
  }

  /// What to make of what is missing, by itself: `zero`, `refuse`, `assume 1bps`.
  public mutating func assume(missing text: String) throws(Problem) {
    guard missing == nil, !refusesMissing else {
      throw .saidTwice(
        "missing", missing.map(Self.text) ?? "refuse", text, of: "what is assumed of funding")
    }
    let words = text.split(whereSeparator: { $0 == " " || $0 == "=" })
    let value = words.count == 2 && words[0] == "assume" ? words[1] : text[...]
    guard readMissing(String(value)) else {
      throw Problem(
        "'\(text)' is nothing to make of missing funding", remedy: "say zero, refuse, or assume and a rate: assume 1bps"
      )
    }
  }

  private mutating func readMissing(_ text: String) -> Bool {
    if text == "refuse" {
      refusesMissing = true
      return true
    }
    return read(Self.rate(text), into: \.missing)
  }

  private mutating func read<Choice>(_ choice: Choice?, into key: WritableKeyPath<Self, Choice?>) -> Bool {
    self[keyPath: key] = choice
    return choice != nil
  }

  /// A fraction below one: `zero`, `0.0001`, `0.01%`, `1bps`.
  private static func rate(_ text: String) -> Double? {
    guard text != "zero" else { return 0 }
    return ShareSuffix.fraction(text).flatMap { abs($0) < 1 ? $0 : nil }
  }

  private static func text(_ rate: Double) -> String { rate == 0 ? "zero" : "\(rate)" }

  private static let choices = [
    "missing": "missing=zero or missing=<rate of one interval>", "extra": "extra=ignored or extra=charged",
    "conflicting": "conflicting=first or conflicting=last",
    "contradictory": "contradictory=prorated, contradictory=declared or contradictory=listed",
  ]

  /// The choices for a doubtful kind, as a clause; nil when it is settled or not doubtful.
  public func open(_ kind: FundingFinding.Kind) -> String? {
    switch kind {
    case .missing, .unknown: missing == nil ? Self.choices["missing"] : nil
    case .extra: extra == nil ? Self.choices["extra"] : nil
    case .conflicting: conflicting == nil ? Self.choices["conflicting"] : nil
    case .contradictory: contradictory == nil ? Self.choices["contradictory"] : nil
    case .doubled, .changed, .displaced: nil
    }
  }
}

extension FundingAssumptions: CustomStringConvertible {
  /// The text that says the same; empty when nothing is assumed.
  public var description: String {
    [
      missing.map { "missing=\(Self.text($0))" }, refusesMissing ? "missing=refuse" : nil,
      extra.map { "extra=\($0.rawValue)" },
      conflicting.map { "conflicting=\($0.rawValue)" }, contradictory.map { "contradictory=\($0.rawValue)" },
    ].compactMap { $0 }.joined(separator: ", ")
  }
}

/// What a position pays at one instant.
public struct FundingCharge: Hashable, Sendable {
  public let instant: Instant
  /// Fraction of the position's value; never NaN.
  public let rate: Double
  /// The interval that it pays for; nil for an extra row outside the coverage that declares none.
  public let interval: Interval?
  /// What made it doubtful, when it is charged by an assumption and not as listed.
  public let assumed: FundingFinding.Kind?
}

extension FundingSchedule {
  /// Rows behind the last settlement that its schedule does not have, at whole hours: the first that a venue lists after it
  /// has gone to a shorter interval, before a second one shows it. Each pays for the time since the one before it.
  public var newer: [(stamp: Instant, charge: FundingCharge)] {
    guard let last = settlements.last else { return [] }
    var before = last.instant
    var found: [(stamp: Instant, charge: FundingCharge)] = []
    for row in extra where row.stamp > last.stamp && !row.rate.isNaN {
      let hours = Int((Double(row.stamp.since(before).milliseconds) / Double(Interval.hour.milliseconds)).rounded())
      let instant = before + .hours(hours)
      guard hours > 0, row.stamp <= instant + tolerance, row.stamp + tolerance >= instant else { continue }
      found.append(
        (row.stamp, FundingCharge(instant: instant, rate: row.rate, interval: instant.since(before), assumed: nil)))
      before = instant
    }
    return found
  }

  /// The settlements of `window` to charge, in order of time.
  ///
  /// Fails when something inside the window is doubtful and `assumptions` do not say what to make of it. What lies
  /// outside the coverage is not charged and not doubtful here: `uncovered(of:)` tells it.
  public func charges(
    in window: TimeRange = .always, assuming assumptions: FundingAssumptions = .none
  ) throws(Problem) -> [FundingCharge] {
    let open = findings(in: window).filter { assumptions.open($0.kind) != nil }
    guard open.isEmpty else {
      var choices: [String] = []
      for choice in open.compactMap({ assumptions.open($0.kind) }) where !choices.contains(choice) {
        choices.append(choice)
      }
      throw Problem(
        "what funding was paid is open: \(open.map(\.sentence).joined(separator: "; "))",
        remedy: "say what to assume with --assume-funding: \(choices.joined(separator: "; "))")
    }

    var charges = settlements.filter { window.contains($0.instant) }.compactMap { assumptions.charge(for: $0) }
    let listed = charges.count
    if let rate = assumptions.missing {
      for hole in holes.compactMap({ $0.clipped(to: window) }) {
        for number in 0..<hole.count {
          charges.append(
            FundingCharge(
              instant: hole.first + hole.interval * number, rate: rate, interval: hole.interval, assumed: .missing))
        }
      }
    }
    if assumptions.extra == .charged {
      for row in extra where window.contains(row.stamp) && !row.rate.isNaN {
        charges.append(
          FundingCharge(
            instant: row.stamp, rate: row.rate, interval: row.declared ?? interval(at: row.stamp), assumed: .extra))
      }
    }
    return charges.count == listed ? charges : charges.sorted { $0.instant < $1.instant }
  }
}

extension FundingAssumptions {
  /// What a settlement charges under these assumptions; nil when nothing. What they leave open is charged as listed, so
  /// its caller has asked `open` first.
  public func charge(for settlement: FundingSettlement) -> FundingCharge? {
    var rate = settlement.rate
    var interval = settlement.interval
    var assumed: FundingFinding.Kind?
    if rate.isNaN {
      guard let missing else { return nil }
      return FundingCharge(
        instant: settlement.instant, rate: missing, interval: settlement.interval, assumed: .unknown)
    }
    if let other = settlement.otherRate {
      assumed = .conflicting
      if conflicting == .last { rate = other }
    }
    if settlement.isContradictory, let declared = settlement.declared ?? settlement.repeated {
      assumed = .contradictory
      switch contradictory {
      case .prorated: rate *= Double(settlement.interval.milliseconds) / Double(declared.milliseconds)
      case .declared:
        let past = settlement.instant.milliseconds.flooredRemainder(by: declared.milliseconds)
        guard past == 0 else { return nil }
        interval = declared
      case .listed, nil: break
      }
    }
    return FundingCharge(instant: settlement.instant, rate: rate, interval: interval, assumed: assumed)
  }
}
