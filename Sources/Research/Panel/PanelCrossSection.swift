import Statistics

/// Which markets do better, stamp by stamp: needs five of them at least.
public struct PanelCrossSection: Sendable {
  /// Coefficients over the markets of a stamp, through time.
  public let spearman: CoefficientSeries
  public let pearson: CoefficientSeries
  /// The premium of Fama & MacBeth: return per unit of the signal across markets.
  public let premium: CoefficientSeries
  /// Markets of the stamp that has the most.
  public let markets: Int
  public let buckets: Result<Buckets, CannotSay>

  /// Markets sorted at each stamp.
  public struct Buckets: Sendable {
    public let sorted: CrossSectionalBuckets
    public let spread: CoefficientSeries
  }

  /// - Throws: why nothing can be said across markets.
  init(_ sample: PanelSample, isRegime: Bool) throws(CannotSay) {
    let least = CrossSection.leastMarkets
    guard sample.members.count >= least else {
      throw CannotSay(
        "\(sample.members.count) markets are too few to compare at a stamp (\(least) are asked for): over two a correlation is always 1 or -1; what is pooled over time stands"
      )
    }
    let section: CrossSection
    do {
      section = try CrossSection(sample)
      spearman = try section.coefficients(.spearman)
      pearson = try section.coefficients(.pearson)
      premium = try section.famaMacBeth()
    } catch {
      throw CannotSay("no stamp has \(least) markets that differ")
    }
    let most = section.markets.max() ?? 0
    markets = most
    buckets = Result { () throws(CannotSay) in
      guard !isRegime else { throw CannotSay("a regime has two values, and no quantiles") }
      do {
        let sorted = try CrossSectionalBuckets(sample, count: CrossSectionalBuckets.count(markets: most))
        return Buckets(sorted: sorted, spread: try CoefficientSeries(sorted.spreads, lags: section.lags))
      } catch {
        throw CannotSay("no stamp has a market in each quantile")
      }
    }
  }
}
