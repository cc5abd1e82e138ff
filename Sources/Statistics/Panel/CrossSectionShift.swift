/// The circular shift of a cross-section: the signals of all markets are moved by the same number of stamps, so that what
/// markets share at a stamp, what each signal remembers and what each market earns on average all stay; only what comes
/// after is another.
///
/// A t of the mean has to learn from the sample for how long coefficients remember, and a signal that lasts through a
/// twentieth of the window leaves it some twenty observations to learn from. Counting over shifts need not.
///
/// All distances count, the short ones too. A shift of fewer stamps than a signal remembers is nearly no shift, and
/// leaving such out would seem fair to a signal that knows something; but where nothing is known, a sum as large as the
/// one observed has neighbours as large, and a test that does not look at them rejects too often, the more so the longer
/// the memory: 8 to 9% at 5% where a third of the circle would be left out.
///
/// Markets that come and go meet in other numbers at every shift. The sum of a shift is therefore divided by the root of
/// Σ signals²·returns² over the pairs that meet, which is nearly the same at all shifts of a panel without holes.
public struct CrossSectionShift: Sendable {
  /// All of the circle but the whole turn.
  public let shifts: Int
  /// How long signals remember: the first admissible shift of `PanelShift`.
  public let minimumShift: Int
  /// (1 + #{|q(s)| ≥ |q(0)|})/(1 + S), two-sided; differences in rounding count as ties.
  public let p: Double

  /// - Throws: `noAdmissibleShift` when signals remember through half of the circle.
  public init(_ sides: CrossSectionSides, minimumShift: Int) throws {
    let count = sides.rows.count
    guard count >= 2 * minimumShift, count > 1 else {
      throw StatisticsError.noAdmissibleShift(observations: count, minimumShift: minimumShift)
    }
    let sums = SummedCorrelation(sides.signals, sides.returns)
    let floor = 1e-12 * (sums.squares.max() ?? 0)
    let quotients = sums.cross.indices.map { s in
      sums.squares[s] > floor ? abs(sums.cross[s]) / sums.squares[s].squareRoot() : 0
    }
    let threshold = quotients[0] * (1 - 1e-9)
    self.minimumShift = minimumShift
    shifts = count - 1
    p = Double(1 + quotients.dropFirst().count { $0 >= threshold }) / Double(count)
  }
}

extension CrossSectionSides {
  /// How often the t of the mean rejects when the signals of all markets are moved by one random distance a replicate: its
  /// true size on this very panel.
  ///
  /// - Throws: `noAdmissibleShift`; `outOfRange` for replicates under one.
  public func nullRejection(
    lags: Int, minimumShift: Int, replicates: Int = 200, level: Double = 0.05, seed: UInt64
  ) throws -> NullRejection {
    let circle = rows.count
    let verdicts = try NullRejection.atRandomDistances(
      replicates, circle: circle, minimum: minimumShift, seed: seed
    ) { shift in
      (try? CoefficientSeries(series(shift: shift), lags: lags, judgedBy: .fixedB))?.p.map { $0 <= level }
    }
    return NullRejection(name: "t of the mean", verdicts, distances: circle / max(1, minimumShift))
  }
}
