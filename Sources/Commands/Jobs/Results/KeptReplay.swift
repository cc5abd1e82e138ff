import Foundation
import Frames
import Market
import Replay
import Signals
import Store

/// What a kept replay was asked: enough to do it again.
struct KeptReplay {
  let strategy: Strategy
  let overrides: [String: ParameterValue]
  let choice: MarketChoice

  /// - Throws: a `Problem` where nothing says what was replayed.
  init(_ result: ResultRecord, in workspace: Workspace) throws {
    strategy = try result.sources?.first?.strategy() ?? workspace.strategy(result.name)
    overrides = result.parameterTexts.compactMapValues { ParameterValue($0) }
    choice = try MarketChoice(of: result)
  }

  /// The market as it is by now, and the strategy on it.
  func loaded(in workspace: Workspace) throws -> (market: LoadedMarket, strategy: BoundStrategy) {
    let bound = try strategy.bound(to: overrides)
    let market = try LoadedMarket(FrameLoader(workspace: workspace, choice: choice), [strategy]) {
      try bound.lookBack($0)
    }
    return (market, try market.charged(strategy).bound(to: overrides))
  }
}

extension MarketChoice {
  /// That of a kept result.
  init(of result: ResultRecord) throws {
    let identity = result.identityText
    let assumed = try ResultIdentity.value(of: ResultIdentity.fundingAssumed, in: identity).map(FundingAssumptions.init)
    self.init(
      market: result.markets.first, instrument: result.instruments.first, interval: result.interval,
      from: result.range.from, to: result.range.to,
      knownAsOf: ResultIdentity.value(of: ResultIdentity.knownAsOf, in: identity).flatMap { Instant($0) },
      funding: FundingRequest(
        other: ResultIdentity.value(of: ResultIdentity.fundingOf, in: identity), assumptions: assumed ?? .none))
  }
}

extension ResultRecord {
  /// The identity's lines; the archive keeps them as one JSON text.
  var identityText: String { (try? JSONDecoder().decode(String.self, from: Data(identity.utf8))) ?? identity }

  /// The values of parameters by name, as they were kept.
  var parameterTexts: [String: String] {
    (try? JSONDecoder().decode([String: String].self, from: Data(parameters.utf8))) ?? [:]
  }
}

extension ResultRecord.Source {
  /// The strategy whose text it is. A file without a name is called after its path.
  func strategy() throws -> Strategy { try StrategyFile.parse(text, file: "\(name).yaml") }
}
