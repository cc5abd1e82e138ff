/// What was held of a leg, and what that had come to, at the close of each replayed bar.
///
/// A position stays what it was for many bars, and in between it follows the marks. Kept is what changed and when: of a
/// thousand instruments of which forty are held that takes the room of forty, where two numbers a bar take that of all. What
/// settles changes nothing that is held, so the two are kept apart.
struct LegCurve: Sendable {
  /// What is held from the close of a row on.
  private struct Position: Sendable {
    let row: Int32
    /// Whether all that it has gained of its coins is among the entries.
    var isBooked = false
    var quantity = 0.0
    /// The price that the next `price` entry is measured from.
    var heldFrom = 0.0
    /// Of a contract that is settled in a coin, what its face value was in coins where it was entered; not a number of others.
    var coins = Double.nan
  }

  private var positions: [Position] = []
  /// What all entries add up to from the close of a row on, micro-quote.
  private var sums: [Double] = []
  private var sumRows: [Int32] = []

  /// Holds `quantity` from `row` on, valued at `price`.
  ///
  /// - Parameter coins: of a contract that is settled in one, what its face value was where it was entered.
  mutating func hold(_ quantity: Double, from price: Double, coins: Double?, at row: Int) {
    put(Position(row: Int32(row), quantity: quantity, heldFrom: price, coins: coins ?? .nan))
  }

  /// All that it has come to by `price` is among the entries, and what is held stays.
  mutating func book(at price: Double, _ row: Int) {
    guard let last = positions.last else { return }
    put(Position(row: Int32(row), isBooked: true, quantity: last.quantity, heldFrom: price, coins: last.coins))
  }

  /// In place of what was said of the same row.
  private mutating func put(_ position: Position) {
    if positions.last?.row == position.row { positions.removeLast() }
    positions.append(position)
  }

  /// Adds an entry of the ledger.
  mutating func add(_ amount: Double, at row: Int) {
    guard sumRows.last == Int32(row) else {
      sums.append((sums.last ?? 0) + amount)
      sumRows.append(Int32(row))
      return
    }
    sums[sums.count - 1] += amount
  }

  /// Base currency held at each of `count` closes.
  func quantities(_ count: Int) -> [Double] { values(count) { position, _, _ in position.quantity } }

  /// Coins whose price is followed at each of `count` closes, of a contract whose face value is held.
  func coins(_ count: Int) -> [Double] {
    values(count) { position, _, _ in position.quantity == 0 ? 0 : position.coins / Money.scale }
  }

  /// Micro-quote it had come to at each close.
  ///
  /// - Parameters:
  ///   - marks: at the same closes.
  ///   - payoff: how its price becomes an amount.
  ///   - coin: what a unit cost of the currency that it is settled in; nil of the account's.
  func results(_ marks: [Double], _ payoff: LegPayoff = .own, coin: [Double]? = nil) -> [Double] {
    values(marks.count) { position, sum, row in
      guard position.quantity != 0 else { return sum }
      if payoff.owes, let coin {
        let scaled = position.quantity * Money.scale
        return position.isBooked
          ? sum : sum + LegHolding.value(of: scaled, payoff, coins: position.coins, at: marks[row], coin: coin[row])
      }
      return sum + LegHolding.value(of: position.quantity, at: coin.map { marks[row] * $0[row] } ?? marks[row])
        - LegHolding.value(of: position.quantity, at: position.heldFrom)
    }
  }

  private func values(_ count: Int, _ value: (Position, Double, Int) -> Double) -> [Double] {
    var now = Position(row: 0)
    var sum = 0.0
    var (next, nextSum) = (positions.startIndex, sums.startIndex)
    return (0..<count).map { row in
      while next < positions.endIndex, positions[next].row <= Int32(row) {
        now = positions[next]
        next += 1
      }
      while nextSum < sums.endIndex, sumRows[nextSum] <= Int32(row) {
        sum = sums[nextSum]
        nextSum += 1
      }
      return value(now, sum, row)
    }
  }
}
