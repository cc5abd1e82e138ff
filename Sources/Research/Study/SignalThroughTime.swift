import Market
import Statistics

/// The rank information coefficient span by span: is it there all the time, or was it one month?
public struct SignalThroughTime: Sendable {
  public let calendar: SignalCalendar
  /// When each span begins, the instant its first bar opens.
  public let starts: [Instant]
  /// One coefficient a span, NaN where it has too few bars.
  public let series: CoefficientSeries
  /// A span with fewer bars has no coefficient: twenty, and two horizons.
  public let leastBars: Int

  /// - Throws: why there is none: a window too short to be cut.
  init(_ horizon: HorizonSample, signal: [Double]) throws(Unavailable) {
    let grid = horizon.subject.frame.grid
    let rows = horizon.subject.frame.evaluation
    let leastBars = max(20, 2 * horizon.bars)
    let leastSpans = CoefficientSeries.leastPeriods
    guard let calendar = SignalCalendar.choice(grid, rows, least: leastSpans, leastBars: leastBars) else {
      throw Unavailable("the window holds fewer than \(leastSpans) days, weeks or months of \(leastBars) bars each")
    }
    let spans = calendar.spans(grid, rows)
    do {
      series = try CoefficientSeries.coefficients(
        signal: signal, y: horizon.returns, periods: spans, horizon: horizon.bars, leastRows: leastBars)
    } catch {
      throw Unavailable("no \(calendar.rawValue) has \(leastBars) bars on which the signal and the return vary")
    }
    self.calendar = calendar
    self.leastBars = leastBars
    starts = spans.map { grid.open($0.lowerBound) }
  }
}
