import Foundation
import Market
import Replay
import Signals
import TestSupport
import Testing

@Suite("Fuzz: strategy files and expressions that nobody meant")
struct FuzzStrategiesTests {
  private static let words = [
    "close", "mean", "(", ")", "(", ")", ",", "+", "-", "*", "/", ">", "<", "==", "and", "or", "not", "1d", "1h", "0",
    "1e308", "24", "0.5", "zscore", "lag", "if", "return", "volume", "nan", "''", "\u{0}", "é", "99999999999999999999",
  ]

  @Test("an expression of any words is read, or is a problem in good time")
  func expressions() throws {
    try FuzzBudget.attempts(least: 200) { seed in
      var random = FuzzRandom(seed: seed)
      let count = Int.random(in: 1...(seed % 10 == 0 ? 400 : 12), using: &random)
      let text = (0..<count).map { _ in Self.words[Int.random(in: 0..<Self.words.count, using: &random)] }
        .joined(separator: " ")
      let begun = ContinuousClock.now
      do { _ = try SignalBook().bound().resolve(Expression(parsing: text)) } catch is Problem {}
      #expect(ContinuousClock.now - begun < .seconds(10), "seed \(seed): \(text)")
    }
  }

  @Test("nesting without an end is a problem", arguments: ["(", "-", "not ", "mean(", "1 + ("])
  func nesting(piece: String) {
    let text = String(repeating: piece, count: 50_000) + "close"
    #expect(throws: Problem.self) { try SignalBook().bound().resolve(Expression(parsing: text)) }
  }

  @Test("a strategy file with changed bytes is read, or is a problem")
  func files() throws {
    let folder = CommandLineTool.repository + "/strategies"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.sorted()
    let texts = names.compactMap { FileManager.default.contents(atPath: "\(folder)/\($0)").map { [UInt8]($0) } }
    #expect(!texts.isEmpty)
    try FuzzBudget.attempts(least: 200) { seed in
      var random = FuzzRandom(seed: seed)
      var bytes = texts[Int.random(in: 0..<texts.count, using: &random)]
      for _ in 0...Int.random(in: 0...4, using: &random) where bytes.count > 20 {
        let place = Int.random(in: 0..<bytes.count - 10, using: &random)
        let word = Array(Self.words[Int.random(in: 0..<Self.words.count, using: &random)].utf8)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 32...126, using: &random)
        case 1: bytes.insert(contentsOf: word, at: place)
        case 2: bytes.removeSubrange(place..<(place + 9))
        default: bytes.insert(contentsOf: Array(": [{&a *a !!x |\n  - ".utf8), at: place)
        }
      }
      do {
        _ = try StrategyFile.parse(String(decoding: bytes, as: UTF8.self), file: "fuzz.yaml").bound()
      } catch is Problem {}
    }
  }
}
