import Market

/// What a profile says of its series and of their clock, bound to a table.
extension ProfileReader {
  static func entries(
    _ profile: ImportProfile, _ table: TableText, captures: [String: String], clues: PathClues, hints: ImportHints
  ) throws -> [BoundEntry] {
    if profile.kind == .ask, hints.kind == nil { throw unsaidKind(profile, table) }
    let wanted = profile.series.filter { entry in
      guard let kind = hints.kind else { return true }
      // Liquidations come added up or one by one, and one word means both.
      let isKind =
        entry.kind == kind.series.name
        || (kind == .liquidations && entry.kind == SeriesKind.liquidationEvents.name)
      return isKind && (kind.type == nil || entry.type == nil || entry.type == kind.type?.rawValue)
    }
    guard !wanted.isEmpty else {
      throw Problem(
        "--kind says \(hints.kind?.name ?? ""), and a file of '\(profile.name)' holds "
          + Set(profile.series.map(\.kind)).sorted().joined(separator: ", "),
        at: Problem.Place(file: table.text.location), remedy: "check where the file comes from")
    }
    return try wanted.flatMap { entry -> [BoundEntry] in
      func bound(_ wide: String?) throws -> BoundEntry {
        try BoundEntry(entry, in: table, of: profile, captures: captures, clues: clues, hints: hints, wide: wide)
      }
      guard entry.columns.values.contains(where: { $0.from == "*" }) else { return [try bound(nil)] }
      let named = Set(
        table.timeNames(profile.time.column) + (entry.filter ?? [:]).keys + entry.columns.values.map(\.from))
      return try table.names.filter { !named.contains($0) && !$0.isEmpty }.map { try bound($0) }
    }
  }

  /// That one of several kinds is meant, which have the same columns.
  static func unsaidKind(_ profile: ImportProfile, _ table: TableText) -> Problem {
    let kinds = Set(profile.series.map(\.kind)).sorted()
    let flags = kinds.map { $0 == SeriesKind.liquidationEvents.name ? FileKind.liquidations.name : $0 }
    return Problem(
      "the columns are those of \(kinds.joined(separator: " and of ")) alike ('\(profile.name)'), and the name does not "
        + "say which the rows are", at: Problem.Place(file: table.text.location),
      remedy: "say \(flags.map { "--kind \($0)" }.joined(separator: " or "))")
  }

  /// How times are read, and what is to be said of it.
  static func stamps(
    _ profile: ImportProfile, _ table: TableText, _ fields: TimeFields, _ captures: [String: String],
    _ hints: ImportHints
  ) throws -> (reader: StampReader, notes: [String]) {
    let time = profile.time
    let pattern = try (hints.table.timeFormat ?? time.pattern).map { try StampPattern($0) }
    let form: StampReader.Form = pattern.map { .text($0) } ?? time.unit.map { .count($0) } ?? .usual
    let place = Problem.Place(file: table.text.location)
    var scanner = table.scanner()
    var isZoned = false
    var first = ""
    guard time.unit == nil || fields.clock == nil else {
      throw Problem(
        "a count since 1970 stands in one column, and '\(PrintableText.short(time.column))' names two", at: place,
        remedy: "leave 'unit' out, or name one column")
    }
    if scanner.advance(), scanner.has(fields) {
      let (bytes, range) = scanner.timeText(fields)
      first = scanner.timeShown(fields)
      isZoned =
        switch form {
        case .count: true
        case .text(let pattern): pattern.hasOffset
        case .usual: EpochUnit(of: bytes, range) != nil || ISOStamp.read(bytes, range)?.offset != nil
        }
    }
    let said = try hints.table.zone.map { try ClockZone($0) }
    guard said == nil || !isZoned else {
      throw Problem(
        "--zone says \(said?.name ?? ""), and times such as '\(PrintableText.short(first))' say themselves when they are",
        at: place, remedy: "leave --zone out; a profile's 'shift' moves times that are wrong")
    }
    guard said != nil || time.zone != "ask" || isZoned else {
      throw Problem(
        "times such as '\(PrintableText.short(first))' are off the clock of whoever exported the file, and nothing says "
          + "which that is",
        at: place,
        remedy: "say --zone +03:00 or --zone Europe/London; a join with a series that is known tells which fits")
    }
    let rounding: StampReader.Rounding? =
      time.round.flatMap { Interval($0) }.map { .nearest($0) } ?? time.floor.flatMap { Interval($0) }.map { .down($0) }
    let own = try said ?? time.zone.flatMap { $0 == "ask" ? nil : $0 }.map { try ClockZone($0) }
    let named = try NamedClock(table.timeNames(time.column), at: place)
    let zone =
      isZoned
      ? own
      : try named.zone(
        besides: own, by: said == nil ? "'\(profile.name)'" : "--zone", column: time.column, first: first, at: place)
    let reader = StampReader(
      form, zone: zone ?? .utc, repeated: hints.table.repeated ?? time.repeated, rounding: rounding,
      since: try time.since.map { try midnight($0, captures, place) } ?? 0)
    return (reader, isZoned || said != nil ? [] : Self.note(on: zone, named, time))
  }

  /// What is to be said of the clock that times are off by their own column or by nobody's word.
  static func note(on zone: ClockZone?, _ named: NamedClock, _ time: ImportProfile.Stamp) -> [String] {
    guard let zone else { return ["times without a zone are read as UTC; say --zone where that is wrong"] }
    guard case .said = named.zone, !zone.shows(as: .utc) else { return [] }
    return ["times are off the clock of \(zone.name), as '\(PrintableText.short(time.column))' says"]
  }

  /// The midnight that counts are since, of a day that the path says.
  static func midnight(_ text: String, _ captures: [String: String], _ place: Problem.Place) throws -> Int64 {
    let day = captures.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) }
    guard let read = try StampPattern("yyyyMMdd").read(Array(day.utf8)[...], isWhole: true) else {
      throw Problem(
        "times are counted since the midnight of a day that the name does not say: '\(PrintableText.short(day))'",
        at: place, remedy: "give the file the name that it was published under")
    }
    return read.local
  }
}
