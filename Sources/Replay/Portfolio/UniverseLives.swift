import Market

/// From when to when the instruments of a universe have bars in a window, and which of them did not live to its end.
public struct UniverseLives: Sendable {
  /// Of one instrument the open of its first bar and the close of its last; nil where it has none in the window.
  public typealias Life = (first: Instant?, last: Instant?)

  private let lives: [Life]

  init(_ lives: [Life]) { self.lives = lives }

  /// Of the instruments of a frame, in the part of it that results are counted on.
  public init(_ frame: Frame) {
    self.init(
      frame.members.map { member in
        let rows = frame.evaluation
        func isPrinted(_ row: Int) -> Bool { !member.bars.close[row].isNaN && !member.bars.open[row].isNaN }
        return (
          rows.first(where: isPrinted).map { frame.grid.open($0) },
          rows.last(where: isPrinted).map { frame.grid.close($0) }
        )
      })
  }

  public var count: Int { lives.count }

  /// How long before the window's end bars may end and be of one that lives: what data that were saved on different days do. A
  /// week, or a tenth of the window where that is less.
  public var slack: Interval {
    guard let end = lives.compactMap(\.last).max(), let begin = lives.compactMap(\.first).min() else { return .zero }
    return min(Self.longestSlack, Interval(milliseconds: end.since(begin).milliseconds / 10))
  }
  public static let longestSlack = Interval.days(7)

  /// Places of those whose bars end earlier than that.
  public var dead: [Int] {
    let end = lives.compactMap(\.last).max() ?? Instant(milliseconds: 0)
    let slack = slack
    return lives.indices.filter { place in lives[place].last.map { end.since($0) > slack } ?? false }
  }
}
