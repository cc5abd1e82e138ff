/// White's (2000, Econometrica 68) reality check: is the best of these series better than zero, given that it is the
/// best of many?
///
/// The largest √T·mean is held against the largest √T·(resampled mean - mean). Not studentised: the noisiest series decides
/// what counts as large, and a poor series makes the test less powerful, both of which Hansen's test mends. Series must be
/// in one unit. Where the family divides a resample by its own deviation, the resampled mean is stretched by how far that
/// deviation falls short of the sample's, so that it stays in that unit.
public struct RealityCheck: Hashable, Sendable {
  /// max_k √T·d̄_k over the sides tested.
  public let statistic: Double
  public let p: Double

  public init(_ family: ContributionFamily) {
    let root = Double(family.rows).squareRoot()
    statistic = family.sides.reduce(-.infinity) { max($0, root * $1.sign * family.means[$1.series]) }
    p = family.share(
      of: family.maxima { $1.sign * family.deviations[$1.series] * family.draw($0, $1.series) }, reaching: statistic)
  }
}
