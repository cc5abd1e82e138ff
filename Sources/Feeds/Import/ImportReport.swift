import Market
import Store

/// What became of one file, or of one text in an archive of several.
public struct ImportReport: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    /// Its rows were merged into the dataset.
    case imported
    /// The dataset has had this very file; nothing changed.
    case alreadyImported
    /// It lay in a folder that was named and is not something that can be imported.
    case skipped(reason: String)
    /// It cannot be imported, of which a rehearsal stops at no file.
    case refused(Problem)
  }

  public let file: String
  public let outcome: Outcome
  /// Name of its format and what it was recognised as; nil when it was skipped.
  public let format: String?
  public let series: SeriesDescriptor?
  /// Rows the file holds, whatever became of them.
  public let rowsRead: Int
  public let counts: MergeCounts
  public let rejected: [RejectedRow]
  /// What was taken for granted, or should be known of how it was read.
  public var notes: [String] = []
}

/// How far an import has come.
public struct ImportProgress: Hashable, Sendable {
  public enum Stage: Hashable, Sendable {
    /// Files are read and checked; nothing is written yet.
    case checking
    case writing
  }

  public let stage: Stage
  public let done: Int
  public let total: Int
  /// The file at work.
  public let file: String
}
