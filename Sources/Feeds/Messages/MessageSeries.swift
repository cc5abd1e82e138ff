import Market
import Numerics

/// The rows of one series that messages bring.
struct MessageSeries {
  /// What it is of, in words.
  var title: String { descriptor.title }
  var instrument: Instrument { descriptor.instrument }
  /// Of bars, how wide they are.
  var width: Interval? { part.bars == nil ? nil : descriptor.cadence }

  private let part: MessageForm.Part
  private let descriptor: SeriesDescriptor
  private var stamps: [Int64] = []
  private var columns: [[Double]]
  /// Where events say their side, and in which words.
  private let sides: (path: String, words: [String])?
  /// What its ids are of: two series may number alike.
  private let series: UInt64
  /// What was said last, for messages that leave out what did not change.
  private var last: [Double]?
  /// Rows that were left out, since they say what was said before.
  private var repeated = 0

  /// - Parameter width: of bars.
  init(_ part: MessageForm.Part, of instrument: Instrument, width: Interval? = nil) {
    self.part = part
    let known = part.kind.columns + part.kind.otherColumns
    let isInverse = instrument.contract.form == .inverse
    let own = part.columns.map { name, _ -> ColumnDescriptor in
      let usual = known.first { $0.name == name } ?? ColumnDescriptor(name, .score)
      switch part.amounts {
      case .coins: return usual
      case .contractsOfInverse: return isInverse ? usual.ofInverse(part.kind) : usual
      case .dollarsOfInverse: return isInverse ? ColumnDescriptor(name + "_value", .quote) : usual
      case .contracts:
        return instrument.type != .spot && usual.unit == .base ? ColumnDescriptor(name, .contracts) : usual
      }
    }
    descriptor = SeriesDescriptor(
      instrument: instrument, kind: part.kind, cadence: width, columns: own,
      known: width == nil ? .atStamp : part.kind.knownRule)
    columns = own.map { _ in [] }
    series = EventIDs.id(descriptor.title)
    let sided = part.columns.compactMap { column -> (path: String, word: String)? in
      if case .sided(_, let path, let word) = column.source { (path, word) } else { nil }
    }
    sides = sided.first.map { ($0.path, sided.map(\.word)) }
  }

  /// A number a column; nil for a row that says nothing of the series.
  ///
  /// - Throws: `RowDefect` for what cannot be.
  func values(_ row: MessageBody, _ bytes: [UInt8]) throws(RowDefect) -> [Double]? {
    try checkSides(row, bytes)
    var numbers: [Double] = []
    for (column, source) in zip(descriptor.columns, part.columns.map(\.source)) {
      numbers.append(try number(row, bytes, column, source))
    }
    return try allowed(numbers)
  }

  /// - Throws: `RowDefect` for a word that is none of the sides that the venue writes: the event would be of neither.
  private func checkSides(_ row: MessageBody, _ bytes: [UInt8]) throws(RowDefect) {
    guard let sides, let said = row.field(sides.path, bytes) else { return }
    for word in sides.words where bytes[said].elementsEqual(word.utf8) { return }
    let (own, shown) = (descriptor.instrument, PrintableText.short(String(decoding: bytes[said], as: UTF8.self)))
    throw RowDefect(
      "\(sides.path) '\(shown)' of \(own) is none of the sides that \(own.venue) writes there: "
        + sides.words.joined(separator: " and "), column: nil)
  }

  /// The same of numbers, a column each.
  func allowed(_ numbers: [Double]) throws(RowDefect) -> [Double]? {
    var values: [Double] = []
    for (column, number) in zip(descriptor.columns, numbers) {
      var value = number
      // In a state, a price of 0 is that there is none; a trade at 0 cannot be.
      if value == 0, column.unit == .price || column.unit == .coin, part.kind.rows != .events || part.kind == .quotes {
        value = .nan
      }
      if let wrong = value.isNaN ? nil : RowRules.wrong(value, column.unit, of: part.kind) {
        throw RowDefect("\(column.name) \(value) of \(descriptor.instrument) \(wrong)", column: nil)
      }
      values.append(value)
    }
    if part.bars != nil { return try bar(values) }
    guard part.kind != .optionChain else { return values.prefix(3).contains { $0.isNaN } ? nil : values }
    // An event without its price is none.
    if part.kind == .trades || part.kind == .liquidationEvents { return values.contains { $0.isNaN } ? nil : values }
    return values.contains { !$0.isNaN } ? values : nil
  }

  /// A bar with all of its prices; nil for one without them.
  private func bar(_ values: [Double]) throws(RowDefect) -> [Double]? {
    guard !values.prefix(4).contains(where: \.isNaN) else { return nil }
    guard values[1] >= max(values[0], values[3]), values[2] <= min(values[0], values[3]) else {
      throw RowDefect(
        "a bar of \(descriptor.instrument) has a high of \(values[1]) and a low of \(values[2]), and opens at \(values[0]) and "
          + "closes at \(values[3])", column: nil)
    }
    return values
  }

  private func number(
    _ row: MessageBody, _ bytes: [UInt8], _ column: ColumnDescriptor, _ source: MessageForm.Source
  ) throws(RowDefect) -> Double {
    func read(_ path: String, _ scale: Int = 0) throws(RowDefect) -> Double {
      guard let field = row.field(path, bytes) else { return .nan }
      // What is counted in such small parts is a whole number; with a point it is the amount itself.
      if scale <= -18,
        bytes[field].contains(where: { [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains($0) })
      {
        let shown = PrintableText.short(String(decoding: bytes[field], as: UTF8.self))
        throw RowDefect(
          "\(path) '\(shown)' of \(descriptor.instrument) has a point, and \(descriptor.instrument.venue) counts in whole parts of "
            + "1e\(-scale): a newer form, in other units", column: nil)
      }
      if let number = DecimalText.number(bytes, field, scale: scale) { return number }
      let shown = PrintableText.short(String(decoding: bytes[field], as: UTF8.self))
      guard NumberFormat().isMissing(shown) else {
        throw RowDefect("\(path) '\(shown)' of \(descriptor.instrument) is not a number", column: nil)
      }
      return .nan
    }
    switch source {
    case .missing: return .nan
    case .field(let path, let scale): return try read(path, scale)
    case .bySpot(let path, let other): return try read(descriptor.instrument.type == .spot ? path : other)
    case .byForm(let path, let inverse):
      guard descriptor.instrument.contract.form == .inverse else { return try read(path) }
      guard let inverse else { return .nan }
      return try read(inverse)
    case .sided(let path, let side, let wanted):
      let amount = try read(path)
      guard let said = row.words(side, bytes) else { return .nan }
      return said == wanted ? amount : amount.isNaN ? .nan : 0
    case .above(let path):
      let amount = try read(path)
      return amount.isNaN ? .nan : max(0, amount)
    case .below(let path):
      let amount = try read(path)
      return amount.isNaN ? .nan : max(0, -amount)
    case .sum(let a, let b, let scale):
      let first = try read(a, scale)
      return first + (try read(b, scale))
    case .expiry(let path), .strike(let path), .right(let path):
      guard let symbol = row.words(path, bytes) else { return .nan }
      return Self.fact(source, Instrument(venue: descriptor.instrument.venue, symbol: symbol).contract)
    }
  }

  /// What a symbol says of an option that settles in its coin; NaN for others, whose prices are dollars.
  private static func fact(_ source: MessageForm.Source, _ contract: Contract) -> Double {
    guard contract.form == .inverse, let expiry = contract.expiry, let strike = contract.strike,
      let right = contract.right
    else { return .nan }
    switch source {
    case .expiry: return Double(expiry.milliseconds)
    case .strike: return strike
    default: return right == .call ? 1 : 0
    }
  }

  /// - Parameter isPart: whether what the message leaves out is as it was.
  mutating func append(_ stamp: Int64, _ values: [Double], isPart: Bool) {
    var own = values
    if isPart, let last { own = zip(values, last).map { $0.isNaN ? $1 : $0 } }
    last = own
    stamps.append(stamp)
    for index in columns.indices { columns[index].append(own[index]) }
  }

  /// What tells the event of a row from others of its series; none where nothing does.
  ///
  /// - Parameter own: when it happened, by its venue.
  func id(_ row: MessageBody, _ own: Int64?, _ bytes: [UInt8]) -> UInt64 {
    guard !part.id.isEmpty else { return EventIDs.none }
    var id = SplitMix64.mix(own.map { series ^ UInt64(bitPattern: $0) } ?? series)
    for path in part.id {
      guard let field = row.field(path, bytes) else { return EventIDs.none }
      id = EventIDs.id(bytes, field, seed: id)
      guard id != EventIDs.none else { return EventIDs.none }
    }
    return id
  }

  /// A row that says what was said before.
  mutating func leaveOutRepeated() { repeated += 1 }

  /// A row of a state, if it is not the one that was said last.
  mutating func append(_ stamp: Int64, onChange values: [Double]) {
    guard last?.map(\.bitPattern) != values.map(\.bitPattern) else { return }
    append(stamp, values, isPart: false)
  }

  /// A row that says that nothing is known from here on: a state holds until the next one, and would be taken for one that is
  /// known. None where nothing was known.
  mutating func lose(_ stamp: Int64) {
    guard last?.contains(where: { !$0.isNaN }) == true else { return }
    append(stamp, columns.map { _ in .nan }, isPart: false)
  }

  /// Hands over its rows in order of time, and keeps what was said last. Of states of one instant the last is handed over.
  mutating func takeRows() -> SeriesRows {
    defer {
      if !stamps.isEmpty { repeated = 0 }
      stamps = []
      for index in columns.indices { columns[index] = [] }
    }
    var order = Array(stamps.indices)
    if zip(stamps, stamps.dropFirst()).contains(where: { $0 > $1 }) {
      order.sort { (stamps[$0], $0) < (stamps[$1], $1) }
    }
    var kept: [Int] = []
    kept.reserveCapacity(order.count)
    for row in order {
      if descriptor.rows == .one, let last = kept.last, stamps[last] == stamps[row] { kept.removeLast() }
      kept.append(row)
    }
    return SeriesRows(
      series: Series(
        descriptor: descriptor, stamps: kept.map { stamps[$0] },
        columns: columns.map { column in kept.map { column[$0] } }),
      read: stamps.count + repeated, repeated: stamps.count - kept.count + repeated, rejected: [])
  }
}
