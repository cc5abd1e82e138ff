import Testing

/// One result, and the forms in which it is printed.
struct GoldenCase: Sendable, CustomTestStringConvertible {
  let name: String
  let command: [String]
  /// How it is printed, besides the table, the document and the rows that every result has.
  var more: [Form] = []

  struct Form: Sendable {
    /// Behind the name of the case.
    let file: String
    var flags: [String] = []
    var width = 120
  }

  var forms: [Form] {
    [
      Form(file: ".txt"), Form(file: ".json", flags: ["--format", "json"]),
      Form(file: ".csv", flags: ["--format", "csv"]),
    ] + more
  }

  var testDescription: String { name }

  /// Small, so that all of them are done in seconds: what is computed is tested elsewhere.
  static let all: [GoldenCase] =
    [
      GoldenCase(
        name: "replay", command: ["replay", "stress-fade", "--market", "demo", "--set", "entry=1"],
        more: [Form(file: ".narrow.txt", width: 80)]),
      GoldenCase(
        name: "replay-legs",
        command: ["replay", "basis-carry", "--market", "demo", "--set", "window=12h", "--set", "rich=0"]),
      GoldenCase(
        name: "replay-portfolio",
        command: ["replay", "funding-carry-across", "--market", "coins", "--set", "window=1d"]),
      GoldenCase(
        name: "compare",
        command: [
          "compare", "stress-fade", "funding-extremes", "funding-side", "--market", "demo", "--replicates", "200",
        ]),
      GoldenCase(
        name: "study-regime", command: study("stress", "demo", "1h"),
        more: [
          Form(file: ".narrow.txt", width: 80), Form(file: ".all.txt", flags: ["--all", "--details"]),
        ]),
      GoldenCase(
        name: "study-signal", command: study("crowding", "demo", "1h"),
        more: [Form(file: ".all.txt", flags: ["--all", "--details"])]),
      GoldenCase(
        name: "study-nothing", command: study("close < 0", "demo", "1h")),
      GoldenCase(name: "panel-signal", command: study("crowding", panel, "1h,4h")),
      GoldenCase(name: "panel-regime", command: study("stress", panel, "1h")),
      GoldenCase(name: "family", command: ["study", "family", "small", "--market", "demo"]),
      GoldenCase(
        name: "scan",
        command: [
          "scan", "--market", "demo", "--family", "funding,premium", "--windows", "1d", "--smoothings", "none,4h",
          "--replicates", "199", "--top", "3",
        ]),
      GoldenCase(
        name: "regress",
        command: [
          "regress", "forward(1h) ~ funding_z * I(funding_z > 0) + lag(return(1h)) + C(weekday)", "--strategy",
          "stress-fade", "--market", "demo",
        ]),
      GoldenCase(
        name: "regress-moving",
        command: [
          "regress", "forward(1h) ~ premium", "--market", "demo", "--interval", "1h", "--to", "2024-07-15", "--rolling",
          "13d", "--expanding", "13d",
        ]),
      GoldenCase(
        name: "sweep",
        command: [
          "sweep", "stress-fade", "--market", "demo", "--grid", "entry=0.5:1.5:0.5", "--grid", "lookback=6h,1d",
          "--best", "4",
        ], more: [Form(file: ".narrow.txt", width: 80)]),
      GoldenCase(
        name: "sweep-signal",
        command: [
          "sweep", "stress-fade", "--market", "demo", "--signal", "stress", "--forward", "1h", "--grid",
          "entry=0.5:1.5:0.5",
        ]),
      GoldenCase(
        name: "validate",
        command: [
          "validate", "stress-fade", "--market", "demo", "--grid", "entry=0.5:1.5:0.5", "--grid", "lookback=6h,1d",
          "--replicates", "50", "--groups", "5",
        ]),
    ] + views

  /// Each view of the demo market as it was one morning, of two days.
  private static let views = [
    "funding", "oi", "basis", "liquidations", "flow", "regime", "seasonality", "dashboard",
  ].map { name in
    GoldenCase(
      name: "view-\(name)",
      command: ["view", name, "DEMO", "--as-of", "2024-09-20T10:30:00Z", "--history", "2d"])
  }

  private static let panel = PanelMarkets.names.joined(separator: ",")

  private static func study(_ signal: String, _ market: String, _ forward: String) -> [String] {
    [
      "study", "stress-fade", "--signal", signal, "--market", market, "--forward", forward, "--calibrate", "20",
    ] + (market == panel ? [] : ["--placebos", "20"])
  }

  static let family = """
    strategy: stress-fade
    signals:
      taker_flow: zscore(cumulative_delta(1h), lookback) > 2
    hypotheses:
      - { signals: stress, forward: [1h, 4h], direction: down }
      - { signals: taker_flow, forward: 1h, direction: either }
    family: { replicates: 999 }
    """
}

/// Five short markets of other seeds: enough for a cross-section.
enum PanelMarkets {
  static let names = (1...5).map { "m\($0)" }

  static func add(to tool: CommandLineTool) throws {
    for (index, name) in names.enumerated() { try tool.addDemo(days: 20, seed: index + 1, into: name) }
  }
}
