import Frames
import Market
import Replay
import Results
import Signals

/// What an audit is asked about: the signals and rules of a strategy, or one expression.
struct AuditedSignals {
  let title: String
  let subjects: [SignalAudit.Subject]
  /// Rules left out, since they ask about their own position.
  var ofPosition = 0
  /// Signals and rules left out, since they compare the instruments of a universe.
  var ofUniverse = 0
  /// Nil for an expression.
  let strategy: Strategy?
  private let columns: [String: Problem.Place]

  init(_ argument: String, _ loader: FrameLoader, _ overrides: [String: ParameterValue]) throws {
    let strategy = try Self.strategy(argument, loader)
    self.strategy = strategy
    guard let strategy else {
      title = argument
      let expression = try Expression(typed: argument)
      let book = try SignalBook()
      let node = try book.bound().resolve(expression)
      guard node.kind == .number || node.kind == .condition else {
        throw Problem("'\(node.key)' is \(node.kind.noun) and has no value at a bar", remedy: node.kind.wayToNumber)
      }
      subjects = [SignalAudit.Subject(name: argument, node: node)]
      columns = book.columnPlaces(for: [expression])
      return
    }
    title = strategy.name
    let book = strategy.signals
    do {
      let bound = try book.bound(to: overrides)
      var subjects = try book.signalNames.map { SignalAudit.Subject(name: $0, node: try bound.signal($0)) }
      if strategy.rules != nil {
        for node in try strategy.bound(to: overrides).nodes { subjects.append(.init(name: "rule", node: node)) }
      }
      let asked = subjects.filter { $0.node.kind == .number || $0.node.kind == .condition }
      // What a rule asks of its own position exists in a replay alone, which knows a bar's fills before it asks.
      let ofMarket = asked.filter { !$0.node.reads(PositionState.names) }
      ofPosition = asked.count - ofMarket.count
      // What compares instruments is audited with the whole path, by replays of datasets that end earlier.
      self.subjects = ofMarket.filter { $0.node.comparison == nil }
      ofUniverse = ofMarket.count - self.subjects.count
    } catch let problem as Problem { throw problem.inFileIfPlaced(strategy.file) }
    let expressions = book.signals.map(\.expression)
    columns = strategy.columnPlaces.merging(book.columnPlaces(for: expressions)) { first, _ in first }
      .filter { !PositionState.names.contains($0.key) }
  }

  /// Nil where the argument is an expression. What names a file, or looks as if it should, is one.
  private static func strategy(_ argument: String, _ loader: FrameLoader) throws -> Strategy? {
    do { return try loader.workspace.strategy(argument) } catch let problem as Problem {
      guard problem.what.hasPrefix("there is no strategy"), !argument.hasSuffix(".yaml"), !argument.hasSuffix(".yml"),
        let expression = try? Expression(parsing: argument),
        expression.text.contains("(") || expression.names != [argument] || Operators.names.contains(argument)
          || loader.hasColumn(argument, for: [])
      else { throw problem }
      // A slip in a name with dashes reads as a difference of what there is not.
      let isSlip =
        !expression.names.contains { loader.hasColumn($0, for: []) }
        && nearestWord(to: argument, in: loader.workspace.strategyNames) != nil
      if isSlip { throw problem }
      return nil
    }
  }

  func assembled(_ loader: FrameLoader) throws -> AssembledFrame {
    let holds = strategy?.universe != nil
    return try loader.assemble(strategy.map { [$0] } ?? [], columns: columns, holds: holds) { interval in
      // What is anchored wants all there is, which the frame has.
      try subjects.map { try $0.node.lookBack(interval) }.max() ?? 0
    }
  }

  /// All rows of each column computed elsewhere, those before and after the frame too: what was made with a whole sample shows in
  /// the whole of it. As a seal leaves them.
  func computed(_ loader: FrameLoader, in assembled: AssembledFrame) -> [String: [Double]] {
    guard let dataset = try? loader.datasets.open(assembled.frame.market) else { return [:] }
    let sources = assembled.sources.filter { assembled.computed.contains($0.name) }
    return Dictionary(
      sources.map { source in
        let descriptor = source.series.descriptor
        let column = descriptor.columns.map(\.name).first { source.name == $0 || source.name.hasSuffix(".\($0)") }
        let rows = column.flatMap { try? dataset.series(descriptor, columns: [$0]).columns.first }
        return (source.name, rows ?? [])
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Columns with plain names on the grid of a frame, which those computed elsewhere are held against. Nil where the frame holds
  /// several instruments, and where it cannot be put together.
  func market(_ loader: FrameLoader, beside assembled: AssembledFrame) -> Frame? {
    guard !assembled.computed.isEmpty, !assembled.frame.isUniverse, strategy?.legs == nil else { return nil }
    let strategies = strategy.map { [$0] } ?? []
    guard let dataset = try? loader.datasets.open(assembled.frame.market),
      let book = try? loader.columns(of: dataset, for: strategies), let available = try? book.available
    else { return nil }
    let names = available.map(\.name).filter { !$0.contains(".") && book.isPublished($0) }
    let places = Dictionary(names.map { ($0, Problem.Place.nowhere) }, uniquingKeysWith: { first, _ in first })
    let frame = try? loader.assemble(strategies, columns: places) { interval in
      try subjects.map { try $0.node.lookBack(interval) }.max() ?? 0
    }.frame
    return frame?.grid == assembled.frame.grid ? frame : nil
  }

  /// The prices of series of which other columns are read, each with one of those. Nil where there are none, and as `market`.
  func prices(_ loader: FrameLoader, beside assembled: AssembledFrame) -> (frame: Frame, columns: [String: String])? {
    guard !assembled.frame.isUniverse, strategy?.legs == nil else { return nil }
    let read = Set(assembled.sources.map(\.name))
    let others = assembled.sources.filter { !TradedBars.are([$0.name], in: assembled.frame) }
    let columns = Dictionary(
      others.compactMap { source in source.price.map { ($0, source.name) } }.filter { !read.contains($0.0) },
      uniquingKeysWith: { first, _ in first })
    guard !columns.isEmpty else { return nil }
    let frame = try? loader.assemble(strategy.map { [$0] } ?? [], columns: columns.mapValues { _ in .nowhere }) {
      interval in
      try subjects.map { try $0.node.lookBack(interval) }.max() ?? 0
    }.frame
    return frame.map { ($0, columns) }
  }

  func placed<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let problem as Problem {
      throw strategy.map { problem.inFileIfPlaced($0.file) } ?? problem
    }
  }
}

extension ColumnSource {
  /// The price of the series that it is a column of, as expressions name it beside it; nil where that has none.
  fileprivate var price: String? {
    let parts = name.split(separator: ".")
    guard let own = parts.last.map(String.init) else { return nil }
    let qualifier = name.dropLast(own.count)
    if SpotColumns.column(for: own) != nil { return qualifier + "spot" }
    let kind = series.descriptor.kind
    guard [.klines, .mark, .index, .premium].contains(kind),
      (kind.columns + kind.otherColumns).contains(where: { $0.name == own })
    else {
      return nil
    }
    return qualifier + (kind == .klines ? "close" : kind.name)
  }
}
