import Statistics

/// Which markets do better, stamp by stamp: needs five of them at least.
public struct PanelCrossSection: Sendable {
  /// Coefficients over the markets of a stamp, through time.
  public let spearman: Figure
  public let pearson: Figure
  /// The premium of Fama & MacBeth: return per unit of the signal across markets.
  public let premium: Figure
  /// Markets of the stamp that has the most.
  public let markets: Int
  public let buckets: Result<Buckets, Unavailable>

  /// A mean over stamps, and what it is judged by.
  public struct Figure: Sendable {
    /// Its t against the fixed-b limit.
    public let series: CoefficientSeries
    /// Counted over shifts of all markets by one distance; why not, where none is admissible.
    public let shift: Result<CrossSectionShift, Unavailable>
    /// How often t rejects when the signals are moved elsewhere; nil when calibration was not asked for, or cannot be.
    public let rejection: NullRejection?
  }

  /// Markets sorted at each stamp.
  public struct Buckets: Sendable {
    public let sorted: CrossSectionalBuckets
    public let spread: Figure
  }

  /// - Parameter calibration: moves behind `rejection`; none with 0.
  /// - Throws: why nothing can be said across markets.
  package init(_ sample: PanelSample, isRegime: Bool, calibration: Int, seed: UInt64) throws(Unavailable) {
    let least = CrossSection.leastMarkets
    guard sample.members.count >= least else {
      throw Unavailable(
        "\(sample.members.count) markets are too few to compare at a stamp (\(least) are asked for): over two a correlation is always 1 or -1; what is pooled over time stands"
      )
    }
    let judge = Judge(sample: sample, calibration: calibration, seed: seed)
    let section: CrossSection
    do {
      section = try CrossSection(sample)
      spearman = judge.figure(.spearman, try section.coefficients(.spearman), memory: section.memory)
      pearson = judge.figure(.pearson, try section.coefficients(.pearson), memory: section.memory)
      premium = judge.figure(.slope, try section.famaMacBeth(), memory: section.memory)
    } catch {
      throw Unavailable("no stamp has \(least) markets that differ")
    }
    let most = section.markets.max() ?? 0
    markets = most
    buckets = Result { () throws(Unavailable) in
      guard !isRegime else { throw Unavailable("a regime has two values, and no quantiles") }
      do {
        let count = CrossSectionalBuckets.count(markets: most)
        let sorted = try CrossSectionalBuckets(sample, count: count)
        let spread = try CoefficientSeries(sorted.spreads, lags: section.lags, judgedBy: .fixedB)
        return Buckets(
          sorted: sorted, spread: judge.figure(.spread(quantiles: count), spread, memory: section.memory))
      } catch {
        throw Unavailable("no stamp has a market in each quantile")
      }
    }
  }

  private struct Judge {
    let sample: PanelSample
    let calibration: Int
    let seed: UInt64

    func figure(_ figure: CrossSectionSides.Figure, _ series: CoefficientSeries, memory: Int) -> Figure {
      let sides = CrossSectionSides(sample, figure)
      let shift = Result { () throws(Unavailable) in
        do { return try CrossSectionShift(sides, minimumShift: memory) } catch { throw Unavailable("\(error)") }
      }
      let rejection =
        calibration > 0
        ? try? sides.nullRejection(lags: series.lags, minimumShift: memory, replicates: calibration, seed: seed) : nil
      return Figure(series: series, shift: shift, rejection: rejection)
    }
  }
}

extension PanelCrossSection.Figure {
  /// Of the circular shift; nil where none is admissible.
  public var shiftP: Double? { (try? shift.get())?.p }
}
