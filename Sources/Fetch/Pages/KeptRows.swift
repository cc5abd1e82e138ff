import Market
import Numerics

/// The rows of a month as its source has them now, with those that an earlier call kept and the source no longer has: some
/// interfaces answer the last weeks alone, and what they said before is theirs as well.
///
/// Where both have a row the source's counts, since venues mend rows. So it does where a kept row stands nearer to one of
/// the source's than rows can be to each other: that is the same one under another time.
struct KeptRows {
  /// In order of time.
  let rows: [PageWalk.Row]
  /// Rows that the source no longer has.
  let gone: Int
  /// Rows that the source has otherwise now.
  private(set) var mended = 0

  /// - Parameters:
  ///   - answered: in order of time.
  ///   - files: what earlier calls wrote, the one that counts first; what is none of those has no rows.
  init(_ answered: [PageWalk.Row], files: [[UInt8]], of walk: PageWalk, in range: TimeRange) {
    let now = Dictionary(answered.map { ($0.name, $0.raw) }, uniquingKeysWith: { first, _ in first })
    let stamps = answered.map(\.stamp)
    // Rows with an identity may share their time.
    let spacing: Int64? = walk.endpoint.identity == nil ? walk.spacing : nil
    var seen: Set<PageWalk.Row.Name> = []
    var own: [PageWalk.Row] = []
    for bytes in files {
      for row in (try? RawJSON(bytes))?[["rows"]]?.elements.compactMap(walk.row) ?? []
      where range.contains(Instant(milliseconds: row.stamp)) && seen.insert(row.name).inserted {
        if let raw = now[row.name] {
          if RawJSON.onOneLine(raw) != RawJSON.onOneLine(row.raw) { mended += 1 }
        } else if let spacing, Self.distance(row.stamp, stamps) * 2 <= spacing {
          mended += 1
        } else {
          own.append(row)
        }
      }
    }
    gone = own.count
    rows = own.isEmpty ? answered : (answered + own).sorted { $0.name < $1.name }
  }

  /// Milliseconds to the nearest of them.
  private static func distance(_ stamp: Int64, _ stamps: [Int64]) -> Int64 {
    let next = stamps.leadingCount { $0 < stamp }
    let after = next < stamps.count ? stamps[next] - stamp : .max / 4
    return next > 0 ? min(after, stamp - stamps[next - 1]) : after
  }

  func notes(_ title: String) -> [String] {
    func rows(_ count: Int) -> String { count == 1 ? "1 row" : "\(count) rows" }
    var notes: [String] = []
    if gone > 0 { notes.append("\(rows(gone)) that \(title) no longer has \(gone == 1 ? "is" : "are") kept") }
    if mended > 0 {
      notes.append("\(rows(mended)) that \(title) has otherwise now \(mended == 1 ? "is" : "are") taken anew")
    }
    return notes
  }
}
