import Research
import Testing

@Suite("All trials of a sweep in a handful of numbers")
struct SharpeFieldTests {
  @Test("mean and variance are the textbook's, failures and idle trials are counted apart")
  func moments() throws {
    let ratios = [0.05, -0.02, 0.11, 0.07, 0.0]
    var field = SharpeField()
    for ratio in ratios { field.add(sharpeDaily: ratio) }
    field.add(sharpeDaily: .nan)
    field.addFailure()
    field.addFailure()
    #expect(field.trials == 8 && field.rated == 5 && field.unrated == 1 && field.failed == 2)
    // np.mean, np.var(ddof=1)
    #expect(abs(field.mean - 0.042) < 1e-15)
    #expect(abs(try #require(field.variance) - 0.00277) < 1e-15)
  }

  @Test("one trial has no variance")
  func one() {
    var field = SharpeField()
    #expect(field.variance == nil)
    field.add(sharpeDaily: 0.1)
    #expect(field.variance == nil && field.mean == 0.1)
  }
}
