import Market

/// Rows of a chunk after new ones came in.
struct MergedRows {
  private(set) var stamps: [Int64] = []
  private(set) var columns: [[Double]]
  private(set) var counts = MergeCounts()
  /// What takes it back.
  private(set) var change: ChunkChange
  /// The place of the last row among those of its stamp.
  private var place = 0

  /// Stamps and columns over one range of indices.
  struct Rows {
    var stamps: ArraySlice<Int64>
    var columns: [ArraySlice<Double>]

    fileprivate var columnCount: Int { columns.count }

    /// The rows from `index` on that share its stamp.
    fileprivate func stamp(at index: Int) -> Range<Int> {
      index..<(stamps[index...].firstIndex { $0 != stamps[index] } ?? stamps.endIndex)
    }

    fileprivate func bits(_ row: Int, first count: Int) -> [UInt64] { columns.prefix(count).map { $0[row].bitPattern } }
  }

  /// What tells the rows of one stamp apart.
  enum Key {
    /// The stamp has one row.
    case stamp
    /// The first columns, so many of them: one row for each of their values.
    case columns(Int)
    /// Nothing: equal rows are events of their own, and a file that brings the same events again brings no more of each
    /// than there are. Those of one stamp stand in the order of the numbers in that column, whichever file came first, and
    /// without one as they came.
    case events(numbers: Int?)

    init(_ descriptor: SeriesDescriptor) {
      switch descriptor.rows {
      case .one: self = .stamp
      case .chain: self = .columns(RowRule.contractWidth(of: descriptor.columns))
      case .events:
        self = .events(numbers: descriptor.columns.firstIndex { $0.name == TradeNumbers.column })
      }
    }
  }

  /// Both sides are in order of time. Where a row of the new side has the key of an old one, the new one wins; NaN equals
  /// NaN here, bit for bit.
  ///
  /// - Parameters:
  ///   - keepsKnown: whether a new row that leaves out what the old one says is not to take that from it: a table of prices
  ///     beside one that has the taker's side as well. Where it says nothing else, it is the same row; where both agree in all
  ///     that both know, the row is what either knows; where they do not, the old one stays, for prices of one source
  ///     beside the flow of another are no bar of anything.
  ///   - bars: tells one bar of the same columns from what it was before it had ended; nil for what is no bar.
  ///   - behind: the first stamp of the series behind the old rows.
  ///   - goesOn: whether more rows came behind the new ones, in another chunk.
  init(
    old: Rows, new: Rows, key: Key, keepsKnown: Bool = false, bars: BarGrowth? = nil, behind: Int64? = nil,
    goesOn: Bool = false
  ) {
    change = ChunkChange(columns: new.columnCount)
    if case .stamp = key, old.stamps.isEmpty, let first = new.stamps.first, let last = new.stamps.last {
      // Most chunks are new, and are taken as they are.
      stamps = Array(new.stamps)
      columns = new.columns.map { Array($0) }
      counts.kept = stamps.count
      change.add(first: first, last: last, count: stamps.count)
      return
    }
    columns = [[Double]](repeating: [], count: new.columnCount)
    stamps.reserveCapacity(old.stamps.count + new.stamps.count)
    for position in columns.indices { columns[position].reserveCapacity(stamps.capacity) }
    var i = old.stamps.startIndex
    var j = new.stamps.startIndex
    while i < old.stamps.endIndex || j < new.stamps.endIndex {
      let before = i < old.stamps.endIndex ? old.stamps[i] : .max
      let after = j < new.stamps.endIndex ? new.stamps[j] : .max
      if case .stamp = key {
        if before < after {
          take(old, i)
        } else if before == after, keepsKnown {
          let next = i + 1 < old.stamps.endIndex ? old.stamps[i + 1] : behind
          merge(
            old, i, new, j, bars, endsFormer: bars?.isEdge(before, next: next) ?? false,
            endsLatter: !goesOn && j == new.stamps.endIndex - 1)
        } else {
          take(new, j)
          if before == after { count(old, i, new, j) } else { keep() }
        }
        if before <= after { i += 1 }
        if after <= before { j += 1 }
        continue
      }
      let mine = before <= after ? old.stamp(at: i) : i..<i
      let theirs = after <= before ? new.stamp(at: j) : j..<j
      merge(old, mine, new, theirs, key)
      (i, j) = (mine.upperBound, theirs.upperBound)
    }
  }

  /// A row of one stamp: of the old side, of the new, or of both.
  private struct Row {
    let old: Int?
    let new: Int?
  }

  /// The rows of one stamp: the old ones in their order, then what the new side adds; events in that of their numbers.
  private mutating func merge(_ old: Rows, _ mine: Range<Int>, _ new: Rows, _ theirs: Range<Int>, _ key: Key) {
    for row in ordered(paired(old, mine, new, theirs, key), old, new, key) {
      guard let latest = row.new else {
        if let former = row.old { take(old, former) }
        continue
      }
      take(new, latest)
      if let former = row.old { count(old, former, new, latest) } else { keep() }
    }
  }

  /// Which rows of the two sides are one.
  private func paired(_ old: Rows, _ mine: Range<Int>, _ new: Rows, _ theirs: Range<Int>, _ key: Key) -> [Row] {
    // Nothing to tell apart from: most events come once.
    guard !mine.isEmpty else { return theirs.map { Row(old: nil, new: $0) } }
    let width = if case .columns(let count) = key { count } else { columns.count }
    var unmatched: [[UInt64]: [Int]] = [:]
    for row in theirs { unmatched[new.bits(row, first: width), default: []].append(row) }
    var rows: [Row] = []
    for row in mine {
      let bits = old.bits(row, first: width)
      let match = unmatched[bits]?.first
      if match != nil { unmatched[bits]?.removeFirst() }
      rows.append(Row(old: row, new: match))
    }
    return rows
      + theirs.filter { unmatched[new.bits($0, first: width)]?.contains($0) == true }.map { Row(old: nil, new: $0) }
  }

  private func ordered(_ rows: [Row], _ old: Rows, _ new: Rows, _ key: Key) -> [Row] {
    guard case .events(let column?) = key, rows.count > 1 else { return rows }
    let numbers = rows.map { row in
      row.new.map { new.columns[column][$0] } ?? row.old.map { old.columns[column][$0] } ?? .nan
    }
    guard zip(numbers, numbers.dropFirst()).contains(where: { !($0 <= $1) }) else { return rows }
    // What has no number stands behind those that have one, as it came.
    func place(_ row: Int) -> (Double, Int) { (numbers[row].isNaN ? .infinity : numbers[row], row) }
    return rows.indices.sorted { place($0) < place($1) }.map { rows[$0] }
  }

  /// Counts the last row as one that was not there.
  private mutating func keep() {
    counts.kept += 1
    change.add(stamps.count - 1, stamp: stamps[stamps.count - 1], place: place)
  }

  /// Two rows of one stamp, neither of which takes from the other what it does not know.
  ///
  /// Only a row that nothing follows may have been open when it was saved: a table of the same bars with a little more
  /// volume is another source, and would take the taker's side from every second row of an archive. The last bar of an
  /// archive's file is followed by nothing as well, and was over: where files end, the row that knows more is the bar.
  ///
  /// - Parameters:
  ///   - endsFormer: whether nothing is stored right behind the old one.
  ///   - endsLatter: whether the new one is the last that came.
  private mutating func merge(
    _ old: Rows, _ i: Int, _ new: Rows, _ j: Int, _ bars: BarGrowth?, endsFormer: Bool, endsLatter: Bool
  ) {
    func former(_ column: Int) -> Double { old.columns[column][i] }
    func latter(_ column: Int) -> Double { new.columns[column][j] }
    let leavesOut = columns.indices.contains { latter($0).isNaN && !former($0).isNaN }
    let adds = columns.indices.contains { former($0).isNaN && !latter($0).isNaN }
    let agree = columns.indices.allSatisfy {
      former($0).isNaN || latter($0).isNaN || former($0).bitPattern == latter($0).bitPattern
    }
    let endsFile = bars?.endsFile(old.stamps[i]) ?? false
    if agree, !adds {
      take(old, i)
      counts.duplicate += 1
    } else if agree, leavesOut {
      take(old, i)
      for column in columns.indices where former(column).isNaN {
        columns[column][stamps.count - 1] = latter(column)
      }
      counts.replaced += 1
      change.revise(stamp: old.stamps[i], place: place, former: former)
    } else if let bars, endsLatter, bars.grew(from: latter, to: former), !endsFile || leavesOut || !adds {
      take(old, i)
      counts.outweighed += 1
    } else if leavesOut, endsFile || !endsFormer || !(bars?.grew(from: former, to: latter) ?? false) {
      take(old, i)
      counts.outweighed += 1
    } else {
      take(new, j)
      count(old, i, new, j)
    }
  }

  /// Counts a row that both sides have, as it is on each.
  private mutating func count(_ old: Rows, _ i: Int, _ new: Rows, _ j: Int) {
    let same = columns.indices.allSatisfy { old.columns[$0][i].bitPattern == new.columns[$0][j].bitPattern }
    if same {
      counts.duplicate += 1
    } else {
      counts.replaced += 1
      change.revise(stamp: old.stamps[i], place: place) { old.columns[$0][i] }
    }
  }

  private mutating func take(_ rows: Rows, _ index: Int) {
    let stamp = rows.stamps[index]
    place = stamps.last == stamp ? place + 1 : 0
    stamps.append(stamp)
    for position in columns.indices { columns[position].append(rows.columns[position][index]) }
  }

  /// Whether anything differs from the old rows.
  var changed: Bool { counts.kept + counts.replaced > 0 }
}

/// Tells a bar from the same bar before it had ended.
struct BarGrowth {
  /// Where the open, high, low and volume stand.
  private let open: Int
  private let high: Int
  private let low: Int
  private let volume: Int
  private let width: Interval?

  /// Nil for what is no bar, or has no volume.
  init?(_ descriptor: SeriesDescriptor) {
    func place(_ name: String) -> Int? { descriptor.columns.firstIndex { $0.name == name } }
    guard descriptor.kind == .klines, let open = place("open"), let high = place("high"), let low = place("low"),
      let volume = place("volume")
    else { return nil }
    (self.open, self.high, self.low, self.volume) = (open, high, low, volume)
    width = descriptor.cadence
  }

  /// Whether no bar follows the one of that stamp: the series ends there, or has a gap.
  func isEdge(_ stamp: Int64, next: Int64?) -> Bool {
    guard let next else { return true }
    return width.map { next - stamp > $0.milliseconds } ?? false
  }

  /// Whether the bar of that stamp ends where files of archives do, whose bars were all over when they were published: with a
  /// day of UTC, or with a month where it is of days itself.
  func endsFile(_ stamp: Int64) -> Bool {
    guard let width else { return false }
    let end = Instant(milliseconds: stamp) + width
    return end.milliseconds.isMultiple(of: Interval.day.milliseconds) && (width < .day || end.date.day == 1)
  }

  /// Whether the second can be what became of the first: of the same open, no narrower range and more volume.
  func grew(from before: (Int) -> Double, to after: (Int) -> Double) -> Bool {
    before(open) == after(open) && before(high) <= after(high) && before(low) >= after(low)
      && before(volume) < after(volume)
  }
}
