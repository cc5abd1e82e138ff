import Market
import Research
import Signals
import Statistics
import Testing

@Suite("Study files")
struct FamilyFileTests {
  private static let whole = """
    name: crowding
    about: What predicts?
    strategy: stress-fade
    market: demo
    interval: 5m
    from: 2024-07-01
    to: 2024-12-01T12:00
    parameters: { lookback: 2d, level: 2 }
    signals:
      rich: zscore(premium, lookback) > level
    hypotheses:
      - signals: [stress, "oi_z > 1"]
        forward: [1h, 4h]
        markets: [demo, other]
        direction: down
      - { signals: rich, forward: 1h }
    family: { correction: by, alpha: 1%, replicates: 5000, seed: 7 }
    """

  @Test("a file says what it asks, and how the answers are corrected")
  func parsed() throws {
    let plan = try FamilyFile.parse(Self.whole, file: "studies/x.yaml")
    #expect(plan.name == "crowding" && plan.strategy?.value == "stress-fade" && plan.market == "demo")
    #expect(plan.from == Instant(year: 2024, month: 7, day: 1))
    #expect(plan.blocks.map { $0.signals.map(\.text) } == [["stress", "oi_z > 1"], ["rich"]])
    #expect(plan.blocks[0].forward.map(\.value) == [.hour, .hours(4)])
    #expect(plan.blocks.map(\.direction) == [.down, .either])
    #expect(plan.markets(standard: "demo") == ["demo", "other"])
    #expect(plan.correction == .benjaminiYekutieli && plan.alpha == 0.01 && plan.replicates == 5000 && plan.seed == 7)
  }

  @Test("what a file leaves out has a default, and its name is the file's")
  func defaults() throws {
    let plan = try FamilyFile.parse("hypotheses: { signals: close > 1, forward: 1h }", file: "studies/idea.yaml")
    #expect(plan.name == "idea" && plan.correction == .holm && plan.alpha == 0.05)
    #expect(plan.replicates == 2000 && plan.seed == 1 && plan.blocks[0].direction == .either)
  }

  @Test("its values stand in for the strategy's, its own parameters and signals beside them")
  func book() throws {
    let strategy = try SignalBook(
      parameters: [Parameter(name: "lookback", value: .duration(.day))],
      signals: [NamedSignal(name: "stress", expression: Expression(parsing: "zscore(premium, lookback) > 1"))])
    let plan = try FamilyFile.parse(
      """
      parameters: { lookback: 2d, level: 2 }
      signals: { rich: stress and premium > level }
      hypotheses: { signals: [rich, stress], forward: 1h }
      """, file: "x.yaml")
    let nodes = try plan.nodes(try plan.book(over: strategy))
    #expect(nodes["stress"]?.key == "(zscore(premium,2d)>1)")
    #expect(nodes["rich"]?.key.contains("(premium>2)") == true)
  }

  @Test(
    "what is wrong is said with its line and column, and with the nearest right word",
    arguments: [
      ("hypothesis: 1\n", 1, 1, "hypotheses"),
      ("name: x\n", 1, 1, "no 'hypotheses'"),
      ("hypotheses:\n  - forward: 1h\n", 2, 5, "no 'signals'"),
      ("hypotheses:\n  - signals: a > 1\n", 2, 5, "no 'forward'"),
      ("hypotheses:\n  - { signals: close, forward: soon }\n", 2, 32, "soon"),
      ("hypotheses:\n  - { signals: close, forward: 1h, direction: dwn }\n", 2, 47, "down"),
      ("hypotheses:\n  - { signals: [], forward: 1h }\n", 2, 16, "empty list"),
      ("hypotheses: { signals: close >, forward: 1h }\n", 1, 31, "ends"),
      ("hypotheses: { signals: close, forward: 1h }\nfamily: { correction: hochberg }\n", 2, 23, "hochberg"),
      ("hypotheses: { signals: close, forward: 1h }\nfamily: { alpha: 5 }\n", 2, 18, "5"),
      ("hypotheses: { signals: close, forward: 1h }\nfamily: { replicates: 10 }\n", 2, 23, "999"),
      ("hypotheses: { signals: close, forward: 1h }\nfamily: { sed: 10 }\n", 2, 11, "seed"),
      ("hypotheses: { signals: close, forward: 1h }\nfrom: 2024-02-30\n", 2, 7, "2024-02-30"),
      ("hypotheses: { signals: close, forward: 1h }\nfrom: 2024-02-20\nto: 2024-02-20\n", 3, 5, "after"),
    ])
  func places(text: String, line: Int, column: Int, says: String) throws {
    let problem = try #require(throws: Problem.self) { _ = try FamilyFile.parse(text, file: "s.yaml") }
    #expect(problem.place.file == "s.yaml" && problem.place.line == line, "\(problem)")
    #expect(problem.place.column == column, "\(problem)")
    #expect(problem.description.contains(says), "\(problem)")
  }
}
