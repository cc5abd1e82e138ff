import Research
import Testing

@Suite("The strongest of many variants of a signal")
struct SignalTrialsTests {
  @Test("Holm counts every variant, also those that could not be judged")
  func holm() {
    let trials = SignalTrials([0.01, .nan, 0.2, 0.04])
    #expect(trials.tried == 4)
    #expect(trials.significant == 2)
    #expect(trials.smallestP == 0.01)
    #expect(trials.holmP == 0.04)
    #expect(trials.discoveries == 0)
  }

  @Test("a strong one stands among noise, and nothing can be said of none")
  func discoveries() {
    let trials = SignalTrials([1e-6] + (1...99).map { Double($0) / 100 })
    #expect(trials.discoveries == 1)
    #expect(abs((trials.holmP ?? .nan) - 1e-4) < 1e-12)
    #expect(SignalTrials([.nan, .nan]).smallestP == nil)
    #expect(SignalTrials([]).holmP == nil)
  }
}
