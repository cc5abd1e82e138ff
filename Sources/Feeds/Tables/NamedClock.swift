import Market

/// What the name of a column of times says of them: `Time (UTC+8)`, `Date (UTC)`, `time_ny`, `open_time_ms`.
struct NamedClock {
  /// Off which clock they were read.
  enum Zone: Equatable {
    /// As `--zone` is written.
    case said(String)
    /// A word that several clocks go by, or nobody's but the exporter's.
    case ask(String)
  }

  private(set) var zone: Zone?
  /// The name in small letters without what it says of the clock and the unit.
  let rest: String

  init(_ name: String) {
    var kept: [String] = []
    var zone: Zone?
    for word in name.split(whereSeparator: { " ()[]{}_,;".contains($0) }).map(String.init) {
      if zone == nil, let said = Self.zone(word) {
        zone = said
      } else if kept.isEmpty || !Self.units.contains(word.lowercased()) {
        kept.append(word)
      }
    }
    self.zone = zone
    rest = ColumnRoles.plain(kept.joined(separator: "_"))
  }

  /// The same of a day and a time of day in two columns, of which one may say it for both.
  ///
  /// - Throws: `Problem` where each says another clock.
  init(_ names: [String], at place: Problem.Place) throws {
    let clocks = names.map(NamedClock.init)
    self = clocks.first { $0.zone != nil } ?? clocks.first ?? NamedClock("")
    guard let zone, let other = clocks.first(where: { $0.zone ?? zone != zone }) else { return }
    throw Problem(
      "'\(names.map(PrintableText.short).joined(separator: "' and '"))' say two clocks, \(zone.words) and "
        + (other.zone?.words ?? ""), at: place,
      remedy: "name the column that is right with --columns time=NAME")
  }

  private static func zone(_ word: String) -> Zone? {
    let small = word.lowercased()
    if word.contains("/"), (try? ClockZone(word)) != nil { return .said(word) }
    if ["utc", "gmt"].contains(small) { return .said("UTC") }
    for prefix in ["utc", "gmt"] where small.hasPrefix(prefix) {
      let rest = small.dropFirst(3)
      if rest.first == "+" || rest.first == "-", let offset = Self.offset(rest) { return .said(offset) }
      // `utc8` leaves out which way.
      if !rest.isEmpty, rest.allSatisfy(\.isNumber) { return .ask(word) }
    }
    if let place = places[small] { return .said(place) }
    return asked.contains(small) ? .ask(word) : nil
  }

  /// `+08:00` of `+8`; nil for what is no offset.
  private static func offset(_ text: Substring) -> String? {
    guard (try? ClockZone(String(text))) != nil, let sign = text.first else { return nil }
    let digits = text.dropFirst()
    return digits.count < 3 && digits.allSatisfy(\.isNumber)
      ? "\(sign)\(digits.count == 1 ? "0" : "")\(digits):00" : String(text)
  }

  /// Places that are told by one word, and clocks without summer time that have one name.
  private static let places: [String: String] = [
    "ny": "America/New_York", "nyc": "America/New_York", "newyork": "America/New_York",
    "chicago": "America/Chicago", "london": "Europe/London", "berlin": "Europe/Berlin",
    "frankfurt": "Europe/Berlin", "paris": "Europe/Paris", "zurich": "Europe/Zurich", "moscow": "Europe/Moscow",
    "dubai": "Asia/Dubai", "kolkata": "Asia/Kolkata", "mumbai": "Asia/Kolkata", "singapore": "Asia/Singapore",
    "shanghai": "Asia/Shanghai", "beijing": "Asia/Shanghai", "hongkong": "Asia/Hong_Kong", "seoul": "Asia/Seoul",
    "tokyo": "Asia/Tokyo", "sydney": "Australia/Sydney", "jst": "+09:00", "kst": "+09:00", "hkt": "+08:00",
    "sgt": "+08:00",
  ]
  /// Short names with several meanings, or one that changes with the season.
  private static let asked: Set<String> = [
    "local", "server", "broker", "est", "edt", "et", "eastern", "cst", "cdt", "ct", "pst", "pdt", "pt", "mst", "ist",
    "bst", "cet", "cest", "eet", "eest", "msk", "aest", "aedt",
  ]
  private static let units: Set<String> = ["s", "sec", "secs", "seconds", "ms", "millis", "us", "ns", "nanos"]
}

extension NamedClock.Zone {
  /// As it is said of a column.
  var words: String {
    switch self {
    case .said(let zone): zone
    case .ask(let word): "'\(PrintableText.short(word))'"
    }
  }
}

extension NamedClock {
  /// The clock that times are off, where neither they nor a profile says it.
  ///
  /// - Parameters:
  ///   - said: what `--zone` says, else the profile.
  ///   - flag: which of the two.
  ///   - first: the first of the times.
  /// - Throws: `Problem` where the name says another clock, or one of several that nothing decides between.
  func zone(
    besides said: ClockZone?, by flag: String, column: String, first: String, at place: Problem.Place
  ) throws -> ClockZone? {
    let (column, first) = (PrintableText.short(column), PrintableText.short(first))
    switch zone {
    case nil: return said
    case .ask(let word):
      guard said == nil else { return said }
      throw Problem(
        "'\(column)' says that times such as '\(first)' are off a clock called '\(PrintableText.short(word))', and "
          + "several are called so", at: place,
        remedy: "say --zone with an offset or a place: --zone -05:00, --zone America/New_York")
    case .said(let text):
      let own = try ClockZone(text)
      guard let said, !said.shows(as: own) else { return own }
      throw Problem(
        "'\(column)' says that times such as '\(first)' are off the clock of \(text), and \(flag) says \(said.name)",
        at: place, remedy: "say --zone \(text), or rename the column where its name is wrong")
    }
  }
}
