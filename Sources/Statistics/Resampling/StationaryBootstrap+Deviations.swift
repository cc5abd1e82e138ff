import Foundation

extension StationaryBootstrap {
  /// What `variance(ofDeviations:)` gives for every column of each resample, taken about the mean of the resample:
  /// `replicates` rows of one number a column.
  ///
  /// A resample is treated as the sample was: by the same sum of the same lags. Whatever that sum gets wrong about the
  /// sample, it gets wrong about the resample by as much, and a t of resamples spreads as the t of samples does.
  ///
  /// - Parameters:
  ///   - columns: deviations of each column from its mean.
  ///   - moves: the mean of each column of each resample, from `means(ofColumns:replicates:)`.
  /// - Complexity: O(columns × replicates × count), about a nanosecond each and core.
  func variances(ofColumns columns: [[Double]], moves: [Double], replicates: Int) -> [Double] {
    let width = columns.count
    let lagged = LaggedSquares(columns, bootstrap: self)
    let tasks = (replicates + Self.perTask - 1) / Self.perTask
    let parts = concurrentMap(tasks) { task -> [Double] in
      let mine = task * Self.perTask..<min((task + 1) * Self.perTask, replicates)
      var rows = [Int32](repeating: 0, count: count)
      return [Double](unsafeUninitializedCapacity: width * mine.count) { variances, initialized in
        for replicate in mine {
          fill(&rows, replicate: replicate)
          let start = (replicate - mine.lowerBound) * width
          moves.withUnsafeBufferPointer { moves in
            lagged.add(
              rows, about: UnsafeBufferPointer(rebasing: moves[replicate * width..<(replicate + 1) * width]),
              into: UnsafeMutableBufferPointer(rebasing: variances[start..<start + width]))
          }
        }
        initialized = width * mine.count
      }
    }
    return parts.count == 1 ? parts[0] : parts.flatMap { $0 }
  }

  private static let perTask = 16
}

/// The sum of `StationaryBootstrap.variance(ofDeviations:)` over rows drawn from many columns at once.
///
/// Columns stand side by side in strips that fit the first cache together with their running sums, and all columns of a
/// strip take a row before the next one is read: a resample then costs one pass over memory that lies in order.
private struct LaggedSquares: Sendable {
  private let strips: [Strip]
  private let count: Int
  private let q: Double
  /// q^(T - j) and q^j where they still count, by row.
  private let towardsEnd: [Double]
  private let fromFront: [Double]

  private struct Strip: Sendable {
    let columns: Range<Int>
    /// Row after row.
    let values: [Double]
  }

  /// Below it a weight adds nothing that a double keeps.
  private static let least = 1e-17
  private static let stripWidth = 128

  init(_ columns: [[Double]], bootstrap: StationaryBootstrap) {
    count = bootstrap.count
    let q = 1 - 1 / bootstrap.meanBlock
    self.q = q
    let count = bootstrap.count
    func weights(_ exponent: (Int) -> Int) -> [Double] {
      (0..<count).map { row in
        let weight = pow(q, Double(exponent(row)))
        return weight > Self.least ? weight : 0
      }
    }
    towardsEnd = weights { count - $0 }
    fromFront = weights { $0 }
    strips = stride(from: 0, to: columns.count, by: Self.stripWidth).map { first in
      let own = first..<min(first + Self.stripWidth, columns.count)
      let values = [Double](unsafeUninitializedCapacity: count * own.count) { buffer, initialized in
        for (place, column) in own.enumerated() {
          for row in 0..<count { buffer[row * own.count + place] = columns[column][row] }
        }
        initialized = count * own.count
      }
      return Strip(columns: own, values: values)
    }
  }

  /// - Parameters:
  ///   - rows: what was drawn, in order.
  ///   - means: of each column over those rows.
  ///   - variances: one for each column.
  func add(
    _ rows: [Int32], about means: UnsafeBufferPointer<Double>, into variances: UnsafeMutableBufferPointer<Double>
  ) {
    let size = Double(count)
    for strip in strips {
      let width = strip.columns.count
      // By column: Σ of squares and twice the weighted pairs; Σ qⁱ·x_{j-i}; the same weighed by i/T; the two sums from the front.
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 5 * width) { state in
        state.initialize(repeating: 0)
        guard let total = state.baseAddress, let mean = means.baseAddress else { return }
        let near = total + width
        let far = near + width
        let front = far + width
        let frontByPosition = front + width
        let own = mean + strip.columns.lowerBound
        strip.values.withUnsafeBufferPointer { values in
          guard let values = values.baseAddress else { return }
          for (place, row) in rows.enumerated() {
            let drawn = values + Int(row) * width
            if towardsEnd[place] > 0 {
              let end = 2 * towardsEnd[place] / size
              let position = Double(place)
              for column in 0..<width {
                let value = drawn[column] - own[column]
                total[column] += value * end * (position * front[column] - frontByPosition[column])
              }
            }
            if fromFront[place] > 0 {
              let weight = fromFront[place]
              let byPosition = weight * Double(place)
              for column in 0..<width {
                let value = drawn[column] - own[column]
                front[column] += weight * value
                frontByPosition[column] += byPosition * value
              }
            }
            let q = q
            let share = 1 / size
            for column in 0..<width {
              let value = drawn[column] - own[column]
              total[column] += value * (value + 2 * (near[column] - far[column]))
              let sum = near[column] + value
              far[column] = q * (far[column] + share * sum)
              near[column] = q * sum
            }
          }
        }
        for column in 0..<width { variances[strip.columns.lowerBound + column] = total[column] / size }
      }
    }
  }
}
