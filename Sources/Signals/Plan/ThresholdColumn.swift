import Market

/// A series that many levels are compared with.
///
/// Its extremes over each 64 bars are worked out once. A series seldom crosses a level, so for most words they tell the
/// outcome of all 64 comparisons, and only the words it crosses in are compared bar by bar.
struct ThresholdColumn {
  private let values: [Double]
  private let lows: [Double]
  /// Below `lows` where nothing is known.
  private let highs: [Double]
  private let known: Bitmap

  init(_ values: [Double]) {
    self.values = values
    known = knownBits(values)
    var lows = [Double](repeating: .infinity, count: known.words.count)
    var highs = [Double](repeating: -.infinity, count: known.words.count)
    values.withUnsafeBufferPointer { values in
      for word in lows.indices {
        var low = Double.infinity
        var high = -Double.infinity
        // A comparison with NaN is false, so what is not known is passed over.
        for row in (word * 64)..<min(word * 64 + 64, values.count) {
          if values[row] < low { low = values[row] }
          if values[row] > high { high = values[row] }
        }
        lows[word] = low
        highs[word] = high
      }
    }
    self.lows = lows
    self.highs = highs
  }

  var bytes: Int { values.count * 8 + lows.count * 24 }

  /// The bars on which the series is known and the comparison holds.
  ///
  /// - Precondition: `sign` is one of the four that order.
  func holds(_ sign: ComparisonSign, _ level: Double) -> Bitmap {
    switch sign {
    case .above: holds(level, all: lows, none: highs) { $0 > $1 }
    case .atLeast: holds(level, all: lows, none: highs) { $0 >= $1 }
    case .below: holds(level, all: highs, none: lows) { $0 < $1 }
    case .atMost: holds(level, all: highs, none: lows) { $0 <= $1 }
    case .equal, .unequal: preconditionFailure("equality is not a threshold")
    }
  }

  /// - Parameters:
  ///   - all: by word, the value that must pass for all to pass.
  ///   - none: by word, the value that must fail for all to fail.
  @inline(__always)
  private func holds(
    _ level: Double, all: [Double], none: [Double], _ passes: (Double, Double) -> Bool
  ) -> Bitmap {
    let words = [UInt64](unsafeUninitializedCapacity: known.words.count) { words, initialized in
      initialized = words.count
      for word in words.indices {
        if !passes(none[word], level) {
          words[word] = 0
        } else if passes(all[word], level) {
          words[word] = known.words[word]
        } else {
          var bits: UInt64 = 0
          for row in (word * 64)..<min(word * 64 + 64, values.count) {
            bits |= (passes(values[row], level) ? 1 : 0) << UInt64(row & 63)
          }
          words[word] = bits
        }
      }
    }
    return Bitmap(words: words, count: values.count)
  }
}
