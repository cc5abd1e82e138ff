import Market

/// Files of one call that cannot be imported, each with its own reason. Nothing of the call is written where there is one, and
/// all are told of at once: who mends one would else meet the next.
public struct RefusedFiles {
  private var problems: [(path: String, problem: Problem)] = []
  private static let most = 20

  init() {}

  /// Those of a rehearsal.
  public init(of reports: [ImportReport]) {
    problems = reports.compactMap { report in
      if case .refused(let problem) = report.outcome { (report.file, problem) } else { nil }
    }
  }

  /// - Throws: what is no fault of the file: a full disk is not met file by file.
  mutating func take(_ problem: Problem, of path: String) throws {
    guard problem.fault == .input else { throw problem }
    problems.append((path, problem))
  }

  /// All of them as one; nil where there are none.
  ///
  /// - Parameter count: the files of the call.
  public func problem(of count: Int) -> Problem? {
    guard let first = problems.first, problems.count > 1 else { return problems.first?.problem }
    let shown = problems.prefix(Self.most).map { path, problem in
      (problem.place.file == nil ? "\(path): " : "") + problem.description.trimmingTrailingLine
    }
    let more = problems.count > Self.most ? ["and \(problems.count - Self.most) more"] : []
    return Problem(
      "\(problems.count) of \(count) files cannot be imported, and nothing of the call is written:\n  "
        + (shown + more).joined(separator: "\n  ") + "\n",
      remedy: "mend them or leave them out; --dry-run says what becomes of the others", fault: first.problem.fault)
  }
}

extension String {
  fileprivate var trimmingTrailingLine: String { last == "\n" ? String(dropLast()) : self }
}
