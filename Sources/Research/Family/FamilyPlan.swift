import Market
import Signals
import Statistics

/// What a study file asks: which signals, how far ahead, on which markets, and how the answers are corrected for their
/// number.
public struct FamilyPlan: Sendable {
  public let name: String
  public let about: String
  /// Name or path of the strategy whose parameters and signals are used.
  public let strategy: Sourced<String>?
  /// The dataset, where the hypotheses do not name others.
  public let market: String?
  public let interval: Interval?
  public let from: Instant?
  public let to: Instant?
  /// Values for the strategy's parameters, and parameters of the file's own.
  public let parameters: [Parameter]
  /// Beside those of the strategy.
  public let signals: [NamedSignal]
  public let blocks: [Block]
  public let correction: Correction
  /// The level at which a hypothesis survives.
  public let alpha: Double
  public let replicates: Int
  public let seed: UInt64
  /// Where it was read from, for messages.
  public let file: String
  /// The text it was read from, as it was read.
  public let source: String

  /// A value and where it is written.
  public struct Sourced<Value: Sendable>: Sendable {
    public let value: Value
    public let place: Problem.Place
  }

  /// Every signal with every horizon on every market.
  public struct Block: Sendable {
    public let signals: [Signal]
    public let forward: [Sourced<Interval>]
    /// Empty for the plan's own market.
    public let markets: [Sourced<String>]
    public let direction: Direction
  }

  /// A signal by name, or as an expression.
  public struct Signal: Sendable {
    public let text: String
    public let expression: Expression
  }

  /// A family larger than this does not fit into memory on a small machine, and asks too much of any data.
  public static let mostHypotheses = 400
}

extension FamilyPlan {
  /// The parameters and signals that hypotheses may use: the strategy's, with the file's values, and the file's own.
  ///
  /// - Throws: a `Problem` for a name given twice, a value of another kind than the strategy's default, and a signal that
  ///   makes no sense.
  public func book(over strategy: SignalBook?) throws(Problem) -> BoundBook {
    let inherited = strategy?.parameters ?? []
    let own = parameters.filter { parameter in !inherited.contains { $0.name == parameter.name } }
    do {
      let book = try SignalBook(parameters: inherited + own, signals: (strategy?.signals ?? []) + signals)
      let overrides = parameters.filter { parameter in inherited.contains { $0.name == parameter.name } }
      return try book.bound(
        to: Dictionary(overrides.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }))
    } catch { throw error.inFile(file) }
  }

  /// The datasets it reads, in order of first mention.
  ///
  /// - Parameter standard: where a block names none.
  public func markets(standard: String) -> [String] {
    var markets: [String] = []
    for market in blocks.flatMap({ $0.markets.isEmpty ? [standard] : $0.markets.map(\.value) })
    where !markets.contains(market) { markets.append(market) }
    return markets
  }

  /// What each signal of the file means, by its text.
  ///
  /// - Throws: a `Problem` for a lone word that is no signal, with the nearest name, and for an expression that makes
  ///   no sense.
  public func nodes(_ book: BoundBook) throws(Problem) -> [String: Node] {
    var nodes: [String: Node] = [:]
    for signal in blocks.flatMap(\.signals) where nodes[signal.text] == nil {
      do {
        // A lone word that is neither signal nor column is a misspelt signal; columns are checked against the dataset later.
        nodes[signal.text] =
          book.book.signalNames.contains(signal.text)
          ? try book.signal(signal.text) : try book.resolve(signal.expression)
      } catch {
        var problem = error
        if problem.place.line == nil { problem.place = signal.expression.place }
        throw problem.inFile(file)
      }
    }
    return nodes
  }
}
