import Market
import Numerics

/// Rates of which some are written in percent and the others as fractions: in one column, a hundredfold apart.
///
/// A coin in distress pays a hundred times the usual rate as well, and is not accused: it pays as shorts or longs press, most
/// often against the usual sign, comes to it over some settlements, and lands on no exact multiple unless that is its cap.
/// What tells a unit is the usual rate itself: venues pay exactly 0.0001 more often than anything else, and exactly 0.01 beside
/// it is the same rate in percent, if what is around it has a percentage's decimals or it is come to at a stroke, again and
/// again. Else it is a step of all rates by that much between two rows, for long on both sides, or single rows that are so far
/// from all around them, again and again, with none at a half of the way. In doubt it was a market: a
/// percentage that is missed here is still said for its size, and an honest table that is refused helps nobody.
struct MixedRates {
  typealias Row = (rate: Double, line: Int)

  /// The first row in the other unit.
  let line: Int
  /// About how large the two sorts are.
  let small: Double
  let large: Double
  /// Whether there is enough of both that a market cannot have done it.
  let isSure: Bool

  /// Nil for rates of one unit.
  ///
  /// - Parameter all: those of one instrument, in the order of the file.
  init?(_ all: [Row]) {
    let rows = all.filter { $0.rate.isFinite && $0.rate != 0 }
    guard rows.contains(where: { abs($0.rate) >= Self.leastLarge }),
      let found = Self.usual(rows) ?? Self.step(rows) ?? Self.single(rows)
    else { return nil }
    self = found
  }

  init(line: Int, small: Double, large: Double, isSure: Bool) {
    (self.line, self.small, self.large, self.isSure) = (line, small, large, isSure)
  }

  // MARK: The usual rate

  /// Rows of the one rate, and of the other.
  private static let leastUsual = 5
  /// Single rows of a hundred times the usual rate between rows of it: as many are no chance.
  private static let leastSingle = 3

  private static func key(_ rate: Double) -> Int64 { RateSides.key(rate) }

  /// A rate that is paid again and again, and exactly a hundred times it.
  private static func usual(_ rows: [Row]) -> MixedRates? {
    var counts: [Int64: Int] = [:]
    for row in rows where row.rate > 0 { counts[key(row.rate), default: 0] += 1 }
    // BitMEX lists 0.000001 now and then, and 0.0001 is no percent of it.
    let pairs = counts.filter {
      $0.value >= leastUsual && counts[$0.key * 100] != nil && $0.key * 100 >= key(leastLarge)
    }
    func weight(_ pair: (key: Int64, value: Int)) -> (Int, Int64) {
      (min(pair.value, counts[pair.key * 100] ?? 0), pair.key)
    }
    guard let (usual, count) = pairs.max(by: { weight($0) < weight($1) }) else { return nil }
    let rate = Double(usual) * 1e-10
    let places = rows.indices.filter { key(rows[$0].rate) == usual * 100 }
    func isNear(_ place: Int) -> Bool { !rows.indices.contains(place) || abs(rows[place].rate) <= 3 * rate }
    // The rates of a stretch, and of the way to it.
    let around = Set(
      places.flatMap { max(0, $0 - RateSides.onTheWay)..<min(rows.count, $0 + RateSides.onTheWay + 1) })
    let decimals = RateSides.decimals(
      rows.lazy.map(\.rate).filter { abs($0) <= 3 * rate },
      around.lazy.map { rows[$0].rate }.filter { abs($0) >= 10 * rate }, usual: usual)
    guard decimals != .ofMarket else { return nil }
    // A cap is reached again and again, too; but the way to it is no single step.
    var (strokes, ways, last) = (0, 0, -2 * RateSides.onTheWay)
    for place in places {
      defer { last = place }
      guard place - last > RateSides.onTheWay else { continue }
      let before = rows[max(0, place - RateSides.onTheWay)..<place]
      if before.contains(where: { (5 * rate...60 * rate).contains(abs($0.rate)) }) {
        ways += 1
      } else if place > 0, isNear(place - 1) {
        strokes += 1
      }
    }
    let isPercent = decimals == .ofPercent
    let single = places.count { isNear($0 - 1) && isNear($0 + 1) } - (isPercent ? 0 : ways)
    let isOften =
      places.count >= leastUsual && places.count * 10 >= rows.count { abs($0.rate) >= 20 * rate }
      && (isPercent || strokes >= leastSingle && strokes > ways)
    let isSure = isOften || single >= leastSingle
    guard isSure || single > 0 && count >= 4 * leastUsual, let first = places.first,
      let other = rows.firstIndex(where: { key($0.rate) == usual })
    else { return nil }
    // Of few the first is the odd one, wherever it stands; of as many of each it is where the other unit begins.
    let line = rows[places.count * 4 < count ? first : max(first, other)].line
    return MixedRates(line: line, small: rate, large: 100 * rate, isSure: isSure)
  }

  // MARK: A step

  private static let leastLong = 30
  private static let mostLong = 60
  /// Of the larger rates, the least that a settlement in the middle of them is: 8 bps.
  private static let leastLarge = 0.0008

  /// Rates that are a hundred times as large from one row on, or a hundredth, and stay so.
  private static func step(_ rows: [Row]) -> MixedRates? {
    guard rows.count >= 2 * leastLong else { return nil }
    let rates = rows.map(\.rate)
    for place in stride(from: leastLong, through: rows.count - leastLong, by: max(6, rows.count / 20_000)) {
      let sides = [
        rows[max(0, place - mostLong)..<place], rows[place..<min(rows.count, place + mostLong)],
      ]
      let sizes = sides.map { side in side.map { abs($0.rate) }.sorted() }
      func part(_ side: Int, _ share: Double) -> Double { sizes[side][Int(Double(sizes[side].count - 1) * share)] }
      let isUp = part(0, 0.5) < part(1, 0.5)
      let (low, high) = isUp ? (0, 1) : (1, 0)
      let ratios = [0.25, 0.5, 0.75].map { part(high, $0) / part(low, $0) }
      guard part(high, 0.5) >= leastLarge, (50...200).contains(ratios[1]), part(high, 0.25) > part(low, 0.75),
        ratios.allSatisfy({ (33...300).contains($0) })
      else { continue }
      let between = (part(low, 0.5) * part(high, 0.5)).squareRoot()
      let best = RateSides.sharpest(
        rates, in: (place - leastLong / 2)..<(place + leastLong / 2), between: between, isUp: isUp)
      guard best >= 2, best + 2 <= rows.count else { continue }
      let before = rates[(best - 2)..<best].map { abs($0) }
      let behind = rates[best..<(best + 2)].map { abs($0) }
      let (near, far) = isUp ? (before, behind) : (behind, before)
      // Who comes to pay so much comes to it over some settlements.
      guard near.allSatisfy({ $0 <= 3 * part(low, 0.75) }), far.allSatisfy({ $0 >= part(high, 0.25) / 4 }),
        !RateSides(rates, at: best, width: mostLong, isUp: isUp).isMarket
      else { continue }
      return MixedRates(
        line: rows[best].line, small: part(low, 0.5), large: part(high, 0.5), isSure: true)
    }
    return nil
  }

  // MARK: Single rows

  private static let around = 10

  /// Rows that are a hundred times those around them, each for itself, with hardly any that are ten or twenty times.
  private static func single(_ rows: [Row]) -> MixedRates? {
    guard rows.count >= leastLong else { return nil }
    var (far, half, sameSign) = ([Int](), 0, 0)
    var (runs, last) = (0, (far: -2, half: -2))
    var middles: [Double] = []
    // What is no larger than the usual rate is neither.
    for place in rows.indices where abs(rows[place].rate) > 0.0001 {
      let near = rows[max(0, place - around)..<place] + rows[(place + 1)..<min(rows.count, place + around + 1)]
      guard let middle = near.map({ abs($0.rate) }).middle, middle > 0 else { continue }
      let size = abs(rows[place].rate)
      switch size / middle {
      case 40...250 where size >= leastLarge:
        if last.far != place - 1 { runs += 1 }
        last.far = place
        far.append(place)
        middles.append(middle)
        let positive = near.count { $0.rate > 0 }
        if (positive * 2 >= near.count) == (rows[place].rate > 0) { sameSign += 1 }
      case 8..<40:
        if last.half != place - 1 { half += 1 }
        last.half = place
      default: break
      }
    }
    guard runs >= leastUsual, runs > 3 * half, sameSign * 3 >= far.count * 2, let first = far.first,
      let small = middles.middle, let large = far.map({ abs(rows[$0].rate) }).middle
    else { return nil }
    let isFar = Set(far)
    let others = rows.indices.lazy.filter { !isFar.contains($0) }.map { rows[$0].rate }
    guard RateSides.decimals(others, far.lazy.map { rows[$0].rate }, usual: nil) != .ofMarket else { return nil }
    return MixedRates(line: rows[first].line, small: small, large: large, isSure: true)
  }
}

extension TableRoles {
  /// - Throws: `Problem` for rates in two units, where the user did not say that they are in one.
  func checkMixed(
    _ sources: [String: ImportProfile.Source], _ table: TableText, _ said: [String: ImportProfile.ColumnUnit]
  ) throws {
    for role in ColumnRoles.rates where said[role] == nil {
      guard let source = sources[role], let mixed = mixed(source, table), mixed.isSure else { continue }
      throw Problem(
        mixed.words(source.from), at: Problem.Place(file: table.text.location, line: mixed.line),
        remedy: "write all of them in one unit; where each is what was paid, say --unit "
          + "\(role)=\(source.unit?.rawValue ?? ImportProfile.ColumnUnit.fraction.rawValue)")
    }
  }

  /// What is to be said of rates that may be in two units.
  func mixedNotes(_ entry: ImportProfile.Entry, _ table: TableText) -> [String] {
    ColumnRoles.rates.compactMap { role in
      guard let source = entry.columns[role], let mixed = mixed(source, table) else { return nil }
      return mixed.words(source.from) + " (line \(mixed.line))"
    }
  }

  private func mixed(_ source: ImportProfile.Source, _ table: TableText) -> MixedRates? {
    guard let field = table.names.firstIndex(of: source.from) else { return nil }
    let owners = ["venue", "symbol"].compactMap { columns[$0].flatMap { table.names.firstIndex(of: $0) } }
    var rows: [[String]: [MixedRates.Row]] = [:]
    var scanner = table.scanner()
    while scanner.advance() {
      guard let rate = try? scanner.number(field, table.numbers) else { continue }
      let owner = owners.map { $0 < scanner.count ? scanner.text($0) : "" }
      rows[owner, default: []].append((rate, table.line(scanner.line)))
    }
    return rows.values.compactMap(MixedRates.init).min { ($0.isSure ? 0 : 1, $0.line) < ($1.isSure ? 0 : 1, $1.line) }
  }
}

extension MixedRates {
  fileprivate func words(_ column: String) -> String {
    "the rates in '\(PrintableText.short(column))' are of two sizes a hundredfold apart, about \(Float(small)) and about "
      + "\(Float(large)), and this is the first of the other: percent and fractions in one column?"
  }
}
