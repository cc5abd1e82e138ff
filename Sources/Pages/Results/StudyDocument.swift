import Research
import Results

/// What a study hands to a terminal, to programs and to a browser, whether it is of one market or of several.
public protocol StudyDocument: ResultDocument, Sendable {
  /// Of its identity; nil for one that nobody will look up.
  var hash: String? { get }
  /// What has been tested on its data so far, one a market.
  var testLog: [TestTally] { get set }
  var tables: [Table] { get }
  /// The same with every estimator, or only with those that decide and a few that most software offers.
  func tables(allEstimators: Bool) -> [Table]
  /// Further tables, for those who ask for details; none where the others say all.
  var details: [Table] { get }
  /// What it comes to, printed above the tables where they do not begin with it.
  var opening: [String] { get }
  /// What is printed below the tables.
  var closing: [String] { get }
  /// One row an estimator and horizon.
  var csv: String { get }
  var page: Page { get }
}

extension StudyDocument {
  public var opening: [String] { [] }
  public var details: [Table] { [] }
  public func tables(allEstimators: Bool) -> [Table] { tables }
}

extension StudySummary: StudyDocument {}
extension PanelSummary: StudyDocument {}
