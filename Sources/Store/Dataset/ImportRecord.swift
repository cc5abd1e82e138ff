import Market

/// Where rows come from: a file, named by its path and by its bytes.
public struct ImportSource: Hashable, Sendable {
  /// As the user typed it, with the member's name behind it for archives of several files.
  public var file: String
  /// Of the file's bytes as they lie on the disk, 64 hexadecimal digits.
  public var sha256: String
  /// Name of the format it was read as.
  public var format: String
  /// Rows that repeat the row before them exactly, and were left out of the batch.
  public var repeated: Int
  /// Rows that could not be used, and were left out of the batch.
  public var rejected: Int

  public init(file: String, sha256: String, format: String, repeated: Int = 0, rejected: Int = 0) {
    self.file = file
    self.sha256 = sha256
    self.format = format
    self.repeated = repeated
    self.rejected = rejected
  }
}

/// What became of the rows of an import.
public struct MergeCounts: Hashable, Sendable {
  /// Rows the dataset did not have.
  public var kept = 0
  /// Rows the dataset had with the same values, or that the file held twice.
  public var duplicate = 0
  /// Rows the dataset had with other values: the newest import wins.
  public var replaced = 0
  /// Rows the dataset had with other values and knew more of, or had as their bar ended: they stay.
  public var outweighed = 0
  /// Rows the dataset had and had damaged, gone with the whole chunk they lay in. Files that brought them are to be
  /// imported again.
  public var dropped = 0

  public init(kept: Int = 0, duplicate: Int = 0, replaced: Int = 0, outweighed: Int = 0, dropped: Int = 0) {
    self.kept = kept
    self.duplicate = duplicate
    self.replaced = replaced
    self.outweighed = outweighed
    self.dropped = dropped
  }

  public static func + (a: MergeCounts, b: MergeCounts) -> MergeCounts {
    MergeCounts(
      kept: a.kept + b.kept, duplicate: a.duplicate + b.duplicate, replaced: a.replaced + b.replaced,
      outweighed: a.outweighed + b.outweighed, dropped: a.dropped + b.dropped)
  }
}

/// One import as the dataset remembers it.
public struct ImportRecord: Hashable, Sendable {
  public let source: ImportSource
  public let series: SeriesDescriptor
  public let counts: MergeCounts

  /// Rows the file held, whatever became of them.
  public var rows: Int { counts.kept + counts.duplicate + counts.replaced + source.rejected }
}
