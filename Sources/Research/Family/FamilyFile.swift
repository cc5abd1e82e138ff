import Market
import Replay
import Signals
import Statistics

/// Reads study files: YAML whose every value has a place, so that every complaint can point at it. See docs/studies.md.
public enum FamilyFile {
  private static let keys = [
    "name", "about", "strategy", "market", "interval", "from", "to", "parameters", "signals", "hypotheses", "family",
  ]
  private static let familyKeys = ["correction", "alpha", "replicates", "seed"]

  /// - Parameters:
  ///   - text: the file's content.
  ///   - file: its path, as messages should show it; without `name:` the study is called after it.
  public static func parse(_ text: String, file: String) throws(Problem) -> FamilyPlan {
    let root = try YAMLMap.root(of: text, file: file, noun: "a study file", guide: "docs/studies.md")
    try root.allow(only: keys, called: "keys of a study file")
    let family = try root.map("family")
    try family?.allow(only: familyKeys, called: "keys of 'family'")
    let from = try root.value("from").map(instant)
    let to = try root.value("to").map(instant)
    if let from, let to, to <= from, let value = root.value("to") {
      throw value.problem("'to' is not after 'from'", remedy: "'from' is inclusive and 'to' exclusive")
    }
    return FamilyPlan(
      name: try root.text("name") ?? stem(of: file), about: try root.text("about") ?? "",
      strategy: try root.value("strategy").map { value throws(Problem) in
        .init(value: try value.text(for: "strategy"), place: value.place)
      },
      market: try root.text("market"),
      interval: try root.value("interval").map { value throws(Problem) in try duration(value, "interval") },
      from: from, to: to,
      parameters: try root.map("parameters")?.entries.map { name, value throws(Problem) in
        Parameter(name: name.text, value: try setting(value, name.text), place: name.place)
      } ?? [],
      signals: try root.map("signals")?.entries.map { name, value throws(Problem) in
        NamedSignal(name: name.text, expression: try value.expression(for: name.text), place: name.place)
      } ?? [],
      blocks: try blocks(root),
      correction: try correction(family) ?? .holm,
      alpha: try alpha(family) ?? 0.05,
      replicates: try whole("replicates", family, 999...100_000) ?? 2000,
      seed: UInt64(try whole("seed", family, 0...Int.max) ?? 1),
      file: file, source: text)
  }

  private static func blocks(_ root: YAMLMap) throws(Problem) -> [FamilyPlan.Block] {
    guard let value = root.value("hypotheses") else {
      throw root.problem(
        "the file has no 'hypotheses'", remedy: "list them as '- signals: [stress]' with 'forward: [1h]' below")
    }
    var blocks: [FamilyPlan.Block] = []
    for item in try value.list(for: "hypotheses") {
      let map = try item.map(for: "hypotheses")
      try map.allow(only: ["signals", "forward", "markets", "direction"], called: "keys of a hypothesis")
      guard let signals = map.value("signals") else {
        throw item.problem("a hypothesis has no 'signals'", remedy: "name signals, or write expressions")
      }
      guard let forward = map.value("forward") else {
        throw item.problem("a hypothesis has no 'forward'", remedy: "say how far ahead, as in 'forward: [1h, 4h]'")
      }
      blocks.append(
        FamilyPlan.Block(
          signals: try signals.list(for: "signals").map { value throws(Problem) in
            .init(text: try value.text(for: "signals"), expression: try value.expression(for: "signals"))
          },
          forward: try forward.list(for: "forward").map { value throws(Problem) in
            .init(value: try duration(value, "forward"), place: value.place)
          },
          markets: try map.value("markets")?.list(for: "markets").map { value throws(Problem) in
            .init(value: try value.text(for: "markets"), place: value.place)
          } ?? [],
          direction: try direction(map) ?? .either))
    }
    return blocks
  }

  private static func direction(_ map: YAMLMap) throws(Problem) -> Direction? {
    guard let value = map.value("direction") else { return nil }
    let text = try value.text(for: "direction")
    guard let direction = Direction(rawValue: text) else {
      throw value.problem(
        "there is no direction '\(text)'",
        remedy: suggestion(for: text, in: Direction.allCases.map(\.rawValue), called: "directions"))
    }
    return direction
  }

  private static func correction(_ family: YAMLMap?) throws(Problem) -> Correction? {
    guard let value = family?.value("correction") else { return nil }
    let text = try value.text(for: "correction")
    guard let correction = Correction(rawValue: text) else {
      throw value.problem(
        "there is no correction '\(text)'",
        remedy: suggestion(for: text, in: Correction.allCases.map(\.rawValue), called: "corrections"))
    }
    return correction
  }

  private static func alpha(_ family: YAMLMap?) throws(Problem) -> Double? {
    guard let value = family?.value("alpha") else { return nil }
    guard case .number(let alpha) = ParameterValue(try value.text(for: "alpha")), alpha > 0, alpha < 1 else {
      throw value.problem("alpha '\(value.shown)' is not a level", remedy: "write a share between 0 and 1, such as 5%")
    }
    return alpha
  }

  private static func whole(
    _ key: String, _ map: YAMLMap?, _ allowed: ClosedRange<Int>
  ) throws(Problem) -> Int? {
    guard let value = map?.value(key) else { return nil }
    guard let number = Int(try value.text(for: key)), allowed.contains(number) else {
      throw value.problem(
        "\(key) is '\(value.shown)'",
        remedy: "write a whole number from \(allowed.lowerBound)"
          + (allowed.upperBound == .max ? " up" : " to \(allowed.upperBound)"))
    }
    return number
  }

  private static func setting(_ value: YAMLValue, _ name: String) throws(Problem) -> ParameterValue {
    guard let parsed = ParameterValue(try value.text(for: name)) else {
      throw value.problem(
        "parameter '\(name)' has the value '\(value.shown)'",
        remedy: "write a number (1.5, 20%, 5bps), a duration (1d, 12h) or true/false")
    }
    return parsed
  }

  private static func duration(_ value: YAMLValue, _ name: String) throws(Problem) -> Interval {
    guard let interval = Interval(try value.text(for: name)), interval > .zero else {
      throw value.problem("\(name) '\(value.shown)' is not a duration", remedy: "write 15m, 1h, 4h or 1d")
    }
    return interval
  }

  private static func instant(_ value: YAMLValue) throws(Problem) -> Instant {
    guard let instant = Instant(value.text) else {
      throw value.problem("'\(value.shown)' is not a date", remedy: "write 2025-10-01 or 2025-10-01T12:00")
    }
    return instant
  }

  private static func stem(of file: String) -> String {
    String((file.split(separator: "/").last ?? "study").prefix { $0 != "." })
  }
}
