import Market

/// One result that was kept: what was asked of which data, what came out, where its files are.
public struct ResultRecord: Hashable, Sendable {
  /// SHA-256 of the identity's text, 64 hexadecimal digits.
  public var hash: String
  /// What was done: `replay`, `study`, `signal_study`, `panel`, `family`, `regression`, `sweep`, `validation` or
  /// `comparison`.
  public var kind: String
  /// What its user calls it: the strategy, several with commas, a study file, a formula. As it was written.
  public var name: String
  /// The datasets it read, as they were named.
  public var markets: [String]
  /// Canonical texts, in the same order; of positions in several instruments all of them. None where an earlier version did
  /// not say.
  public var instruments: [String]
  public var interval: Interval
  public var range: TimeRange
  /// JSON text: the values of parameters.
  public var parameters: String
  /// JSON text: everything the result depends on.
  public var identity: String
  /// JSON text: what came out, in few figures.
  public var figures: String
  /// Version of the engine that did it.
  public var engine: String
  /// The files it was asked with, as they were read; nil where an earlier version did not keep them.
  public var sources: [Source]?
  /// The document in its folder that says everything; nil where an earlier version did not note it.
  public var document: Document?
  /// The other files of its folder; none where an earlier version did not note them, or where it died while it wrote them.
  public var files: [Document] = []
  /// Of its report and files, relative to the root; nil where an earlier version let another result take it.
  public var folder: String?

  /// A strategy or study file.
  public struct Source: Hashable, Sendable, Codable {
    /// What it is called.
    public var name: String
    /// Its text, byte for byte.
    public var text: String

    public init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }

  /// A file of the folder.
  public struct Document: Hashable, Sendable {
    public var name: String
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    public var digest: String

    public init(name: String, digest: String) {
      self.name = name
      self.digest = digest
    }
  }

  public init(
    hash: String, kind: String, name: String, markets: [String], instruments: [String], interval: Interval,
    range: TimeRange, parameters: String, identity: String, figures: String, engine: String, sources: [Source]? = nil,
    document: Document? = nil, folder: String? = nil
  ) {
    self.hash = hash
    self.kind = kind
    self.name = name
    self.markets = markets
    self.instruments = instruments
    self.interval = interval
    self.range = range
    self.parameters = parameters
    self.identity = identity
    self.figures = figures
    self.engine = engine
    self.sources = sources
    self.document = document
    self.folder = folder
  }
}
