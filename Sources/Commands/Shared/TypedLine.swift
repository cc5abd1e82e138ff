import Frames
import Market
import Replay
import Store

/// A command line while it is typed, as far as it says what its names refer to.
///
/// Whatever is wrong with it so far means only that nothing is known.
struct TypedLine {
  let words: [String]
  /// Of the word that is typed, what stands before the cursor.
  let prefix: String

  var workspace: Workspace { Workspace(root: value(of: "--root") ?? Workspace.usualRoot) }

  /// The last one that is given.
  func value(of flag: String) -> String? {
    let separate = Array(zip(words, words.dropFirst())).last { $0.0 == flag && !$0.1.isEmpty }?.1
    return separate ?? words.last { $0.hasPrefix(flag + "=") }.map { String($0.dropFirst(flag.count + 1)) }
  }

  /// The first word that names one, but for the program's own name and what is being typed.
  var strategy: Strategy? {
    let candidates = [value(of: "--strategy")].compactMap(\.self) + words.dropFirst().filter { $0 != prefix }
    return candidates.lazy.filter { !$0.isEmpty && !$0.hasPrefix("-") }
      .compactMap { try? workspace.strategy($0) }.first
  }

  /// Names of columns when its instrument is traded.
  var columns: ColumnBook? {
    var choice = MarketChoice(market: value(of: "--market")?.split(separator: ",").first.map(String.init))
    choice.instrument = value(of: "--instrument")
    choice.interval = value(of: "--interval").flatMap { Interval($0) }
    let loader = FrameLoader(workspace: workspace, choice: choice)
    let strategies = [strategy].compactMap(\.self)
    return try? loader.columns(of: workspace.datasets.open(loader.market(of: strategies)), for: strategies)
  }

  /// Instruments that can be traded.
  var instruments: [Instrument] {
    let loader = FrameLoader(
      workspace: workspace, choice: MarketChoice(market: value(of: "--market")))
    let strategies = [strategy].compactMap(\.self)
    guard let dataset = try? workspace.datasets.open(loader.market(of: strategies)),
      let instruments = try? dataset.instruments(with: .klines)
    else { return [] }
    return TradedInstrument.tradable(instruments)
  }
}
