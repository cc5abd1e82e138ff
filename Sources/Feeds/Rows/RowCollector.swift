import Market

/// What to do with a row that cannot be used.
public enum BadRows: Hashable, Sendable {
  /// Refuse the whole file: a file with one bad row may have others that merely look right.
  case refuse
  /// Leave the row out, and list it.
  case skip
}

/// A row that was left out.
public struct RejectedRow: Hashable, Sendable {
  /// Line in the file, from 1.
  public let line: Int
  /// What is wrong with it, quoting the value.
  public let reason: String

  public init(line: Int, reason: String) {
    self.line = line
    self.reason = reason
  }
}

/// Gathers the rows of one text into a series, and keeps the rules that hold for every format: time goes forward, and
/// one instant has one row, or as many as the series allows.
public struct RowCollector: Sendable {
  public let descriptor: SeriesDescriptor
  /// Rows the text held, whatever became of them.
  public private(set) var read = 0
  /// Rows equal to the row before them.
  public private(set) var repeated = 0
  public private(set) var rejected: [RejectedRow] = []
  /// Beyond so many a file has no rows that are merely bad.
  static let mostRejected = 100_000
  private let badRows: BadRows
  private let location: String
  /// Lines of the file before the text.
  private let linesBefore: Int
  private var stamps: [Int64] = []
  private var columns: [[Double]]
  /// How many fields a row may have: as many as the header has names, and those of the first row where there is none.
  private var widest = 0
  /// Of how many texts of its size the rows are to be held.
  private let share: Int

  /// - Parameters:
  ///   - linesBefore: lines of the file before the text.
  ///   - share: how many texts of this size there are, if the rows of all are to be joined to these.
  public init(
    _ descriptor: SeriesDescriptor, location: String, badRows: BadRows, linesBefore: Int = 0, share: Int = 1
  ) {
    self.linesBefore = linesBefore
    self.share = share
    self.descriptor = descriptor
    self.location = location
    self.badRows = badRows
    columns = [[Double]](repeating: [], count: descriptor.columns.count)
  }

  /// What was gathered.
  public var series: Series { Series(descriptor: descriptor, stamps: stamps, columns: columns) }

  /// Takes every remaining row of `scanner`.
  ///
  /// - Parameter row: reads the current row, puts one number for each column of the descriptor into the buffer, and
  ///   returns the stamp.
  mutating func collect(
    _ scanner: inout CSVScanner, row: (borrowing CSVScanner, inout [Double]) throws(RowDefect) -> Int64
  ) throws {
    var values = [Double](repeating: .nan, count: columns.count)
    // There may be columns that nobody reads. Where names say how many, a comma within the numbers of all rows is no column.
    var top = scanner
    if top.advance() {
      widest = scanner.named ?? top.count
      // Arrays that grow are moved again and again. A first row that is short says more rows than there are, and memory that
      // is not written to costs nothing.
      let rows = top.rowsAhead * share
      stamps.reserveCapacity(rows)
      for index in columns.indices { columns[index].reserveCapacity(rows) }
    }
    while scanner.advance() {
      read += 1
      do {
        guard scanner.count >= scanner.columns.count else { throw scanner.tooFewFields }
        if let more = scanner.surplus(over: max(widest, scanner.columns.count)) { throw more }
        let stamp = try row(scanner, &values)
        try append(stamp, values)
      } catch let defect as RowDefect {
        let line = linesBefore + scanner.line
        guard badRows == .skip else {
          throw Problem(
            defect.what, at: Problem.Place(file: location, line: line, column: defect.column ?? 1),
            remedy: "nothing of this file was imported")
        }
        rejected.append(RejectedRow(line: line, reason: defect.what))
        guard rejected.count <= Self.mostRejected else {
          throw Self.tooManyRejected(defect.what, at: Problem.Place(file: location, line: line))
        }
      }
    }
  }

  static func tooManyRejected(_ last: String, at place: Problem.Place) -> Problem {
    Problem(
      "more than \(mostRejected) rows cannot be used, the last of them since \(last)", at: place,
      remedy: "the file is not what it was taken for")
  }

  private mutating func append(_ stamp: Int64, _ values: [Double]) throws(RowDefect) {
    if let last = stamps.last, stamp <= last {
      let instant = Instant(milliseconds: stamp)
      guard stamp == last else {
        throw RowDefect("time goes backwards: \(instant) comes after \(Instant(milliseconds: last))", column: 1)
      }
      guard descriptor.rows == .one else { return add(stamp, values) }
      guard columns.indices.allSatisfy({ columns[$0][stamps.count - 1].bitPattern == values[$0].bitPattern }) else {
        throw RowDefect("a second row for \(instant) has other values than the first", column: 1)
      }
      repeated += 1
      return
    }
    add(stamp, values)
  }

  private mutating func add(_ stamp: Int64, _ values: [Double]) {
    stamps.append(stamp)
    for index in columns.indices { columns[index].append(values[index]) }
  }

  /// Adds the rows of the second half of a text to those of the first.
  ///
  /// - Parameter rest: what was read from the last row of these on, which both have.
  /// - Returns: false where the second half does not go on from the first as if they had been read as one, or where a row was
  ///   left out, since then it matters which came before.
  mutating func join(_ rest: RowCollector) -> Bool {
    guard rejected.isEmpty, rest.rejected.isEmpty, repeated == 0, rest.repeated == 0, widest == rest.widest,
      let last = stamps.last, last == rest.stamps.first
    else { return false }
    read += rest.read - 1
    stamps += rest.stamps.dropFirst()
    for index in columns.indices { columns[index] += rest.columns[index].dropFirst() }
    return true
  }
}
