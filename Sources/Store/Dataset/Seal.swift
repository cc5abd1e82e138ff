import Market

/// The last part of a dataset, hidden from everybody until one hypothesis that was written down beforehand is tried on it.
public struct Seal: Hashable, Sendable {
  /// The first instant that is hidden.
  public let from: Instant
  public let sealedOn: Instant
  /// The one hypothesis it may be opened for; nil until there is one.
  public let registered: Registered?
  /// When its part was first read, written before it was.
  public let openedOn: Instant?
  /// JSON text: what came out; nil until the hypothesis has been judged.
  public let result: String?
  /// When it was lifted; nil while it hides something.
  public let liftedOn: Instant?

  /// A hypothesis as it was written down.
  public struct Registered: Hashable, Sendable {
    /// SHA-256 of `hypothesis`, 64 hexadecimal digits.
    public let hash: String
    /// JSON text.
    public let hypothesis: String
    public let on: Instant
  }
}

/// What of a dataset's rows is not to be seen.
struct Curtain {
  /// From when a seal hides everything; nil without one.
  let seal: Instant?
  /// What became known later is not there; nil for all.
  let knownBy: Instant?

  /// The stamp from which rows of a series are hidden; `.max` where none is.
  func firstHiddenStamp(of series: SeriesDescriptor) -> Int64 {
    min(
      seal.map(series.firstHiddenStamp) ?? .max,
      knownBy.map { ($0 - series.knownAfter).milliseconds + 1 } ?? .max)
  }
}

extension SeriesDescriptor {
  /// The stamp from which rows are hidden by a seal.
  ///
  /// A row is seen only if all of what it sums up happened before the seal: a bar that closes after it is hidden though it
  /// opened before. A later publication makes no difference, since it tells nothing newer.
  func firstHiddenStamp(sealedFrom seal: Instant) -> Int64 {
    known == .atClose ? seal.milliseconds - (cadence?.milliseconds ?? 1) + 1 : seal.milliseconds
  }
}
