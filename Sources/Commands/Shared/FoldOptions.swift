import ArgumentParser
import Market
import Research

/// How the data is cut: flags of a validation.
struct FoldOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Train window, whole days; a quarter of the data, or three times --test.", valueName: "duration")
  )
  var train: Interval?

  @Option(
    help: ArgumentHelp(
      "Test window, whole days; a third of --train, so a twelfth of the data.",
      valueName: "duration"))
  var test: Interval?

  @Option(help: ArgumentHelp("From one test window to the next; as long as a test window.", valueName: "duration"))
  var step: Interval?

  @Flag(help: "Begin every train window with the data instead of rolling it.")
  var anchored = false

  @Option(help: ArgumentHelp("Groups of days for cross-validation; 10 when left out.", valueName: "count"))
  var groups: Int?

  @Option(help: ArgumentHelp("Groups held out together; 2 when left out.", valueName: "count"))
  var testGroups: Int?

  @Option(
    help: ArgumentHelp(
      "Label horizon used for purging. Default: the strategy's holding period.", valueName: "duration"))
  var horizon: Interval?

  @Option(
    help: ArgumentHelp(
      "Kept clear behind each test range and its look-back; 1% of the data, 0 for none.", valueName: "span"))
  var embargo: Span?

  /// The first flag that says how to choose among sets; nil where none does.
  var chooses: String? {
    let given: [(flag: String, isGiven: Bool)] = [
      ("--train", train != nil), ("--test", test != nil), ("--step", step != nil), ("--anchored", anchored),
      ("--groups", groups != nil), ("--test-groups", testGroups != nil),
    ]
    return given.first { $0.isGiven }?.flag
  }

  /// The plan for bars of `interval` over `days` UTC days.
  func plan(_ plan: ValidationPlan, interval: Interval, days: Int) throws -> ValidationPlan {
    var plan = plan
    plan.groups = groups ?? 10
    plan.heldGroups = testGroups ?? 2
    plan.horizon = try horizon.map { try bars($0, of: interval, flag: "--horizon") }
    plan.embargo = try embargo.map { try bars($0.interval, of: interval, flag: "--embargo") }
    guard train != nil || test != nil || step != nil || anchored else { return plan }
    let standard = WalkForwardLengths.standard(days: days)
    let test = try self.test.map { try wholeDays($0, flag: "--test") }
    let train = try self.train.map { try wholeDays($0, flag: "--train") }
    plan.lengths = WalkForwardLengths(
      train: train ?? test.map { 3 * $0 } ?? standard.train,
      test: test ?? train.map { max(1, $0 / 3) } ?? standard.test,
      step: try step.map { try wholeDays($0, flag: "--step") }, isAnchored: anchored)
    return plan
  }

  private func wholeDays(_ length: Interval, flag: String) throws -> Int {
    guard let days = length.count(of: .day), days > 0 else {
      throw Problem("\(flag) \(length) is not a number of whole days", remedy: "write it as 30d or 4w")
    }
    return days
  }

  private func bars(_ length: Interval, of interval: Interval, flag: String) throws -> Int {
    guard let bars = length.count(of: interval) else {
      throw Problem(
        "\(flag) \(length) is not a whole number of bars of \(interval)", remedy: "give a multiple of \(interval)")
    }
    return bars
  }
}
