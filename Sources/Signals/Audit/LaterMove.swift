import Market
import Numerics

/// Whether a column computed elsewhere is what the price does only later: its return, the size of that, its range or its
/// volatility, over a bar, some hours, up to a month, or up to the column's own next value.
///
/// Correlation is not the evidence here. Volatility clusters, and an honest forecast of the next range goes with it at 0.7;
/// over a month there are a dozen returns in a year, and no correlation with a dozen means anything. But nobody's forecast *is*
/// what it forecasts: a column that is the later move, but for the rounding of a file, was made of it.
struct LaterMove {
  let what: String

  /// Beyond it a column is the move. The second where few of the moves are apart from each other, and of sizes and ranges over
  /// days: volatility is so slow that those are a few steps, which another column may nearly have as well.
  private static let limit = 0.99
  private static let limitOfFew = 0.999
  /// The same of ranks: a logarithm or a square of the move has its order.
  private static let limitOfOrder = 0.9999
  private static let few = 40
  /// Moves that do not overlap, below which even that may be a trend beside another.
  private static let fewest = 3
  /// Rows on which a column and a move are held against each other.
  private static let fewestRows = 10
  private static let mostRows = 5000
  /// The same of a column of two or three values, which can have no more than the sign of a return: rows it must agree on, of
  /// moves apart, and how often it must have turned.
  private static let leastAgreement = 0.98
  private static let fewestSigns = 15
  private static let fewestTurns = 8

  private static let widths: [Interval] =
    [1, 2, 4, 6, 8, 12].map(Interval.hours) + [1, 2, 3, 5, 7, 10, 14, 20, 30].map(Interval.days)

  /// - Parameter frame: its bars are those of what is traded.
  init?(_ values: [Double], on frame: Frame) {
    let prices = Prices(frame)
    guard prices.close.count == values.count else { return nil }
    let known = values.indices.filter { !values[$0].isNaN }
    let changes = known.filter { $0 == 0 || values[$0] != values[$0 - 1] }
    guard known.count >= Self.fewestRows, changes.count >= Self.fewestRows else { return nil }
    let isSparse = changes.count * 2 <= known.count
    for question in Self.questions(values, changes, isSparse: isSparse, frame.grid.interval) {
      let own = question.rows.map { values[$0] }
      for move in Move.allCases {
        guard let found = Self.match(own, move, question, prices) else { continue }
        what =
          "\(found): no forecast comes so near. Is its stamp the open of what it measures, or was it made with what came "
          + "later?"
        return
      }
    }
    return nil
  }

  // MARK: - What is asked

  /// Rows with a value of the column, the bar at whose close its move begins, and how many bars later that is over.
  private struct Question {
    let rows: [Int]
    var from: [Int]
    let bars: [Int]
    let words: String
    /// What the rows are: `bars`.
    let noun: String
    /// Moves that do not overlap.
    let apart: Int
    var isOfDays = false
    /// Whether a column of two or three values is asked about its sign.
    var hasSigns = true

    func limit(_ move: Move) -> Double {
      apart < few || isOfDays && move != .value ? limitOfFew : LaterMove.limit
    }
  }

  private static func questions(
    _ values: [Double], _ changes: [Int], isSparse: Bool, _ interval: Interval
  ) -> [Question] {
    var questions: [Question] = []
    let stamps = "of its own stamps"
    if isSparse {
      let bars = zip(changes, changes.dropFirst()).map { $1 - $0 }
      if isRegular(bars) {
        let rows = Array(changes.dropLast())
        questions.append(
          Question(
            rows: rows, from: rows, bars: bars, words: "up to its next value", noun: stamps, apart: bars.count,
            hasSigns: false))
        // A day's value that was put on all of its hours is known from the first of them.
        questions.append(
          Question(
            rows: rows, from: rows.map { $0 - 1 }, bars: bars, words: "of the bars on which it stands", noun: stamps,
            apart: bars.count, hasSigns: false))
      }
      // A sign that stays has no change: its stamps lie where all of its changes could.
      let cadence = bars.reduce(0) { $0.greatestCommonDivisor(with: $1) }
      if cadence > 1 {
        let rows = stride(from: changes[0], to: values.count - cadence, by: cadence).filter { !values[$0].isNaN }
        questions.append(
          Question(
            rows: rows, from: rows, bars: rows.map { _ in cadence }, words: "over the \(interval * cadence) after",
            noun: stamps, apart: rows.count))
      }
    }
    let all = isSparse ? changes : evenRows(values.indices, most: mostRows) { !values[$0].isNaN }
    for width in [interval] + widths.filter({ $0 > interval }) {
      guard let bars = width.count(of: interval), let first = all.first, let last = all.last else { continue }
      questions.append(
        Question(
          rows: all, from: all, bars: all.map { _ in bars },
          words: bars == 1 ? "of the bar after" : "over the \(width) after", noun: isSparse ? stamps : "bars",
          apart: min(all.count, (last - first) / bars + 1), isOfDays: width > .day))
    }
    return questions.filter { $0.rows.count >= fewestRows && $0.apart >= fewest }
  }

  /// Whether values come by the calendar, be it in months. Where the price itself makes the next one come, as a brick of a
  /// chart or the other edge of a channel does, the way to it is known in advance.
  private static func isRegular(_ bars: [Int]) -> Bool {
    let middle = bars.sorted()[bars.count / 2]
    return bars.count { ($0 - middle).magnitude * 4 <= middle } * 5 >= bars.count * 4
  }

  // MARK: - Moves

  private enum Move: CaseIterable {
    case value, size, range, volatility

    var noun: String {
      switch self {
      case .value: "the return"
      case .size: "the size of the return"
      case .range: "the range"
      case .volatility: "the volatility"
      }
    }
  }

  private struct Prices {
    let close: [Double]
    private let high: [Double]
    private let low: [Double]
    /// Squared returns of the bars up to each row, added up; a bar that was not printed adds none.
    private let squares: [Double]

    init(_ frame: Frame) {
      let close = frame.values("close")
      self.close = close
      var sum = 0.0
      squares = close.indices.map { row in
        let change = row == 0 ? 0 : finite(close[row] / close[row - 1] - 1)
        if !change.isNaN { sum += change * change }
        return sum
      }
      let (high, low) = (frame.values("high"), frame.values("low"))
      (self.high, self.low) = high.count == close.count && low.count == close.count ? (high, low) : (close, close)
    }

    /// From one close to another; NaN where either is not there.
    private func change(_ from: Int, _ to: Int) -> Double {
      close.indices.contains(from) && close.indices.contains(to) ? finite(close[to] / close[from] - 1) : .nan
    }

    func level(_ row: Int) -> Double { close.indices.contains(row) ? close[row] : .nan }

    func move(_ move: Move, after row: Int, _ bars: Int) -> Double {
      switch move {
      case .value: change(row, row + bars)
      case .size: change(row, row + bars).magnitude
      case .range: range(row + 1, row + bars)
      case .volatility: volatility(row, row + bars)
      }
    }

    /// The size of a return in logarithms is no function of the size: a fall is larger by it than a rise.
    func logarithm(_ move: Move, _ value: Double, after row: Int, _ bars: Int) -> Double {
      move == .size ? naturalLogarithm(1 + change(row, row + bars)).magnitude : naturalLogarithm(1 + value)
    }

    /// The root of the mean square of the returns between two closes; of one bar it is the size of its return.
    private func volatility(_ from: Int, _ to: Int) -> Double {
      guard from >= -1, from + 1 < to, to < close.count else { return .nan }
      return ((squares[to] - (from < 0 ? 0 : squares[from])) / Double(to - from)).squareRoot()
    }

    private func range(_ first: Int, _ last: Int) -> Double {
      guard first >= 0, first <= last, last < close.count else { return .nan }
      var (most, least) = (-Double.infinity, Double.infinity)
      for row in first...last {
        // A bar that was not printed has no range, and adds none.
        if high[row] > most { most = high[row] }
        if low[row] < least { least = low[row] }
      }
      return finite(most / least - 1)
    }
  }

  // MARK: - Whether it is it

  /// What it is, with how near it comes; nil where it is another thing.
  private static func match(_ own: [Double], _ move: Move, _ question: Question, _ prices: Prices) -> String? {
    let moves = zip(question.from, question.bars).map { prices.move(move, after: $0, $1) }
    let isSign = move == .value && question.hasSigns && Set(own).count <= 3
    let logarithms = question.from.indices.map {
      prices.logarithm(move, moves[$0], after: question.from[$0], question.bars[$0])
    }
    let others = [logarithms, points(moves, move, question, prices)].compactMap(\.self)
    guard let found = isSign ? agreement(own, moves, question) : equality(own, moves, others, move, question) else {
      return nil
    }
    // Where the next move is the last one again, whoever has the last has the next.
    let before = zip(question.from, question.bars).map { prices.move(move, after: $0 - $1, $1) }
    if let again = Association(before, moves, fewest: fewestRows), again.correlation.magnitude > 0.9 { return nil }
    return found
  }

  /// A move in points; nil where that is the price itself, since the move is nearly the same everywhere.
  private static func points(_ moves: [Double], _ move: Move, _ question: Question, _ prices: Prices) -> [Double]? {
    guard move != .volatility else { return nil }
    let levels = question.from.map(prices.level)
    let points = zip(moves, levels).map { $0 * $1 }
    guard let found = Association(points, levels, fewest: fewestRows) else { return nil }
    return found.correlation.magnitude < 0.9 ? points : nil
  }

  /// A percentage, a logarithm and a number of basis points are lines of each other, nearly enough over a month; points are not,
  /// and a square is no line of anything.
  private static func equality(
    _ own: [Double], _ moves: [Double], _ others: [[Double]], _ move: Move, _ question: Question
  ) -> String? {
    guard Set(own).count > 3 else { return nil }
    let found = ([moves] + others).compactMap { Association(own, $0, fewest: fewestRows) }
      .max { $0.correlation.magnitude < $1.correlation.magnitude }
    if let found, found.correlation.magnitude > question.limit(move) {
      let shown = (found.correlation * 1000).rounded() / 1000
      return "it is \(move.noun) \(question.words), with a correlation of \(shown) on \(found.count) \(question.noun)"
    }
    // Orders are dear, and no column has that of a move without going with it.
    guard let found, found.correlation.magnitude > 0.5, question.apart >= few else { return nil }
    let rows = own.indices.filter { !own[$0].isNaN && !moves[$0].isNaN }
    let orders = Association(
      LaterCopy.ranks(rows.map { own[$0] }), LaterCopy.ranks(rows.map { moves[$0] }), fewest: fewestRows)
    guard let orders, orders.correlation.magnitude > limitOfOrder else { return nil }
    return "it has the order of \(move.noun) \(question.words), on \(orders.count) \(question.noun)"
  }

  /// Whether the highest of two or three values stands where the move is up and the lowest where it is down, or the other way
  /// round.
  private static func agreement(_ own: [Double], _ moves: [Double], _ question: Question) -> String? {
    guard question.apart >= fewestSigns, let high = own.max(), let low = own.min(), high > low else { return nil }
    let sides = zip(own, moves).filter { ($0 == high || $0 == low) && !$1.isNaN && $1 != 0 }
    let turns = zip(sides, sides.dropFirst()).count { $0.0 != $1.0 }
    guard sides.count >= fewestSigns, turns >= fewestTurns else { return nil }
    let same = sides.count { ($0 == high) == ($1 > 0) }
    let most = max(same, sides.count - same)
    guard Double(most) >= leastAgreement * Double(sides.count) else { return nil }
    return "it is the sign of the return \(question.words) on \(most) of \(sides.count) \(question.noun)"
  }
}
