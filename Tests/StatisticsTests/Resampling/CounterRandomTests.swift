import Numerics
import Statistics
import Testing

@Suite("Normal random numbers")
struct CounterRandomTests {
  @Test("normals have the moments of a normal")
  func normals() {
    var random = CounterRandom(seed: 4)
    let moments = Moments((0..<20_000).map { _ in random.normal() })
    #expect(abs(moments.mean) < 0.03)
    #expect(abs(moments.standardDeviation(ddof: 1) - 1) < 0.02)
    #expect(abs(moments.skewness) < 0.07)
    #expect(abs(moments.kurtosis - 3) < 0.15)
  }
}
