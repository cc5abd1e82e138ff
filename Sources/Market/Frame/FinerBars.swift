/// The bars inside the bars of a frame: the way that the price took through each of them.
///
/// Signals never see them. They are there for what happens inside a bar, where four prices do not say which came first.
public struct FinerBars: Sendable {
  /// Width of one.
  public let interval: Interval
  /// How many make a bar of the frame.
  public let parts: Int
  /// On the whole grid of the frame, `parts` for each of its bars, in order of time.
  public let bars: Bars
  /// Title of the series they come from; empty for made-up ones.
  public let source: String

  /// - Precondition: whole bars of a frame: as many as a multiple of `parts`.
  public init(interval: Interval, parts: Int, bars: Bars, source: String = "") {
    precondition(parts > 0 && bars.count % parts == 0, "parts of whole bars")
    self.interval = interval
    self.parts = parts
    self.bars = bars
    self.source = source
  }
}
