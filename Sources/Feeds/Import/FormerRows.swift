import Market
import Numerics
import Store

/// What rows that come in say against those that are there at the same times, in the dataset or in a file before them in the
/// same call. The later import wins, so that a file of another market, clock or unit would take the place of the right
/// one: said is where most rows differ, and refused are rows that are the former ones at other times.
struct FormerRows {
  private let dataset: Dataset
  private let stored: Set<SeriesDescriptor>
  /// Files of this call, by series, the latest last.
  private var read: [SeriesDescriptor: [Brought]] = [:]
  /// Those with rows of any series, by their bytes.
  private var bytes: [String: [(series: SeriesDescriptor, location: String)]] = [:]
  private var held = 0
  /// Series that may still be looked into for rows of the files: of a thousand symbols each costs a read a file.
  private var looks = 20_000
  /// Series of which it was said: a folder of months has one note.
  private var said: Set<SeriesDescriptor> = []

  private struct Brought {
    let rows: Series
    let range: TimeRange
    let location: String
  }

  /// Rows of the call that are kept to be compared with: a file that lies far behind is not.
  private static let most = 1 << 22
  private static let leastJoined = 3
  private static let leastShifted = 20
  /// How far prices may lie from what they take the place of: half as much again, or a third less, is no correction.
  private static let mostCorrected = 0.3
  /// What the rows are called that the dataset has.
  private static let inDataset = "the dataset"
  /// Digits that an exporter cuts off.
  private static let equal = 1e-6

  init(_ dataset: Dataset) throws {
    self.dataset = dataset
    stored = Set(try dataset.allSeries().map(\.descriptor))
  }

  /// - Returns: what is to be said of each part of the file.
  /// - Throws: `Problem` for rows that cannot be true beside those that are there.
  mutating func notes(on file: CheckedFile) throws -> [[String]] {
    try file.parts.map { part in
      guard let sample = part.content.sample, sample.count > 0, sample.descriptor.rows == .one,
        sample.descriptor.kind != .external, let range = sample.range
      else { return [] }
      let own = part.descriptor
      let rows = Self.main(of: own).map { sample.keeping([$0]) } ?? sample
      if rows.count >= Self.leastShifted { try refuseOtherName(own, rows, file, part.location) }
      var notes: [String] = []
      if let held = held(own, range.widened(by: .day)),
        let doubt = try doubt(rows, beside: held, Self.inDataset, at: part.location)
      {
        notes.append(doubt)
      }
      for other in (read[own] ?? []).reversed() where !other.range.intersection(range).isEmpty && notes.isEmpty {
        notes += [try doubt(rows, beside: other.rows, "'\(other.location)'", at: part.location)].compactMap(\.self)
      }
      if !notes.isEmpty, !said.insert(own).inserted { notes = [] }
      if let seam = seam(rows, range, own) { notes.append(seam) }
      keep(rows, range, file, part)
      return notes
    }
  }

  /// Rows of the dataset with the column that is compared; nil of a series that it has not, or has damaged: importing mends it.
  private func held(_ own: SeriesDescriptor, _ range: TimeRange) -> Series? {
    guard stored.contains(own), let name = Self.main(of: own) else { return nil }
    return try? dataset.series(own, range: range, columns: [name])
  }

  private mutating func keep(_ rows: Series, _ range: TimeRange, _ file: CheckedFile, _ part: CheckedFile.Part) {
    bytes[file.sha256, default: []].append((part.descriptor, part.location))
    held += rows.count
    if held > Self.most {
      read = [:]
      held = rows.count
    }
    read[part.descriptor, default: []].append(Brought(rows: rows, range: range, location: part.location))
  }

  /// The column that tells one row of the kind from another; nil for a series of others.
  private static func main(of descriptor: SeriesDescriptor) -> String? {
    ["close", "mark", "index", "premium", "funding_rate", "predicted_funding_rate", "open_interest"].first { name in
      descriptor.columns.contains { $0.name == name }
    } ?? descriptor.columns.first?.name
  }

  // MARK: Other values

  private func doubt(
    _ rows: Series, beside former: Series, _ whose: String, at location: String
  ) throws -> String? {
    let known = Dictionary(zip(former.stamps, former.columns[0]), uniquingKeysWith: { $1 })
    let values = rows.columns[0]
    let joined = rows.stamps.indices.compactMap { row -> (row: Int, former: Double)? in
      guard !values[row].isNaN, let held = known[rows.stamps[row]], !held.isNaN else { return nil }
      return (row, held)
    }
    let differing = joined.filter { !Self.areEqual(values[$0.row], $0.former) }
    guard joined.count >= Self.leastJoined, differing.count * 10 > joined.count, let first = differing.first else {
      return nil
    }
    if let shift = Self.shift(rows, known, standing: joined.count - differing.count) {
      throw contradiction(
        "\(shift.equal) of \(shift.joined) rows are those that \(whose) has \(Self.words(shift.moved)), value by value",
        ClockFit.remedy(moved: shift.moved, rows.descriptor), rows.descriptor, whose, location)
    }
    if let fit = ClockFit(of: rows, against: former), fit.isMoved {
      throw contradiction(
        fit.sentence(besides: "its own rows in \(whose)"), fit.remedy(rows.descriptor), rows.descriptor, whose, location
      )
    }
    let apart = differing.map { abs(values[$0.row] / $0.former - 1) }.filter(\.isFinite)
    if rows.price != nil, joined.count >= Self.leastShifted, differing.count * 2 > joined.count,
      let middle = apart.middle, middle > Self.mostCorrected,
      // Of a coin at 0.000007 that was written as 0.00001, the other digits are a correction.
      differing.count(where: { Self.isCut(values[$0.row], $0.former) }) * 10 < differing.count * 9
    {
      throw contradiction(
        "\(differing.count) of \(joined.count) prices are \(Self.distance(middle)) apart in the middle from those that "
          + "\(whose) has at the same times, the first at \(Instant(milliseconds: rows.stamps[first.row]).minuteText): "
          + "\(values[first.row]), and there \(first.former). No price is corrected by so much: these are another "
          + "instrument's, or in another unit",
        "file them under a --symbol or --venue of their own", rows.descriptor, whose, location)
    }
    let distance = apart.middle.map { ", \(Self.distance($0)) apart in the middle" } ?? ""
    return
      "\(differing.count) of \(joined.count) rows say something else than those of \(whose) at the same times\(distance), "
      + "the first at \(Instant(milliseconds: rows.stamps[first.row]).minuteText): '\(rows.descriptor.columns[0].name)' is "
      + "\(values[first.row]) and was \(first.former). Another market, unit or source? Two under one name are no series of "
      + "anything: keep one, or file the other under a --venue or --symbol of its own"
  }

  private static func areEqual(_ a: Double, _ b: Double) -> Bool { a == b || abs(a - b) <= equal * max(abs(a), abs(b)) }

  /// Whether one is the other with fewer decimals, rounded or cut.
  private static func isCut(_ a: Double, _ b: Double) -> Bool {
    (0...8).contains { decimals in
      let unit = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
      return [(a, b), (b, a)].contains { long, short in
        areEqual(short, (long * unit).rounded() / unit) || areEqual(short, (long * unit).rounded(.down) / unit)
      }
    }
  }

  private static func distance(_ relative: Double) -> String {
    relative < 0.1 ? ClockFit.basisPoints(relative) : "\(Float((relative * 100).rounded()))%"
  }

  // MARK: Other times

  /// The shift by which nearly all rows are equal to former ones, where few are as they stand.
  private static func shift(
    _ rows: Series, _ former: [Int64: Double], standing: Int
  ) -> (moved: Interval, equal: Int, joined: Int)? {
    let values = rows.columns[0]
    guard Set(values.prefix(1000)).count >= leastShifted / 2 else { return nil }
    for shift in ClockFit.shifts(of: rows.descriptor.cadence) {
      var (joined, equal) = (0, 0)
      for row in values.indices {
        guard let held = former[rows.stamps[row] + shift.milliseconds], !held.isNaN, !values[row].isNaN else {
          continue
        }
        joined += 1
        if areEqual(values[row], held) { equal += 1 }
        if joined == leastShifted, equal * 2 < joined { break }
      }
      if joined >= leastShifted, equal * 10 > joined * 9, equal > standing * 2 { return (shift, equal, joined) }
    }
    return nil
  }

  private static func words(_ shift: Interval) -> String {
    "\(ClockFit.hours(shift).dropFirst()) \(shift < .zero ? "earlier" : "later")"
  }

  private func contradiction(
    _ what: String, _ remedy: String, _ series: SeriesDescriptor, _ whose: String, _ location: String
  ) -> Problem {
    // Rows of a file of the same call were never written, and there is nothing to remove.
    let otherwise =
      whose == Self.inDataset
      ? "where it is the former rows that are wrong, '\(dataset.removal(of: series))' first"
      : "where it is \(whose) that is wrong, leave that one out"
    return Problem(what, at: Problem.Place(file: location), remedy: "\(remedy); \(otherwise)")
  }

  // MARK: Other names

  /// - Parameter rows: those of the file, with the column that is compared.
  /// - Throws: `Problem` for bytes that are in the dataset, or in the call, as another instrument with the same values.
  private mutating func refuseOtherName(
    _ own: SeriesDescriptor, _ rows: Series, _ file: CheckedFile, _ location: String
  ) throws {
    guard own.kind != .index else { return }
    let parts = Set(file.parts.map(\.descriptor))
    for other in bytes[file.sha256] ?? []
    where other.series.instrument != own.instrument && other.series.kind == own.kind && !parts.contains(other.series)
      && Self.isTelling(rows)
    {
      throw twice(own, other.series, "'\(other.location)'", location)
    }
    try refuseSameRows(own, rows, parts, location)
    for record in try dataset.importsElsewhere(sha256: file.sha256, than: own)
    where !parts.contains(record.series) && Self.isTelling(rows) {
      guard let range = rows.range, let name = Self.main(of: own),
        record.series.columns.contains(where: { $0.name == name }),
        let held = try? dataset.series(record.series, range: range, columns: [name]), held.stamps == rows.stamps,
        held.columns[0].elementsEqual(rows.columns[0])
      else { continue }
      throw twice(own, record.series, Self.inDataset, location)
    }
  }

  /// The same rows in other bytes: sorted otherwise, packed, written with other digits, a part of them.
  private mutating func refuseSameRows(
    _ own: SeriesDescriptor, _ rows: Series, _ parts: Set<SeriesDescriptor>, _ location: String
  ) throws {
    guard let range = rows.range, let column = Self.main(of: own), rows.count >= Self.leastShifted else { return }
    let coin = own.instrument.contract.base
    func isOther(_ other: SeriesDescriptor) -> Bool {
      other.kind == own.kind && other.cadence == own.cadence && other.rows == .one && !parts.contains(other)
        && other.columns.contains { $0.name == column } && Self.cannotShare(own.instrument, of: coin, other.instrument)
    }
    for (other, files) in read where isOther(other) {
      for file in files where !file.range.intersection(range).isEmpty && Self.areSame(rows, file.rows) {
        throw twice(own, other, "'\(file.location)'", location, "nearly all of these rows")
      }
    }
    // A few rows in the middle say whether all are worth reading.
    let some = max(0, rows.count / 2 - Self.tellingValues)..<min(rows.count, rows.count / 2 + Self.tellingValues)
    let middle = rows.rows(some)
    guard let near = middle.range else { return }
    for other in stored where looks > 0 && isOther(other) {
      looks -= 1
      guard let few = try? dataset.series(other, range: near, columns: [column]), Self.areSame(middle, few, least: 10),
        let held = try? dataset.series(other, range: range, columns: [column]), Self.areSame(rows, held)
      else { continue }
      throw twice(own, other, Self.inDataset, location, "nearly all of these rows")
    }
  }

  /// Whether two instruments have no rows in common: of two coins never, and of one coin two venues of their own not, but for
  /// prices, of which it is said (`LevelDoubt`): a vendor passes on those of others.
  private static func cannotShare(_ a: Instrument, of coin: String, _ b: Instrument) -> Bool {
    guard a != b else { return false }
    let other = b.contract.base
    guard coin == other || coin.isEmpty || other.isEmpty else { return true }
    return a.venue != b.venue && Venue.isKnown(a.venue) && Venue.isKnown(b.venue)
  }

  /// Whether nearly all rows that both have are equal, with as many different values as no two series share by chance.
  private static func areSame(_ rows: Series, _ other: Series, least: Int = tellingValues) -> Bool {
    guard let values = rows.columns.first, let theirs = other.columns.first, let start = rows.stamps.first else {
      return false
    }
    var place = other.stamps.leadingCount { $0 < start }
    var (joined, equal) = (0, 0)
    var different: Set<Double> = []
    for row in values.indices {
      while place < other.stamps.count, other.stamps[place] < rows.stamps[row] { place += 1 }
      guard place < other.stamps.count else { break }
      guard other.stamps[place] == rows.stamps[row], !values[row].isNaN, !theirs[place].isNaN else { continue }
      joined += 1
      if abs(values[row] - theirs[place]) <= 1e-9 * abs(values[row]) {
        equal += 1
        if different.count < least { different.insert(values[row]) }
      }
      if joined == least, equal * 2 < joined { return false }
    }
    return joined >= least && equal * 100 >= joined * 99 && different.count >= least
  }

  /// Two coins may well pay the base rate at the same instants for a month; so many different values no two share.
  private static func isTelling(_ rows: Series) -> Bool { Set(rows.columns.first ?? []).count >= tellingValues }

  private static let tellingValues = 20

  private func twice(
    _ own: SeriesDescriptor, _ other: SeriesDescriptor, _ whose: String, _ location: String,
    _ what: String = "these bytes"
  ) -> Problem {
    Problem(
      "\(what) are in \(whose) as \(other.title), and here they are read as \(own.title): one market's rows are not "
        + "another's", at: Problem.Place(file: location),
      remedy: "leave the copy out; where this is the right name, "
        + (whose == Self.inDataset
          ? "'\(dataset.removal(of: other))' first" : "leave the other file out"))
  }

  // MARK: Seams

  /// A price that doubles or halves where one file ends and the next begins.
  private func seam(_ rows: Series, _ range: TimeRange, _ own: SeriesDescriptor) -> String? {
    guard rows.price != nil, let width = own.cadence, width <= .day, let opening = rows.columns[0].first, opening > 0
    else {
      return nil
    }
    let near = TimeRange(from: range.from - width * 3, to: range.from)
    let ends =
      [held(own, near)].compactMap(\.self)
      + (read[own] ?? []).map(\.rows).filter {
        $0.stamps.last.map { near.contains(Instant(milliseconds: $0)) } ?? false
      }
    guard let before = ends.compactMap({ $0.columns[0].last }).first(where: { $0 > 0 }),
      opening > 2 * before || before > 2 * opening
    else { return nil }
    return
      "its price is \(opening) at \(range.from.minuteText), and \(before) at the end of the rows before it: rows of another "
      + "instrument, or in another unit?"
  }
}

extension TimeRange {
  fileprivate func widened(by width: Interval) -> TimeRange { TimeRange(from: from - width, to: to + width) }
}
