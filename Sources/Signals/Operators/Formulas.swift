import Market

/// A signal that comes with the language and is written in it.
public struct Formula: Sendable {
  public let name: String
  /// One sentence.
  public let about: String
  public let inputs: [OperatorInput]
  public let unit: OperatorUnit
  /// Its definition in the language; names that are not inputs are columns.
  public let text: String
  /// A call, for documentation and the battery.
  public let example: String
  /// Other names it answers to, for hands that have learned them elsewhere.
  let synonyms: [String]
  let syntax: Syntax

  init(
    _ name: String, _ inputs: [OperatorInput], _ text: String, about: String, unit: OperatorUnit, example: String,
    synonyms: [String] = []
  ) {
    self.name = name
    self.about = about
    self.inputs = inputs
    self.unit = unit
    self.text = text
    self.example = example
    self.synonyms = synonyms
    do { syntax = try Parser.parse(text) } catch {
      preconditionFailure("the definition of \(name) is not in the language: \(error)")
    }
  }

  public var signature: String { "\(name)(\(inputs.map(\.signature).joined(separator: ", ")))" }

  /// The columns it reads besides its inputs.
  public var columns: Set<String> { Set(syntax.names.map(\.name)).subtracting(inputs.map(\.name)) }
}

/// The signals of the field that come with the language, each a line of it. Read in place of the call, they share what
/// they compute with everything else.
public enum Formulas {
  public static let all: [Formula] = [
    Formula(
      "returns", [.window], "close / lag(close, window) - 1",
      about: "Simple return of the close over the window.", unit: .fixed(.fraction), example: "returns(1h)",
      synonyms: ["return"]),
    Formula(
      "volatility", [.window(least: 2)], "std(log(close / lag(close, 1)), window) * sqrt(bars_per_year())",
      about: "Realised volatility: the deviation of one-bar log returns, annualised over 365 days.",
      unit: .fixed(.fraction), example: "volatility(1d)"),
    Formula(
      "target_volatility",
      [OperatorInput("target", .number), .window(least: 2), OperatorInput("most", .constant(0...125), standard: 1)],
      "least(target / (std(log(close / lag(close, 1)), window) * sqrt(bars_per_year())), most)",
      about: "The weight at which realised volatility would have been the target, at most `most`.",
      unit: .fixed(.fraction), example: "target_volatility(20%, 1d)"),
    Formula(
      "cumulative_delta", [.window], "sum(2 * taker_buy_volume - volume, window) / sum(volume, window)",
      about: "Taker buying less taker selling as a share of all volume, -1 to 1.",
      unit: .fixed(.fraction), example: "cumulative_delta(4h)"),
    Formula(
      "basis", [], "close / spot - 1",
      about: "How far the perpetual trades above spot.", unit: .fixed(.fraction), example: "basis()"),
    Formula(
      "oi_price_divergence", [.window(least: 2)],
      "zscore(change(close, window), window) - zscore(change(open_interest, window), window)",
      about: "Price change less open-interest change, both as z-scores: high when price runs without new money.",
      unit: .fixed(.score), example: "oi_price_divergence(12h)"),
    Formula(
      "oi_price_quadrant", [.window],
      """
      if(change(close, window) * change(open_interest, window) == 0, 0,
        if(change(close, window) > 0,
          if(change(open_interest, window) > 0, 1, 2), if(change(open_interest, window) > 0, 3, 4)))
      """,
      about: "What a move was made of: 1 new longs, 2 short covering, 3 new shorts, 4 longs leaving, 0 neither moved.",
      unit: .fixed(.count), example: "oi_price_quadrant(4h)"),
  ]

  private static let byName = Dictionary(
    all.flatMap { formula in ([formula.name] + formula.synonyms).map { ($0, formula) } },
    uniquingKeysWith: { first, _ in first })

  public static func named(_ name: String) -> Formula? { byName[name] }
}
