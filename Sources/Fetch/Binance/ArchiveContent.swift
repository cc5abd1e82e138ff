import Feeds
import Market

/// What stands in a file of the archive, held against what its name says: a checksum proves that the bytes are those that
/// were published, and not that those are whole.
struct ArchiveContent {
  let rows: Int
  /// Whether its times are microseconds; nil where they are words.
  let isMicroseconds: Bool?
  /// What a researcher should know: rows that are missing or stand there twice.
  let notes: [String]

  /// - Throws: `Problem` for an archive that cannot be unpacked, another table than its name says, rows of another time,
  ///   and times whose unit changes on the way.
  init(_ bytes: [UInt8], of file: ArchiveFile, at path: String) throws {
    var scan = ArchiveScan(file, path: path)
    var tables = 0
    try FeedText.forEach(in: bytes, of: path) { text in
      tables += 1
      guard text.name == file.tableName else {
        throw Self.problem("it holds '\(text.name.prefix(80))' and not '\(file.tableName)'", path)
      }
      try scan.read(text.bytes)
    }
    guard tables == 1 else { throw Self.problem("it holds \(tables) tables instead of one", path) }
    rows = scan.rows
    isMicroseconds = scan.isMicroseconds
    notes = scan.notes
  }

  static func problem(_ what: String, _ path: String, line: Int? = nil) -> Problem {
    Problem(
      "the file is as the archive published it, and \(what)", at: Problem.Place(file: path, line: line),
      remedy: "nothing was imported; leave the period out with --from and --to, or call again once it is replaced",
      fault: .work)
  }
}

/// Counts the rows of a table by their times, in one pass.
private struct ArchiveScan {
  let file: ArchiveFile
  let path: String
  private(set) var rows = 0
  private(set) var isMicroseconds: Bool?
  private var stamps: Set<Int64> = []
  /// That settlements were for, in all and at most.
  private var hours = (sum: 0.0, longest: 0.0)
  private var numbers: (first: Int64, last: Int64)?
  private var skipped: Int64 = 0
  private var repeated = 0
  private var line = 0

  init(_ file: ArchiveFile, path: String) {
    self.file = file
    self.path = path
  }

  mutating func read(_ bytes: [UInt8]) throws {
    var start = 0
    // Line by line: the places of all of them would weigh more than the text where trades are many.
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let text = bytes[start..<end]
      start = end + 1
      line += 1
      // Headers come and go.
      guard let first = text.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { continue }
      rows += 1
      try take(text)
    }
  }

  private mutating func take(_ row: ArraySlice<UInt8>) throws {
    switch file.kind.rows {
    case .bars: try snapshot(try stamp(Self.field(row, 0)), slack: 0)
    case .settlements:
      try inPeriod(try stamp(Self.field(row, 0)), slack: 1000)
      let own = Self.field(row, 1).flatMap { Double(String(decoding: $0, as: UTF8.self)) } ?? 0
      hours = (hours.sum + own, max(hours.longest, own))
    case .snapshots:
      let text = String(decoding: Self.field(row, 0) ?? [], as: UTF8.self)
      guard let instant = Instant(text) else { throw wrong("its time '\(text.prefix(40))' is none") }
      let symbol = String(decoding: Self.field(row, 1) ?? [], as: UTF8.self)
      guard symbol == file.symbol else {
        throw wrong("it is of \(file.symbol), and a row is of '\(symbol.prefix(40))'")
      }
      // The last row of a day is that of the midnight behind it.
      try snapshot(instant.milliseconds, slack: 1)
    case .events(let number, let time):
      try inPeriod(try stamp(Self.field(row, time)), slack: 0)
      count(Self.field(row, number).flatMap(Self.integer) ?? -1)
    case .any: break
    }
  }

  private mutating func snapshot(_ stamp: Int64, slack: Int64) throws {
    try inPeriod(stamp, slack: slack)
    if !stamps.insert(stamp).inserted { repeated += 1 }
  }

  private mutating func count(_ number: Int64) {
    guard let last = numbers?.last else {
      numbers = (number, number)
      return
    }
    if number == last { repeated += 1 } else if number > last + 1 { skipped += number - last - 1 }
    numbers?.last = max(last, number)
  }

  /// In milliseconds.
  private mutating func stamp(_ field: ArraySlice<UInt8>?) throws -> Int64 {
    guard let number = field.flatMap(Self.integer) else {
      throw wrong("its time '\(String(decoding: (field ?? []).prefix(40), as: UTF8.self))' is none")
    }
    let micro = number > 100_000_000_000_000
    if let isMicroseconds, isMicroseconds != micro {
      throw wrong("its times change from \(micro ? "milliseconds to microseconds" : "microseconds to milliseconds")")
    }
    isMicroseconds = micro
    return micro ? number / 1000 : number
  }

  private func inPeriod(_ stamp: Int64, slack: Int64) throws {
    let range = file.period.range
    guard stamp >= range.from.milliseconds, stamp < range.to.milliseconds + slack else {
      throw wrong("it is of \(file.period.text), and a row is of \(Instant(milliseconds: stamp))")
    }
  }

  private func wrong(_ what: String) -> Problem { ArchiveContent.problem(what, path, line: line) }

  // MARK: What is said of it

  var notes: [String] {
    var notes: [String] = []
    if let expected, stamps.count < expected {
      let hole = firstHole.map { ", the first that is missing is \($0.minuteText)" } ?? ""
      notes.append("\(stamps.count) of \(expected) rows\(hole)")
    }
    if file.kind.rows == .settlements {
      let missing = Double(file.period.range.length.milliseconds) / 3.6e6 - hours.sum
      // A change of the interval in mid-month moves the sum by less than the longest.
      if missing >= hours.longest, rows > 0 { notes.append("settlements of some \(Int(missing)) hours are missing") }
    }
    if skipped > 0 { notes.append("\(skipped) numbers are skipped between its first row and its last") }
    if repeated > 0 { notes.append("\(repeated) rows stand there twice") }
    if rows == 0 { notes.append("no rows") }
    return notes
  }

  private var step: Int64? {
    switch file.kind.rows {
    case .bars: ArchiveKind.onlyMonthly.contains(file.interval) ? nil : Interval(file.interval)?.milliseconds
    case .snapshots: Interval.minutes(5).milliseconds
    default: nil
    }
  }

  private var expected: Int? { step.map { Int(file.period.range.length.milliseconds / $0) } }

  private var firstHole: Instant? {
    guard let step, let first = stamps.min() else { return nil }
    // Snapshots of a day begin at its midnight or five minutes behind it.
    let from = file.kind.rows == .bars ? file.period.range.from.milliseconds : first
    return stride(from: from, to: file.period.range.to.milliseconds, by: Int(step))
      .first { !stamps.contains($0) }.map { Instant(milliseconds: $0) }
  }

  private static func field(_ row: ArraySlice<UInt8>, _ index: Int) -> ArraySlice<UInt8>? {
    var rest = row
    for _ in 0..<index {
      guard let comma = rest.firstIndex(of: UInt8(ascii: ",")) else { return nil }
      rest = rest[(comma + 1)...]
    }
    return rest.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\r") }
  }

  private static func integer(_ text: ArraySlice<UInt8>) -> Int64? {
    guard !text.isEmpty, text.count <= 18 else { return nil }
    var number: Int64 = 0
    for byte in text {
      guard (48...57).contains(byte) else { return nil }
      number = number * 10 + Int64(byte - 48)
    }
    return number
  }
}
