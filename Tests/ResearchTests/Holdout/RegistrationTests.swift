import Market
import Research
import Signals
import Testing

@Suite("Registered hypotheses")
struct RegistrationTests {
  private func registration(_ expression: String, alpha: Double = 0.05) throws -> Registration {
    Registration(
      hypothesis: Hypothesis(
        market: "btc", signal: "stress",
        expression: try SignalBook().bound().resolve(Expression(parsing: expression)).written,
        forward: .hour, direction: .down),
      instrument: "binance:BTCUSDT", interval: .minutes(5), alpha: alpha,
      sealedFrom: Instant(year: 2025, month: 10, day: 1))
  }

  @Test("are read back as they were written")
  func roundTrip() throws {
    let written = try registration("zscore(funding_rate, 1d) > 1.5")
    #expect(try Registration(written.text) == written)
    #expect(throws: Problem.self) { try Registration("{}") }
  }

  @Test(
    "mean what they were made from, without the file they came from",
    arguments: [
      "zscore(funding_rate, 1d) > 1.5 and zscore(premium, 1d) > 1.5 and zscore(open_interest, 1d) > 1",
      "-(mean(close, 12) / close - 1) * 1e-7 + 3", "not crosses_above(close, mean(close, 1d)) or hour() == 14",
      "if(close > 1, -2.5, clip(premium, -1, 1))", "binance.BTCUSDT.close - lag(close, 90m)",
    ])
  func canonical(_ expression: String) throws {
    let registration = try registration(expression)
    let node = try registration.node().node
    #expect(node.written == registration.hypothesis.expression)
    #expect(node.key == (try SignalBook().bound().resolve(Expression(parsing: expression)).key))
  }

  @Test("every part of it is part of its text")
  func parts() throws {
    #expect(try registration("close > 1").text != registration("close > 1", alpha: 0.01).text)
    #expect(try registration("close > 1").text != registration("close > 2").text)
  }
}
