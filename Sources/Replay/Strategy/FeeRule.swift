import Market
import Signals

/// Whose fees fills pay, as a file states it below `costs:` or of a leg: `fees: bybit vip 3`, `fees: bybit vip level` with a
/// parameter, `fees: hyperliquid by volume`, or rows of one's own.
public struct FeeRule: Sendable, Hashable {
  public enum Level: Sendable, Hashable {
    case named(FeeSchedule.Tier)
    /// The number of a level, by a parameter.
    case numbered(Expression)
    /// The one that the value traded before leads to.
    case byVolume
  }

  public let schedule: FeeSchedule
  public let level: Level
  /// As it is written, in canonical form where it is rows.
  public let definition: String
  public let place: Problem.Place

  var expressions: [Expression] { if case .numbered(let expression) = level { [expression] } else { [] } }

  public static let key = "fees"

  /// - Returns: nil where nothing of the kind is said.
  init?(in map: YAMLMap, parameters: Set<String>) throws(Problem) {
    guard let value = map.value(Self.key) else { return nil }
    for item in [CostItem.taker, .maker] where map.value(item.rawValue) != nil {
      throw value.problem(
        "'\(Self.key)' and '\(item.rawValue)' both say what a fill costs", remedy: "keep one of them")
    }
    try self.init(value, parameters: parameters)
  }

  /// - Parameter parameters: names of the file's.
  private init(_ value: YAMLValue, parameters: Set<String>) throws(Problem) {
    place = value.place
    guard !value.isList else {
      schedule = try Self.own(value)
      level = schedule.tiers.count == 1 ? .named(schedule.tiers[0]) : .byVolume
      definition = "own " + schedule.tiers.map { "\($0.volume ?? 0):\($0.taker):\($0.maker)" }.joined(separator: ",")
      return
    }
    let text = try value.text(for: Self.key)
    definition = text
    let words = text.split(separator: " ").map(String.init)
    let published = FeeSchedule.published
    guard let venue = words.first, let schedule = published[venue.lowercased()] else {
      throw value.problem(
        "no list of fees of '\(words.first ?? text)' is here",
        remedy: suggestion(for: words.first?.lowercased() ?? "", in: published.keys, called: "lists")
          + "; or say what is paid: taker: 5bps, maker: 2bps")
    }
    self.schedule = schedule
    level = try Self.level(words.dropFirst(), of: schedule, value, parameters)
  }

  private static func level(
    _ words: ArraySlice<String>, of schedule: FeeSchedule, _ value: YAMLValue, _ parameters: Set<String>
  ) throws(Problem) -> Level {
    let said = words.joined(separator: " ")
    if words.isEmpty { return .named(schedule.tiers[0]) }
    if said.lowercased() == "by volume" {
      guard schedule.byVolume.count > 1 else {
        throw value.problem(
          "the levels of \(schedule.venue) do not follow from the volume: \(schedule.unreachable ?? "no volumes are known")",
          remedy: "name one: \(schedule.venue) \(schedule.tiers.last?.name ?? ""); or write rows of your own")
      }
      return .byVolume
    }
    if let tier = schedule.tier(named: said) { return .named(tier) }
    if let last = words.last, words.count <= 2, parameters.contains(last) {
      return .numbered(try value.expression(last[...], in: last))
    }
    let names = schedule.tiers.map(\.name)
    throw value.problem(
      "\(schedule.venue) has no level '\(said)' in the list that is here (\(schedule.market)\(schedule.source.isEmpty ? "" : ", \(schedule.source)"))",
      remedy: (nearestWord(to: said, in: names).map { "did you mean '\($0)'?" }
        ?? "the levels are \(names.joined(separator: ", "));") + " or say what is paid: taker: 5bps, maker: 2bps")
  }

  private static func own(_ value: YAMLValue) throws(Problem) -> FeeSchedule {
    var tiers: [FeeSchedule.Tier] = []
    for item in try value.list(for: key) {
      let map = try item.map(for: "a row of fees")
      try map.allow(only: ["volume", "taker", "maker"], called: "keys of a row of fees")
      func number(_ key: String) throws(Problem) -> Double {
        let remedy = "write { volume: 5000000, taker: 4bps, maker: -0.5bps }"
        guard let value = map.value(key) else {
          throw map.problem("a row of fees has no '\(key)'", remedy: remedy)
        }
        guard case .number(let number) = ParameterValue(value.text), number.isFinite else {
          throw value.problem("the '\(key)' of a row of fees is '\(value.text)', which is no number", remedy: remedy)
        }
        return number
      }
      let volume = try number("volume")
      let row = FeeSchedule.Tier(
        "from \(volume)", volume: volume, taker: try number("taker"), maker: try number("maker"))
      guard tiers.isEmpty ? volume == 0 : volume > tiers.last?.volume ?? 0 else {
        throw map.problem(
          "rows of fees begin at a volume of 0 and rise",
          remedy: "write [{ volume: 0, taker: 5bps, maker: 2bps }, { volume: 5000000, taker: 4bps, maker: -0.5bps }]")
      }
      try CostItem.taker.check(row.taker, at: map.place)
      try CostItem.maker.check(row.maker, at: map.place)
      tiers.append(row)
    }
    return FeeSchedule(venue: "", market: "the file's own", source: "", tiers)
  }

  /// The level whose fees are charged from the first fill to the last; nil where it moves with what is traded.
  ///
  /// - Throws: a `Problem` for a parameter that is the number of none.
  public func tier(_ book: BoundBook) throws(Problem) -> FeeSchedule.Tier? {
    switch level {
    case .named(let tier): return tier
    case .byVolume: return nil
    case .numbered(let expression):
      let number = try book.constant(expression, Self.key, -1000...1000)
      guard let tier = schedule.tier(numbered: number) else {
        throw Problem(
          "\(schedule.venue) has no level of the number \(number)", at: place,
          remedy: "the levels are \(schedule.tiers.map(\.name).joined(separator: ", "))")
      }
      return tier
    }
  }

  /// Puts what is paid into costs.
  func set(_ costs: inout Costs, _ book: BoundBook) throws(Problem) {
    if let tier = try tier(book) {
      (costs.taker, costs.maker) = (tier.taker, tier.maker)
      return
    }
    let levels = schedule.byVolume.map {
      VolumeSchedule.Level(volume: $0.volume ?? 0, taker: $0.taker, maker: $0.maker)
    }
    (costs.taker, costs.maker) = (levels[0].taker, levels[0].maker)
    costs.byVolume = VolumeSchedule(days: schedule.days, levels)
  }
}
