import Statistics

/// Why a part of a study has no answer, in words for its reader: a plain statement instead of a number that looks like one.
public struct Unavailable: Error, Hashable, Sendable {
  /// A clause without a full stop that can follow "cannot say: ".
  public let why: String

  public init(_ why: String) {
    self.why = why
  }
}

extension Unavailable {
  /// Why there is nothing to estimate, in words of the subject.
  init(_ error: any Error, _ subject: StudySubject) {
    switch (error as? StatisticsError, subject.values) {
    case (.constantRegressor, .regime(let holds)):
      let bars = zip(holds, subject.known).count { $0 && $1 }
      self.init(
        bars == 0
          ? "'\(subject.name)' never holds in the window"
          : "'\(subject.name)' holds on every bar that is known, so there is nothing to compare it with")
    case (.constantRegressor, .signal):
      self.init("'\(subject.name)' has one value throughout")
    default:
      self.init("\(error)")
    }
  }
}

extension Result where Failure == Unavailable {
  /// The answer, when there is one.
  public var answer: Success? { try? get() }

  /// Why there is none, when there is none.
  public var why: String? {
    if case .failure(let reason) = self { reason.why } else { nil }
  }
}
