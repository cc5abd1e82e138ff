import Testing
import Views

@Suite("Options")
struct OptionViewTests {
  @Test("max pain is the listed strike at which holders are paid least")
  func maxPain() {
    let strikes: [(Double, Double, Double)] = [(50, 10, 70), (55, 20, 60), (60, 50, 40), (65, 80, 20), (70, 60, 5)]
    #expect(OptionExpiry.maxPain(strikes.map { (strike: $0.0, calls: $0.1, puts: $0.2) }) == 60)
    #expect(OptionExpiry.maxPain([(strike: 50, calls: 0, puts: 0)]) == nil)
  }

  @Test("rank and percentile are not the same")
  func rank() {
    let values = [0.2, 0.3, 0.3, 0.3, 1.0, 0.4]
    #expect(OptionView.rank(values).map { abs($0 - 0.25) < 1e-15 } == true)
    #expect(OptionView.percentile(values) == 0.8)
    #expect(OptionView.rank([0.5]) == nil)
  }
}
