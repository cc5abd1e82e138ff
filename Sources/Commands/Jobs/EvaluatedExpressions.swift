import Foundation
import Market
import Pages
import Replay
import Results
import Signals

/// Expressions from the command line and what they come to on a market, a number a bar.
struct EvaluatedExpressions {
  /// One of them.
  struct Values {
    /// As it was typed.
    let text: String
    /// In canonical form.
    let key: String
    /// By row of the frame; of a condition 1 and 0; NaN where it is not known.
    let numbers: [Double]
    let isCondition: Bool
    /// Of a universe, whose value it is; nil where one instrument is looked at.
    var instrument: Instrument?
  }

  let frame: Frame
  let all: [Values]

  /// - Parameters:
  ///   - strategy: whose signals and parameters may stand in them, and on whose market and bars they are asked; nil for none.
  ///   - overrides: of its parameters.
  init(
    _ texts: [String], _ loader: FrameLoader, strategy: Strategy? = nil, overrides: [String: ParameterValue] = [:]
  ) throws {
    // One line for all, so that what is wrong in one of them is pointed at there.
    let typed = TypedExpressions(texts)
    let book = try strategy?.signals ?? SignalBook()
    let bound = try strategy.inFile { try book.bound(to: overrides) }
    let parsed = try typed.parsed()
    let nodes = try parsed.map { try bound.resolve($0) }
    if let strategy, let universe = strategy.universe, loader.choice.instrument == nil {
      (frame, all) = try Optional(strategy).inFile {
        try Self.acrossUniverse(
          universe, of: strategy, loader, bound, Array(zip(texts, zip(parsed, nodes)).map { ($0, $1.0, $1.1) }))
      }
      return
    }
    let strategies = strategy.map { [$0] } ?? []
    frame = try strategy.inFile {
      try loader.assemble(strategies, columns: book.columnPlaces(for: parsed), typed: parsed) { interval in
        try nodes.map { try $0.lookBack(interval) }.max() ?? 0
      }.frame
    }
    let evaluator = Evaluator(frame)
    all = try zip(texts, nodes).map { text, node in
      Values(
        text: text, key: node.key, numbers: try Self.numbers(of: node, evaluator), isCondition: node.kind == .condition)
    }
  }

  /// The same of every instrument that a strategy's universe has, which expressions may compare.
  private static func acrossUniverse(
    _ universe: UniverseRules, of strategy: Strategy, _ loader: FrameLoader, _ bound: BoundBook,
    _ asked: [(text: String, expression: Signals.Expression, node: Node)]
  ) throws -> (Frame, [Values]) {
    let membership = try universe.membership(bound)
    let read = asked.map(\.expression) + [universe.membership].compactMap(\.self)
    let frame = try loader.assemble(
      [strategy], columns: strategy.signals.columnPlaces(for: read), wholeUniverse: true, typed: read
    ) { interval in
      try (asked.map(\.node) + [membership].compactMap(\.self)).map { try $0.lookBack(interval) }.max() ?? 0
    }.frame
    let section = try Evaluator(frame).crossSection(where: membership)
    let all = try asked.flatMap { text, _, node in
      try frame.members.indices.map { member in
        Values(
          text: text, key: node.key, numbers: try numbers(of: node, section.evaluator(of: member)),
          isCondition: node.kind == .condition, instrument: frame.members[member].instrument)
      }
    }
    return (frame, all)
  }

  /// What a node comes to by row; of a condition 1 and 0; NaN where it is not known.
  static func numbers(of node: Node, _ evaluator: Evaluator) throws -> [Double] {
    guard node.kind == .condition else { return try evaluator.number(of: node) }
    let truth = try evaluator.truth(of: node)
    return (0..<evaluator.frame.grid.count).map { row in truth[row].map { $0 ? 1 : 0 } ?? .nan }
  }

  var plot: ExpressionPlot {
    ExpressionPlot(
      frame: frame,
      lines: all.map {
        .init(name: $0.instrument?.description ?? $0.text, values: $0.numbers, isCondition: $0.isCondition)
      })
  }

  /// Writes them as a page of charts; gives where.
  func draw(to output: String?, _ workspace: Workspace) throws -> String {
    let path = output ?? workspace.path("results/plot.html")
    try workspace.write(PageRenderer.found().html(plot.page), to: path)
    return path
  }

  /// `close, zscore(close, 1d)`: several of them between commas that stand in no brackets.
  static func texts(of list: String) -> [String] {
    var texts: [String] = []
    var depth = 0
    var text = ""
    for character in list {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if character == ",", depth == 0 {
        texts.append(text)
        text = ""
      } else {
        text.append(character)
      }
    }
    return (texts + [text]).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
  }
}

/// Expressions of one command line as one line of text, at which messages point.
private struct TypedExpressions {
  private let texts: [String]

  init(_ texts: [String]) {
    self.texts = texts
    Excerpt.remember(texts.joined(separator: Self.between), as: Self.name)
  }

  private static let name = "expression"
  private static let between = ", "

  func parsed() throws -> [Signals.Expression] {
    var column = 1
    return try texts.map { text in
      defer { column += text.count + Self.between.count }
      return try Signals.Expression(parsing: text, at: Problem.Place(file: Self.name, line: 1, column: column))
    }
  }
}

extension Strategy? {
  /// What is wrong with a place of its own in the strategy's file is said to be there; what was typed has a place already.
  fileprivate func inFile<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let problem as Problem {
      throw problem.place.file == nil ? map { problem.inFileIfPlaced($0.file) } ?? problem : problem
    }
  }
}
