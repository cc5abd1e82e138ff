import Market
import Store

/// The dated futures of a coin that one leg holds one after the other: `front`, `second`, or `binance:BTCUSDT/front`.
struct DatedChain: Sendable {
  /// As the strategy calls the leg.
  let name: String
  /// The instrument whose coin's futures they are, and which of them at a time: 0 for the nearest to expire.
  let coin: Instrument
  let place: Int
  /// How long before an expiry the next one is taken; nil for holding each to its expiry.
  let roll: Interval?
  /// In order of expiry.
  let futures: [(book: ColumnBook, expiry: Instant)]
  private let written: Problem.Place

  /// - Parameter traded: what stands for the coin where the leg names none.
  /// - Throws: `Problem` where the dataset has no dated future of the coin, where one has no bars of the interval, and for a
  ///   roll that no bar lies in or no future lives as long as.
  init(_ leg: FrameLeg, _ text: FrameLeg.Dated, in dataset: Dataset, traded: ColumnBook) throws {
    let book = try text.coin.map { try ColumnBook(dataset, instrument: $0, interval: traded.interval) } ?? traded
    guard let curve = CurveName("\(CurveName.points[text.place]).close") else {
      throw Problem("there is no '\(leg.instrument)'", at: leg.place, remedy: "write front or second")
    }
    let dated = try DatedCurve(book, curve)
    var futures: [(book: ColumnBook, expiry: Instant)] = []
    var longest: (instrument: Instrument, life: Interval)?
    for future in dated.futures {
      let own = try ColumnBook(
        dataset, instrument: future.series.descriptor.instrument.description, interval: traded.interval)
      guard let rows = try dataset.summary(of: own.bars) else { continue }
      futures.append((own, future.expiry))
      let life = future.expiry.since(FrameGrid.span(of: rows, traded.interval).from)
      if longest.map({ $0.life < life }) ?? true { longest = (own.instrument, life) }
    }
    name = leg.name
    coin = book.instrument
    place = text.place
    roll = leg.roll
    written = leg.place
    self.futures = futures
    guard let longest else {
      throw Problem(
        "every bar of the dated futures of \(book.instrument) is sealed", at: leg.place,
        remedy: "see 'hindcast data list'")
    }
    guard let roll = leg.roll else { return }
    guard roll >= traded.interval else {
      throw Problem(
        "the leg '\(leg.name)' rolls \(roll) before an expiry, and a bar is \(traded.interval) wide: there may be no open in between",
        at: leg.place, remedy: "take a roll of \(traded.interval) or more")
    }
    guard roll < longest.life else {
      throw Problem(
        "the leg '\(leg.name)' rolls \(roll) before an expiry, and none of the \(futures.count) futures lives as long: \(longest.instrument) has bars for \(longest.life.inTwoUnits) before its own",
        at: leg.place, remedy: "take a shorter roll, such as 3d")
    }
  }

  /// As a frame is asked for it.
  var asked: FrameLeg {
    FrameLeg(name: name, instrument: "\(coin)/\(CurveName.points[place])", roll: roll, place: written)
  }

  /// Its column behind the leg's name; nil for a name of something else.
  func column(of text: String) -> String? {
    text.hasPrefix(name + ".") ? String(text.dropFirst(name.count + 1)) : nil
  }

  /// The one column that no series has.
  static let hoursToExpiry = CurveName.Value.hoursToExpiry.rawValue

  /// - Throws: `Problem` for a column that none of the futures has.
  func check(_ column: String) throws {
    guard column != Self.hoursToExpiry else { return }
    var first: Error?
    for future in futures {
      do {
        _ = try future.book.meaning(of: column)
        return
      } catch { first = first ?? error }
    }
    if let first { throw first }
  }
}

extension FrameLeg {
  /// One of a coin's dated futures at a time, as a user writes it.
  struct Dated: Hashable {
    /// Nil for that of the traded instrument.
    let coin: String?
    let place: Int
  }

  /// Nil for a leg that is one contract.
  var dated: Dated? {
    for (place, point) in CurveName.points.enumerated() {
      if instrument == point { return Dated(coin: nil, place: place) }
      if instrument.hasSuffix("/" + point) {
        return Dated(coin: String(instrument.dropLast(point.count + 1)), place: place)
      }
    }
    return nil
  }
}

extension Dataset {
  /// The futures of a chain that are held in turn on `grid`, and the columns that the leg's name stands before.
  ///
  /// - Throws: `Problem` where no future has a bar there.
  func assemble(
    _ chain: DatedChain, columns names: [String], beside request: FrameRequest, on grid: Grid,
    _ findings: inout FrameFindings
  ) throws -> (members: [FrameMember], columns: [Column], sources: [ColumnSource], series: [StoredSeries]) {
    // A future has rows to miss only while it is held.
    let listed = findings.listed
    defer { findings.listed = listed }
    findings.listed = 0..<0
    var printed: [(book: ColumnBook, expiry: Instant, member: FrameMember, series: [StoredSeries])] = []
    for future in chain.futures where future.expiry > grid.start {
      let (member, series) = try member(chain.name, future.book, beside: request, on: grid, &findings)
      guard member.bars.close.contains(where: { !$0.isNaN }) else { continue }
      printed.append((future.book, future.expiry, member, series))
    }
    let schedule = RollSchedule(
      printed.map { future in
        let bars = future.member.bars
        return RollSchedule.Future(
          expiry: future.expiry,
          printed: Bitmap((0..<grid.count).map { !bars.close[$0].isNaN && !bars.open[$0].isNaN }))
      }, place: chain.place, ahead: chain.roll, on: grid)
    guard !schedule.parts.isEmpty else {
      throw Problem(
        "no dated future of \(chain.coin) has bars for the leg '\(chain.name)' in the window",
        remedy: "choose another --from and --to, or import their klines")
    }
    let held = schedule.parts.map { (future: printed[$0.future], place: $0.place) }
    findings.note(Self.sentence(of: chain, held.map { $0.future.book.instrument.symbol }))
    var columns: [Column] = []
    var sources: [ColumnSource] = []
    for name in names {
      guard let column = chain.column(of: name) else { continue }
      var values = [Double](repeating: .nan, count: grid.count)
      var unit = Unit.hours
      for (future, place) in held {
        if column == DatedChain.hoursToExpiry {
          for row in place.rows {
            let left = future.expiry.since(grid.close(row))
            values[row] = Double(left.milliseconds) / Double(Interval.hour.milliseconds)
          }
          continue
        }
        // One that lacks the column is not known while it is held.
        guard let meaning = try? future.book.meaning(of: column) else { continue }
        findings.listed = place.rows.clamped(to: listed)
        let (own, from) = try self.columns(
          [(name: name, meaning: meaning)], on: grid, bars: [future.book.bars.id], &findings)
        unit = meaning.unit
        sources += from
        if let own = own.first { for row in place.rows { values[row] = own.values[row] } }
      }
      columns.append(Column(name, unit, values, source: "dated futures of \(chain.coin)"))
    }
    let members = held.map { future, place in
      FrameMember(
        name: chain.name, instrument: future.member.instrument, contract: future.member.contract,
        bars: future.member.bars, funding: future.member.funding, roll: place)
    }
    return (members, columns, sources, held.flatMap(\.future.series))
  }

  private static func sentence(of chain: DatedChain, _ symbols: [String]) -> String {
    let shown = symbols.count > 6 ? symbols.prefix(3) + ["…"] + symbols.suffix(2) : symbols[...]
    let expiring = chain.place == 0 ? "it expires" : "the front one expires"
    let rule = chain.roll.map { "the next is taken \($0) before \(expiring)" } ?? "each is held to its expiry"
    return
      "\(chain.name) is the \(CurveName.points[chain.place]) dated future of \(chain.coin), \(rule): \(shown.joined(separator: ", "))."
  }
}
