/// Sums of the returns of trials, and of their squares, over blocks of consecutive periods: a Sharpe ratio over any set
/// of blocks is then a few additions.
struct BlockSums: Sendable {
  /// How a block enters a half of a split: whole, or without its last rows because the next block is in the other half.
  static let whole = 0
  static let trimmed = 1

  let trials: Int
  /// `trials` rounded up to whole vectors; what is beyond is zero.
  let width: Int
  let blocks: Int
  let rowsPerBlock: Int
  let purge: Int
  /// Row `2 * block + form` holds one number a trial.
  let sums: [Double]
  let squares: [Double]

  /// The first rows, which do not fill a block, are left out.
  init(_ returns: TrialReturns, blocks: Int, purge: Int) {
    trials = returns.count
    let width = (returns.count + 7) / 8 * 8
    self.width = width
    self.blocks = blocks
    self.purge = purge
    let length = returns.rows / blocks
    rowsPerBlock = length
    let start = returns.rows - length * blocks
    var sums = [Double](repeating: 0, count: 2 * blocks * width)
    var squares = sums
    for (trial, column) in returns.columns.enumerated() {
      for block in 0..<blocks {
        let first = start + block * length
        var sum = 0.0
        var square = 0.0
        for row in first..<first + length {
          if row == first + length - purge {
            sums[(2 * block + Self.trimmed) * width + trial] = sum
            squares[(2 * block + Self.trimmed) * width + trial] = square
          }
          sum += column[row]
          square += column[row] * column[row]
        }
        sums[(2 * block + Self.whole) * width + trial] = sum
        squares[(2 * block + Self.whole) * width + trial] = square
        if purge == 0 {
          sums[(2 * block + Self.trimmed) * width + trial] = sum
          squares[(2 * block + Self.trimmed) * width + trial] = square
        }
      }
    }
    self.sums = sums
    self.squares = squares
  }

  /// One side of a split: its blocks as rows of the tables above, and how many periods they hold together.
  struct Half {
    let rows: [Int]
    let periods: Int
  }

  /// - Parameter side: bit b is set for the blocks on this side.
  func half(_ side: Int) -> Half {
    var rows: [Int] = []
    var periods = 0
    for block in 0..<blocks where side >> block & 1 == 1 {
      let meetsOther = block + 1 < blocks && side >> (block + 1) & 1 == 0
      rows.append(2 * block + (meetsOther ? Self.trimmed : Self.whole))
      periods += rowsPerBlock - (meetsOther ? purge : 0)
    }
    return Half(rows: rows, periods: periods)
  }

  /// The Sharpe ratio of every trial over each half, squared and with its sign: the order is that of the ratios, and no
  /// root has to be drawn to see who is best. A row of `width` for each half.
  ///
  /// Zero for a trial that stands still there, which is what it earns. Every trial is computed alike, so that equal
  /// trials tie. Halves are taken together, a few trials at a time, for as long as their sums are in the nearest cache.
  func signedSquares(_ halves: [Half], into squaredRatios: UnsafeMutablePointer<Double>) {
    let tile = 64
    for first in stride(from: 0, to: width, by: tile) {
      let trials = first..<min(first + tile, width)
      for (index, half) in halves.enumerated() { signedSquares(half, trials, into: squaredRatios + index * width) }
    }
  }

  private func signedSquares(_ half: Half, _ trials: Range<Int>, into ratios: UnsafeMutablePointer<Double>) {
    typealias Lanes = SIMD8<Double>
    let n = Double(half.periods)
    let scale = (n - 1) / (n * n)
    sums.withUnsafeBytes { sums in
      squares.withUnsafeBytes { squares in
        half.rows.withUnsafeBufferPointer { rows in
          for trial in stride(from: trials.lowerBound, to: trials.upperBound, by: 8) {
            var sum = Lanes.zero
            var square = Lanes.zero
            for row in rows {
              let offset = (row * width + trial) * 8
              sum += sums.loadUnaligned(fromByteOffset: offset, as: Lanes.self)
              square += squares.loadUnaligned(fromByteOffset: offset, as: Lanes.self)
            }
            let ofSum = sum * sum
            let deviations = square - ofSum / n
            var ratio = ofSum * scale / deviations
            ratio.replace(with: -ratio, where: sum .< 0)
            ratio.replace(with: 0, where: deviations .<= 1e-12 * square)
            UnsafeMutableRawPointer(ratios + trial).storeBytes(of: ratio, as: Lanes.self)
          }
        }
      }
    }
  }
}
