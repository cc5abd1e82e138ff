import Research
import Testing

@Suite("Which trials of a large sweep are looked at")
struct TrialSampleTests {
  @Test("all of them while they are few")
  func few() {
    #expect(TrialSample.choice(from: 0..<2000, best: 7) == Array(0..<2000))
    #expect(TrialSample.choice(from: [3, 5, 9], best: nil, most: 3) == [3, 5, 9])
  }

  @Test("one from each stretch otherwise, and the best, in order, each once")
  func many() {
    let chosen = TrialSample.choice(from: 0..<1_000_000, best: 123_456)
    #expect(chosen.count == 2000 || chosen.count == 2001)
    #expect(chosen.contains(123_456) && chosen == Array(Set(chosen)).sorted())
    #expect((0..<2000).allSatisfy { stretch in chosen.contains { $0 / 500 == stretch } })
    #expect(TrialSample.choice(from: 0..<1_000_000, best: 123_456) == chosen)
  }

  @Test("no value of the parameter that turns fastest is passed over")
  func aliasing() {
    // Every fifth of 10,000 would be one value of an axis of five throughout.
    let chosen = TrialSample.choice(from: 0..<10_000, best: nil)
    let counts = (0..<5).map { value in chosen.count { $0 % 5 == value } }
    #expect(counts.allSatisfy { (300...500).contains($0) }, "\(counts)")
  }

  @Test("numbers of finished trials need not be consecutive")
  func gaps() {
    let finished = (0..<9000).filter { $0 % 3 != 1 }
    let chosen = TrialSample.choice(from: finished, best: 8999, most: 100)
    #expect(chosen.allSatisfy { $0 % 3 != 1 } && chosen.last == 8999)
  }
}
