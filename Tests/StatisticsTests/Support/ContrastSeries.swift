/// The contrast on which a test that studentises and one that does not part ways:
///
///     d = default_rng(0).normal(0, 1, (500, 20)) * np.r_[np.full(19, 0.01), 1.0]; d[:, 0] -= 0.0015; perf = -d
///
/// Nineteen quiet series, the first of which is better than zero, and a twentieth a hundred times as noisy.
enum ContrastSeries {
  static let quiet = 19
  static let rows = 500

  /// - Parameter lifts: added to the first series, in order.
  static func columns(lifts: [Double] = []) -> [[Double]] {
    var normals = NumpyNormal()
    var columns = [[Double]](repeating: [], count: quiet + 1)
    for _ in 0..<rows {
      for column in columns.indices {
        let drawn = normals.next() * (column < quiet ? 0.01 : 1)
        columns[column].append(column == 0 ? -(drawn - 0.0015) : -drawn)
      }
    }
    for (column, lift) in lifts.enumerated() { columns[column] = columns[column].map { $0 + lift } }
    return columns
  }
}
