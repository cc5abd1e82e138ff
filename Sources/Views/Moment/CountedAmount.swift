import Market
import Numerics

/// What the amounts of a column are of, so that they can be held against those of another venue: so much quote currency for
/// each, or so many units of what its price is for.
///
/// A contract is of either, by its size. One whose size is not known, and one that is paid in a third currency, is of
/// neither, and nothing is made of its amounts.
enum CountedAmount: Hashable {
  case quote(Double)
  case base(Double)

  /// - Parameter size: of what counts contracts, where that is not what its venue calls one.
  init?(_ unit: Unit?, of contract: Contract, size: Contract.Size? = nil) {
    switch unit {
    case .quote: self = .quote(1)
    case .base: self = .base(1)
    case .contracts:
      switch size ?? contract.size {
      case let size? where size.unit == .quote: self = .quote(size.amount)
      case let size? where size.unit == .base: self = .base(size.amount / contract.coinsPerUnit)
      default: return nil
      }
    default: return nil
    }
  }

  /// Whether a price is needed to say it in quote currency.
  var isPriced: Bool {
    switch self {
    case .quote: false
    case .base: true
    }
  }

  /// What one is worth in quote currency; `price` is that of a unit.
  func worth(at price: @autoclosure () -> Double) -> Double {
    switch self {
    case .quote(let amount): amount
    case .base(let amount): amount * price()
    }
  }

  /// An expression of amounts in units, each at its bar's close where they are of quote currency.
  func inUnits(_ text: String) -> String {
    switch self {
    case .base(1): text
    case .base(let amount): "\(amount) * (\(text))"
    case .quote(1): "(\(text)) / close"
    case .quote(let amount): "\(amount) * (\(text)) / close"
    }
  }
}

extension SeriesDescriptor {
  /// What the amounts of a column are of; nil where nothing says, and without the column.
  func counts(_ column: String, of contract: Contract) -> CountedAmount? {
    CountedAmount(columns.first { $0.name == column }?.unit, of: contract, size: contractSize(contract))
  }
}

extension MarketMoment {
  /// Why amounts of an instrument are not said in quote currency where its series of some kinds count contracts, a clause; nil
  /// where they do not, or their size is known.
  func unsized(_ instrument: Instrument, _ kinds: Set<SeriesKind>) -> String? {
    let contract = contract(of: instrument)
    let counts = series.contains {
      $0.descriptor.instrument == instrument && kinds.contains($0.descriptor.kind)
        && $0.descriptor.columns.contains { $0.unit == .contracts }
    }
    guard counts, CountedAmount(.contracts, of: contract) == nil else { return nil }
    return contract.form == .quanto
      ? "it counts contracts that are paid in \(contract.settlement), and nothing says what one is worth in dollars"
      : "it counts contracts, and nothing says what one of them is: say so with 'hindcast data contract'"
  }

  /// The same of those among some of which it is true, a sentence each.
  func unsizedNotes(_ instruments: [Instrument], _ kinds: Set<SeriesKind>) -> [String] {
    instruments.compactMap { one in unsized(one, kinds).map { "\(one) is left out: \($0)." } }
  }
}

extension Contract {
  /// `contracts of 100 USD`, where its size is known.
  var sizeWords: String? {
    size.map { size in
      let of = size.unit == .quote ? quote : size.unit == .base ? base : settlement
      return "contracts of \(size.amount.plain) \(of)"
    }
  }
}
