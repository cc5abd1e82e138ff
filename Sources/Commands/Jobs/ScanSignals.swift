import Foundation
import Frames
import Market
import Replay
import Research
import Results
import Signals

/// The signals of a scan, from wherever the command line says, and what was left out of them.
struct ScanSignals {
  let signals: [ScanPlan.Signal]
  let book: BoundBook
  let strategies: [Strategy]
  /// Names of datasets.
  let markets: [String]
  /// In words: `families`, the name of a file or a strategy.
  let source: String
  private(set) var notes: [String] = []

  /// What the command line says.
  struct Request {
    var typed: [String] = []
    var list: String?
    var strategy: String?
    /// Nil for all of them, where nothing else is named.
    var families: [String]?
    /// Nil for the usual ones as far as the bars allow them.
    var windows: [Interval]?
    var smoothings: [Interval?]?
  }

  init(_ request: Request, _ workspace: Workspace, _ choice: MarketChoice) throws {
    let strategy = try request.strategy.map(workspace.strategy)
    strategies = [strategy].compactMap(\.self)
    let bound = try (strategy?.signals ?? SignalBook()).bound()
    book = bound
    let loader = FrameLoader(workspace: workspace, choice: choice)
    markets = try PanelJob.markets(in: choice) ?? [try loader.market(of: strategies)]
    var signals: [ScanPlan.Signal] = []
    var sources: [String] = []
    if !request.typed.isEmpty {
      signals += try request.typed.enumerated().map { try Self.typed($1, place: $0, strategy, bound, loader) }
      sources.append(request.typed.count == 1 ? request.typed[0] : "\(request.typed.count) signals")
    }
    if let list = request.list {
      signals += try Self.listed(list)
      sources.append(((list as NSString).lastPathComponent as NSString).deletingPathExtension)
    }
    if request.typed.isEmpty, let strategy {
      guard !strategy.signals.signals.isEmpty else {
        throw Problem("'\(strategy.name)' names no signal", remedy: "name one as '- name: expression' below 'signals:'")
      }
      signals += strategy.signals.signals.map { .init(name: $0.name, expression: $0.expression) }
      sources.append(strategy.name)
    }
    if request.families != nil || signals.isEmpty {
      let (own, left) = try Self.families(request, markets, workspace, choice)
      signals += own
      notes = left
      sources.append(request.families.map { $0.joined(separator: ", ") } ?? "families")
    }
    self.signals = signals
    source = sources.joined(separator: ", ")
  }

  private static func typed(
    _ text: String, place: Int, _ strategy: Strategy?, _ book: BoundBook, _ loader: FrameLoader
  ) throws -> ScanPlan.Signal {
    let file = "signal \(place + 1)"
    Excerpt.remember(text, as: file)
    if let strategy { return .init(name: text, expression: try strategy.question(text, flag: file, book, loader)) }
    return .init(
      name: text, expression: try Expression(parsing: text, at: Problem.Place(file: file, line: 1, column: 1)))
  }

  private static func listed(_ file: String) throws -> [ScanPlan.Signal] {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Problem("there is no list '\(file)'", remedy: "--list takes a text file with a signal a line")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw Problem("the list is not text in UTF-8", at: .init(file: file), remedy: "write a signal a line")
    }
    return try ScanList.parse(text, file: file)
  }

  /// Formulas whose columns every market has, at windows that its bars can show.
  private static func families(
    _ request: Request, _ markets: [String], _ workspace: Workspace, _ choice: MarketChoice
  ) throws -> ([ScanPlan.Signal], [String]) {
    let names = ScanFamily.all.map(\.name)
    for name in request.families ?? [] where !names.contains(name) {
      throw Problem("there is no family '\(name)'", remedy: suggestion(for: name, in: names, called: "families"))
    }
    let loader = FrameLoader(workspace: workspace, choice: choice)
    let books = try markets.map { try loader.columns(of: loader.datasets.open($0), for: []) }
    let interval = books[0].interval
    let windows = request.windows ?? ScanFamily.windows.compactMap { Interval($0) }.filter { $0.isShown(by: interval) }
    let smoothings =
      request.smoothings
      ?? ScanFamily.smoothings.map { Interval($0) }.filter { $0.map { $0.isShown(by: interval) } ?? true }
    var missing: [String: Set<String>] = [:]
    var known: [String: Bool] = [:]
    let empty = try SignalBook()
    var signals: [ScanPlan.Signal] = []
    for family in ScanFamily.all where request.families?.contains(family.name) ?? true {
      for signal in try family.signals(windows: windows, smoothings: smoothings) {
        let columns = empty.columns(for: [signal.expression])
        let absent = columns.filter { column in
          if let there = known[column] { return !there }
          let there = books.allSatisfy { (try? $0.check(column)) != nil }
          known[column] = there
          return !there
        }
        if absent.isEmpty { signals.append(signal) } else { missing[family.name, default: []].formUnion(absent) }
      }
    }
    let left = missing.sorted { $0.key < $1.key }.map { family, columns in
      "Left out of '\(family)': formulas that read \(columns.sorted().joined(separator: ", ")), which \(markets.count == 1 ? "'\(markets[0])' does not have" : "not every market has")."
    }
    guard !signals.isEmpty else {
      throw Problem(
        "no formula of \(request.families.map { $0.joined(separator: ", ") } ?? "the families") can be scanned on \(markets.joined(separator: ", "))",
        remedy: left.first ?? "funding and crowding take windows of a day or more")
    }
    return (signals, left)
  }
}

extension Interval {
  /// Whether it is some whole bars, more than one.
  fileprivate func isShown(by bar: Interval) -> Bool { (count(of: bar) ?? 0) > 1 }
}
