import Market

/// What a second column of times says of the first: of two that are a bar apart the earlier is the open and the later the
/// close, and of two that are hours apart the one that says the instant is right, whatever clock the other was read off.
struct OtherTimes {
  /// The one to read.
  let name: String
  let note: String

  private static let most = 2000
  /// No clock is further from UTC.
  private static let furthest = Interval.hours(14).milliseconds
  private static let quarter = Interval.minutes(15).milliseconds

  /// - Parameters:
  ///   - chosen: the column that its name makes the best.
  ///   - areBars: whether rows are bars, of which both ends may be told.
  /// - Returns: nil where nothing of the other is to be said: it says the same, or no time that can be read.
  init?(_ table: TableText, _ chosen: String, beside other: String, areBars: Bool) {
    guard let own = Column(chosen, in: table), let its = Column(other, in: table) else { return nil }
    guard let first = own.read else {
      // A time that may be read in several ways is told by one that cannot.
      guard its.isInstant else { return nil }
      self.init(its.name, "those of '\(own.shown)' do not say when they are")
      return
    }
    guard let second = its.read else { return nil }
    let pairs = zip(first, second).compactMap { a, b in a.flatMap { a in b.map { (a, $0) } } }
    let apart = Set(pairs.map { $0.1 - $0.0 })
    guard pairs.count > 1, apart != [0], let least = apart.min(), let furthest = apart.max() else { return nil }
    let ahead = Self.words(least, furthest)
    let instant = own.isInstant == its.isInstant ? nil : own.isInstant ? own : its
    if areBars, apart.count == 1, Self.step(of: pairs.map(\.0)) == abs(least), own.mayBeEnd,
      its.mayBeEnd
    {
      let (early, late) = least > 0 ? (own, its) : (its, own)
      // Hours that are as many as a bar is wide may as well be those of a clock, west of where the instant is told.
      let isClock =
        late.isInstant && !early.isInstant && (2 * Interval.hour.milliseconds...Self.furthest).contains(abs(least))
      if !isClock {
        self.init(
          early.name,
          "those of '\(late.shown)' are one bar (\(Interval(milliseconds: abs(least)))) later, as its end is")
        return
      }
    }
    let isClock =
      abs(least) <= Self.furthest && abs(furthest) <= Self.furthest && furthest - least <= Interval.hour.milliseconds
      && apart.allSatisfy { $0 % Self.quarter == 0 }
    if let instant, isClock {
      let isOwn = instant.name == own.name
      let (rest, off) = isOwn ? (its, ahead) : (own, Self.words(-furthest, -least))
      self.init(instant.name, "they say the instant, and those of '\(rest.shown)' are off a clock \(off) it")
      return
    }
    guard areBars else { return nil }
    self.init(own.name, "those of '\(its.shown)' are \(ahead) them; --columns time=NAME takes another")
  }

  private init(_ name: String, _ why: String) {
    self.name = name
    note = "times are those of '\(PrintableText.short(name))': \(why)"
  }

  /// One column, as it is read without a word of the user's.
  private struct Column {
    let name: String
    /// By row; nil where nothing decides how it is read.
    private(set) var read: [Int64?]?
    /// Whether it says itself when it is, and not what a clock showed.
    private(set) var isInstant = false

    var shown: String { PrintableText.short(name) }
    /// What a clock of the exporter's own showed is off by hours, and a settlement is no end of a bar.
    var mayBeEnd: Bool {
      if case .ask? = NamedClock(name).zone, !isInstant { return false }
      return !ColumnRoles.settlementTimes.contains(ColumnRoles.plain(name))
    }

    init?(_ name: String, in table: TableText) {
      guard let place = table.names.firstIndex(of: name) else { return nil }
      self.name = name
      let fields = TimeFields(place)
      let form: StampReader.Form
      switch DateForms.form(of: table, fields) {
      case .usual: form = .usual
      case .pattern(let pattern): form = .text(pattern)
      case .ambiguous, .unknown: return
      }
      var zone = ClockZone.utc
      if case .said(let text)? = NamedClock(name).zone, let said = try? ClockZone(text) {
        zone = said
        isInstant = true
      }
      let reader = StampReader(form, zone: zone, repeated: .first)
      var scanner = table.scanner()
      var stamps: [Int64?] = []
      var areZoned = true
      while stamps.count < OtherTimes.most, scanner.advance() {
        let stamp = scanner.has(fields) ? try? reader.stamp(scanner, fields, after: nil) : nil
        // A bar that ends at 59.999 ends with its minute.
        stamps.append(stamp.map { $0 + (VenueStamp.shortOfMinute($0) ?? 0) })
        areZoned = areZoned && (stamp == nil || reader.isZoned(scanner, fields))
      }
      isInstant = isInstant || areZoned && stamps.contains { $0 != nil }
      read = stamps
    }
  }

  private static func step(of stamps: [Int64]) -> Int64? {
    UsualStep(among: zip(stamps, stamps.dropFirst()).lazy.map { abs($1 - $0) }.filter { $0 > 0 })?.step
  }

  /// `8 h ahead of`, `4 to 5 h behind`.
  private static func words(_ least: Int64, _ furthest: Int64) -> String {
    func width(_ span: Int64) -> String { "\(Interval(milliseconds: abs(span)))" }
    if least == furthest { return "\(width(least)) \(least > 0 ? "ahead of" : "behind")" }
    if least >= 0 { return "\(least == 0 ? "0" : width(least)) to \(width(furthest)) ahead of" }
    if furthest <= 0 { return "\(furthest == 0 ? "0" : width(furthest)) to \(width(least)) behind" }
    return "between \(width(least)) behind and \(width(furthest)) ahead of"
  }
}
