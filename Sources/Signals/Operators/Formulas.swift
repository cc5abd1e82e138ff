import Market

/// A built-in signal that is written in the language itself.
public struct Formula: Sendable {
  public let name: String
  public let about: String
  public let inputs: [OperatorInput]
  /// Its definition; names that are not inputs are columns.
  public let text: String
  let syntax: Syntax
  let columns: Set<String>

  init(_ name: String, _ inputs: [OperatorInput], _ text: String, about: String) {
    self.name = name
    self.about = about
    self.inputs = inputs
    self.text = text
    do { syntax = try Parser.parse(text, at: .nowhere) } catch {
      preconditionFailure("the formula of \(name) parses: \(error)")
    }
    columns = Set(syntax.names.map(\.name)).subtracting(inputs.map(\.name))
  }

  public var signature: String { "\(name)(\(inputs.map(\.signature).joined(separator: ", ")))" }
}

/// The signals of the field that come with the language, each a line of it.
public enum Formulas {
  public static let all: [Formula] = [
    Formula(
      "returns", [.window], "close / lag(close, window) - 1", about: "Simple return of the close over the window."),
    Formula(
      "volatility", [OperatorInput("window", .window(least: 2))],
      "std(log(close / lag(close, 1)), window) * sqrt(bars_per_year())",
      about: "Realised volatility: deviation of one-bar log returns, annualised over 365 days."),
    Formula(
      "target_volatility",
      [
        OperatorInput("target", .numbers), OperatorInput("window", .window(least: 2)),
        OperatorInput("most", .constant(0...125), standard: 1),
      ],
      "least(target / (std(log(close / lag(close, 1)), window) * sqrt(bars_per_year())), most)",
      about: "The weight at which the position's realised volatility would have been the target, at most `most`."),
    Formula(
      "cumulative_delta", [.window],
      "sum(2 * taker_buy_volume - volume, window) / sum(volume, window)",
      about: "Taker buying less taker selling as a share of volume, -1 to 1."),
    Formula("basis", [], "close / spot - 1", about: "The perpetual over spot, as a fraction."),
    Formula(
      "oi_price_divergence", [OperatorInput("window", .window(least: 2))],
      "zscore(close / lag(close, window) - 1, window) - zscore(open_interest / lag(open_interest, window) - 1, window)",
      about:
        "Price change less open-interest change over the window, both as z-scores: high when price runs without new money."
    ),
  ]

  private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  public static func named(_ name: String) -> Formula? { byName[name] }
}
