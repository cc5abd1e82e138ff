import Statistics
import Testing

@Suite("Which of many")
struct StepMTests {
  private static func family(_ columns: [[Double]], _ alternative: Alternative = .greater) throws
    -> ContributionFamily
  {
    try ContributionFamily(
      columns, alternatives: columns.map { _ in alternative }, meanBlock: 5, replicates: 2000, scale: .sample, seed: 3)
  }

  @Test(
    "the series found are those of arch on studentised series", arguments: [(0.05, [0]), (0.01, []), (0.1, [0, 1])])
  func arch(_ level: Double, _ found: [Int]) throws {
    // arch 8.0.0: StepM(zeros, -(perf / omega), size=level, block_size=5, reps=2000).superior_models, with our draws
    let columns = ContrastSeries.columns(lifts: [0, 0.0013, 0.0011, -0.002])
    let stepM = try StepM(try Self.family(columns), level: level)
    #expect(stepM.isRejected.indices.filter { stepM.isRejected[$0] } == found)
  }

  @Test("what is left gets another chance: the critical value falls as series are rejected")
  func steps() throws {
    let stepM = try StepM(try Self.family(ContrastSeries.columns(lifts: [0.01, 0.002, 0.0011])))
    #expect(stepM.steps.count >= 2)
    #expect(zip(stepM.steps, stepM.steps.dropFirst()).allSatisfy { $0.criticalValue >= $1.criticalValue })
    #expect(stepM.steps[0].rejected == [0, 1])
  }

  @Test("when all are found over several steps it ends with nothing remaining")
  func all() throws {
    let noise = ContrastSeries.columns().prefix(3)
    let columns = zip(noise, [0.02, 0.02, 0.00095]).map { column, lift in column.map { $0 + lift } }
    let stepM = try StepM(try Self.family(columns))
    #expect(stepM.isRejected == [true, true, true])
    #expect(stepM.steps.count == 2 && stepM.steps[0].rejected.count == 2)
  }

  @Test("a series is found at a level exactly when its adjusted p is at most that level")
  func adjusted() throws {
    let family = try Self.family(ContrastSeries.columns(lifts: [0, 0.0013, 0.0011, -0.002]), .either)
    let adjusted = try StepM(family).adjusted
    for level in [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.9] {
      #expect(try StepM(family, level: level).isRejected == adjusted.map { $0 <= level })
    }
  }

  @Test("direction matters: a fall is not found by whoever looks for a rise")
  func directions() throws {
    let falling = ContrastSeries.columns(lifts: [-0.01])
    #expect(try StepM(try Self.family(falling)).isRejected[0] == false)
    #expect(try StepM(try Self.family(falling, .less)).isRejected[0])
    #expect(try StepM(try Self.family(falling, .either)).isRejected[0])
  }

  @Test("too few replicates for a level find nothing")
  func replicates() throws {
    let columns = ContrastSeries.columns(lifts: [0.1])
    let family = try ContributionFamily(
      columns, alternatives: columns.map { _ in .greater }, meanBlock: 5, replicates: 99, seed: 3)
    #expect(try StepM(family, level: 0.005).isRejected.allSatisfy { !$0 })
    #expect(try StepM(family, level: 0.01).isRejected[0])
  }

  @Test("the best of many more than were tested has to reach as far as the best of many more would")
  func population() throws {
    // The largest of 60 independent normals is beyond 3.13 in one sample of twenty, of 6,000 beyond 4.30.
    let columns = TrialSamples.noise(trials: 60, days: 2000, seed: 9)
    let family = try ContributionFamily(
      columns, alternatives: columns.map { _ in .greater }, meanBlock: 1, replicates: 1000, seed: 2)
    let alone = try StepM(family).steps[0].criticalValue
    let among = try StepM(family, population: 6000).steps[0].criticalValue
    #expect(abs(alone - 3.13) < 0.15 && abs(among - 4.30) < 0.3, "\(alone), \(among)")
    #expect(try StepM(family, population: 60).adjusted == StepM(family).adjusted)
  }

  @Test("copies of what was tested are no further tries")
  func copies() throws {
    let columns = TrialSamples.noise(trials: 20, days: 400, seed: 4).flatMap { [$0, $0] }
    let family = try ContributionFamily(
      columns, alternatives: columns.map { _ in .greater }, meanBlock: 1, replicates: 500, seed: 2)
    #expect(try StepM(family, population: 40_000).adjusted == StepM(family).adjusted)
  }
}
