import Market

/// What a node's numbers count, as far as it can be told without data.
enum Measure: Hashable, Sendable {
  /// A number written out or a parameter, which counts whatever stands beside it: the 60000 of `close > 60000`.
  case any
  /// A column nobody has described, or a computation whose unit is not followed.
  case unknown
  case of(Dimension)

  init(_ unit: Unit) { self = .of(Dimension(unit)) }

  /// Of a column by its name, which for those of other instruments is the last word.
  init(column name: String) {
    let plain = name.utf8.lastIndex(of: UInt8(ascii: ".")).map { String(name[name.index(after: $0)...]) } ?? name
    self = Self.units[plain].map(Measure.init) ?? .unknown
  }

  private static let units: [String: Unit] = {
    let kinds = SeriesKind.all.flatMap { $0.columns + $0.otherColumns }
    return Dictionary(
      (kinds + SpotColumns.descriptors + [FundingClock.descriptor]).map { ($0.name, $0.unit) },
      uniquingKeysWith: { first, _ in first })
  }()

  /// Whether the two may be added or compared.
  func agrees(with other: Measure) -> Bool {
    guard case .of(let mine) = self, case .of(let theirs) = other else { return true }
    return mine == theirs
  }

  /// Of a sum, or of what is one or the other.
  func joined(_ other: Measure) -> Measure {
    switch (self, other) {
    case (.any, let measure), (let measure, .any): measure
    case (.of, .of): self
    default: .unknown
    }
  }

  func times(_ other: Measure, power: Int = 1) -> Measure {
    switch (self, other) {
    case (.unknown, _), (_, .unknown): .unknown
    case (.any, .any): .any
    case (.any, .of(let theirs)): .of(Dimension.none.times(theirs, power: power))
    case (.of, .any): self
    case (.of(let mine), .of(let theirs)): .of(mine.times(theirs, power: power))
    }
  }

  func raised(to exponent: Node) -> Measure {
    guard case .of(let mine) = self, mine != .none else { return self }
    guard case .number(let power) = exponent.form, power == power.rounded(), power.magnitude <= 8 else {
      return .unknown
    }
    return .of(Dimension.none.times(mine, power: Int(power)))
  }

  /// Of a square root.
  var root: Measure {
    guard case .of(let mine) = self else { return self }
    return mine.halved.map(Measure.of) ?? .unknown
  }

  /// Of a call, from those of its arguments.
  static func of(_ function: any SignalOperator, _ arguments: [Node]) -> Measure {
    switch function.unit {
    case .fixed(let unit): return Measure(unit)
    case .same(let index):
      return ([index] + function.alike).reduce(arguments[index].measure) { $0.joined(arguments[$1].measure) }
    case .square(let index): return arguments[index].measure.times(arguments[index].measure)
    case .root(let index): return arguments[index].measure.root
    case .ratio(let above, let below): return arguments[above].measure.times(arguments[below].measure, power: -1)
    case .pure(let index):
      // The logarithm of a price is no price, but its mean is taken back to one by exp.
      return arguments[index].measure == .of(.none) ? .of(.none) : .unknown
    case .derived: return .unknown
    }
  }
}

/// Money, coins, contracts and instants, as powers. What is counted in none of them is a plain number: fractions, counts, scores,
/// hours. Those are free to be added and compared.
struct Dimension: Hashable, Sendable {
  private var quote = 0
  private var base = 0
  private var contracts = 0
  private var time = 0

  static let none = Dimension()

  private init() {}

  init(_ unit: Unit) {
    switch unit {
    case .price: (quote, base) = (1, -1)
    case .quote: quote = 1
    case .base: base = 1
    case .contracts: contracts = 1
    case .time: time = 1
    // A price in coin counts coins for a coin.
    case .coin, .fraction, .count, .hours, .flag, .score: break
    }
  }

  func times(_ other: Dimension, power: Int) -> Dimension {
    var product = self
    product.quote += power * other.quote
    product.base += power * other.base
    product.contracts += power * other.contracts
    product.time += power * other.time
    return product
  }

  /// Nil where half of a power is no power.
  var halved: Dimension? {
    guard [quote, base, contracts, time].allSatisfy({ $0 % 2 == 0 }) else { return nil }
    var half = self
    half.quote /= 2
    half.base /= 2
    half.contracts /= 2
    half.time /= 2
    return half
  }

  /// For messages: `a price`, `an amount of coins`.
  var noun: String {
    switch self {
    case Dimension(.price): "a price"
    case Dimension(.quote): "an amount of quote currency"
    case Dimension(.base): "an amount of coins"
    case Dimension(.contracts): "a number of contracts"
    case Dimension(.time): "an instant"
    case .none: "a plain number"
    default: "in \(text)"
    }
  }

  private var text: String {
    let parts = [("quote", quote), ("base", base), ("contracts", contracts), ("time", time)].filter { $0.1 != 0 }
    return parts.map { $0.1 == 1 ? $0.0 : "\($0.0)^\($0.1)" }.joined(separator: " ")
  }
}
