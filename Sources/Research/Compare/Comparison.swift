import Market
import Replay
import Statistics

/// Strategies side by side on the same bars, and whether their differences are more than luck.
public struct Comparison: Sendable {
  public let contenders: [Contender]
  /// Every pair, in order of the contenders.
  public let pairs: [PairedTest]
  /// Pearson correlation of UTC-daily returns; nil where one of the two never moves.
  public let correlation: [[Double?]]
  public let replicates: Int
  public let seed: UInt64

  /// One strategy and its run.
  public struct Contender: Sendable {
    public let name: String
    public let strategy: BoundStrategy
    public let run: Run

    public init(name: String, strategy: BoundStrategy, run: Run) {
      self.name = name
      self.strategy = strategy
      self.run = run
    }
  }

  public init(_ contenders: [Contender], seed: UInt64, replicates: Int = 2000) throws {
    self.contenders = contenders
    self.seed = seed
    self.replicates = replicates
    let returns = contenders.map { $0.run.daily.map(\.dailyReturn) }
    var pairs: [PairedTest] = []
    for a in contenders.indices {
      for b in contenders.indices where b > a {
        pairs.append(
          try PairedTest(
            (contenders[a].name, returns[a]), (contenders[b].name, returns[b]), seed: seed, replicates: replicates))
      }
    }
    self.pairs = pairs
    correlation = returns.map { a in
      returns.map { b in
        let coefficient = Correlation.pearson(a, b).coefficient
        return coefficient.isNaN ? nil : coefficient
      }
    }
  }
}
