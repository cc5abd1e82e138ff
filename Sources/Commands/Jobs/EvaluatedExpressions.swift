import Foundation
import Market
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
  }

  let frame: Frame
  let all: [Values]

  init(_ texts: [String], _ loader: FrameLoader) throws {
    let book = try SignalBook()
    let bound = try book.bound()
    let parsed = try texts.map { try Expression(typed: $0) }
    let nodes = try parsed.map { try bound.resolve($0) }
    frame = try loader.assemble([], columns: book.columnPlaces(for: parsed)) { interval in
      try nodes.map { try $0.lookBack(interval) }.max() ?? 0
    }.frame
    let evaluator = Evaluator(frame)
    all = try zip(texts, nodes).map { text, node in
      guard node.kind == .condition else {
        return Values(text: text, key: node.key, numbers: try evaluator.number(of: node), isCondition: false)
      }
      let truth = try evaluator.truth(of: node)
      let numbers = (0..<evaluator.frame.grid.count).map { row in truth[row].map { $0 ? 1.0 : 0.0 } ?? .nan }
      return Values(text: text, key: node.key, numbers: numbers, isCondition: true)
    }
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
