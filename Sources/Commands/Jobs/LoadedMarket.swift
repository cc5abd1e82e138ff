import Frames
import Market
import Replay
import Signals
import Store

/// A market made ready for strategies: the frame, and the evaluator they share.
struct LoadedMarket {
  let assembled: AssembledFrame
  let evaluator: Evaluator
  private let datasets: DatasetFolder
  private let choice: MarketChoice

  var frame: Frame { assembled.frame }

  /// Over the series behind it, from their first rows to the window's end: what sweeps that look back differently far have
  /// in common.
  var origin: String { get throws { try datasets.open(frame.market).origin(of: assembled) } }

  /// - Parameters:
  ///   - columns: what is read besides prices; what the strategies trade by when nil.
  ///   - holds: whether positions are held.
  init(
    _ loader: FrameLoader, _ strategies: [Strategy], columns: [String: Problem.Place]? = nil, holds: Bool = true,
    lookBack: (Interval) throws -> Int
  ) throws {
    let columns =
      columns
      ?? strategies.reduce(into: [:]) { columns, strategy in
        columns.merge(strategy.columnPlaces) { first, _ in first }
      }
    assembled = try loader.assemble(strategies, columns: columns, holds: holds, lookBack: lookBack)
    (datasets, choice) = (loader.datasets, loader.choice)
    evaluator = Evaluator(assembled.frame)
  }

  /// A market and something made on its bars that says how far back it looks: the market begins where that ends, so the two
  /// are made together.
  static func with<Made>(
    _ loader: FrameLoader, _ strategy: Strategy, columns: [String: Problem.Place]? = nil, holds: Bool = true,
    _ make: (Interval) throws -> (made: Made, lookBack: Int)
  ) throws -> (LoadedMarket, Made) {
    var made: Made?
    let market = try LoadedMarket(loader, [strategy], columns: columns, holds: holds) { interval in
      let (value, lookBack) = try make(interval)
      made = value
      return lookBack
    }
    guard let made else { preconditionFailure("a frame is not assembled without asking how far its signals look back") }
    return (market, made)
  }

  /// A strategy with the fees of what it trades, where its file does not say any; which is said once.
  func charged(_ strategy: Strategy) throws -> Strategy {
    let charged =
      strategy.legs == nil && strategy.universe == nil
      ? try strategy.charged(as: frame.instrument) : try strategy.charged(as: frame.members.map(\.instrument))
    for note in [charged.feeNote].compactMap(\.self) + charged.feeCautions(on: frame) {
      choice.note(note)
    }
    return charged
  }

  /// The market as positions are held on it, with what settles on them.
  ///
  /// - Throws: a `Problem` when the instrument is of a kind that is not replayed, and when its funding is doubtful and
  ///   nothing says what to make of it.
  func tape() throws -> PreparedMarket {
    let tape = try PreparedMarket(frame)
    for note in tape.fundingNotes { choice.note(note) }
    return tape
  }
}
