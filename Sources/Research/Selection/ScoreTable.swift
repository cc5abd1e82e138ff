import Market
import Statistics

/// How every parameter set did on the train and on the test rows of every fold.
///
/// Each distinct stretch of rows is replayed once a set, and folds add up the stretches they are made of: the 45 splits of
/// ten groups, two of them held out, have 55 stretches to train on. Those to test on end flat, as the records do that are held
/// against them.
struct ScoreTable: Sendable {
  let sets: Int
  let folds: Int
  /// `train[set * folds + fold]`: the figure that sets are ranked by; NaN where there is none.
  private let train: [Double]
  /// `test[set * folds + fold]`: annual Sharpe ratio, 0 for a set that did not trade; NaN for one that cannot be run.
  private let test: [Double]
  /// Sets that cannot be run, and why.
  let failures: [Int: String]

  /// - Parameter progress: told how many sets are done, on the calling thread.
  init(_ replays: TrialReplays, folds: [Fold], figure: SelectionFigure, progress: (Int) -> Void) {
    let (trains, trainStretches) = Self.places(folds.map(\.train), replays)
    let (tests, testStretches) = Self.places(folds.map(\.test), replays)
    sets = replays.candidates.count
    self.folds = folds.count

    var train: [Double] = []
    var test: [Double] = []
    var failures: [Int: String] = [:]
    train.reserveCapacity(sets * folds.count)
    test.reserveCapacity(sets * folds.count)
    var done = 0
    while done < sets {
      let first = done
      let rows = concurrentMap(min(Self.batch, sets - done)) { offset -> Row in
        do throws(Problem) {
          let set = try replays.decided(first + offset)
          let trained = try set.returns(on: trainStretches).map(DailySums.init)
          let tested = try set.closedReturns(on: testStretches).map(DailySums.init)
          func pooled(_ pieces: [Int], _ sums: [DailySums]) -> DailySums {
            pieces.reduce(DailySums()) { $0 + sums[$1] }
          }
          return .scores(
            train: trains.map { figure.score(pooled($0, trained)) ?? .nan },
            test: tests.map { pooled($0, tested).sharpeAnnual ?? 0 })
        } catch { return .failure(error.description) }
      }
      for (offset, row) in rows.enumerated() {
        switch row {
        case .scores(let ofTrain, let ofTest):
          train += ofTrain
          test += ofTest
        case .failure(let why):
          failures[first + offset] = why
          train += repeatElement(.nan, count: folds.count)
          test += repeatElement(.nan, count: folds.count)
        }
      }
      done += rows.count
      progress(done)
    }
    (self.train, self.test, self.failures) = (train, test, failures)
  }

  /// The distinct stretches that folds are made of, and the places of each fold's among them.
  private static func places(_ folds: [[Range<Int>]], _ replays: TrialReplays) -> (
    places: [[Int]], stretches: [Segment]
  ) {
    let distinct = Set(folds.flatMap(\.self)).sorted {
      ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
    }
    let place = Dictionary(uniqueKeysWithValues: zip(distinct, distinct.indices))
    return (folds.map { $0.compactMap { place[$0] } }, distinct.map(replays.stretch))
  }

  /// How many sets run between two reports of progress.
  private static let batch = 64

  private enum Row: Sendable {
    case scores(train: [Double], test: [Double])
    case failure(String)
  }

  func trainScores(_ fold: Int) -> [Double] { (0..<sets).map { train[$0 * folds + fold] } }

  func testSharpe(of set: Int, _ fold: Int) -> Double { test[set * folds + fold] }

  /// The share of the other sets that did worse on the test rows than `set`, ties counted half: 1 for the best of all,
  /// 0.5 for one picked blindly. Nil when there is no other.
  func rank(of set: Int, _ fold: Int) -> Double? {
    let own = testSharpe(of: set, fold)
    var worse = 0.0
    var others = 0.0
    for other in 0..<sets where other != set {
      let sharpe = testSharpe(of: other, fold)
      guard !sharpe.isNaN else { continue }
      others += 1
      worse += sharpe < own ? 1 : sharpe == own ? 0.5 : 0
    }
    return others > 0 && !own.isNaN ? worse / others : nil
  }

  /// The median annual Sharpe ratio of all sets on the test rows: what a set taken without looking would have had.
  func medianTestSharpe(_ fold: Int) -> Double? {
    let middle = Quantiles((0..<sets).map { testSharpe(of: $0, fold) }).median
    return middle.isNaN ? nil : middle
  }
}
