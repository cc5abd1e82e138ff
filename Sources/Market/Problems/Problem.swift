/// Something that cannot be done and that its reader can mend: what is wrong, where, and what to do.
///
/// Everything that comes from outside (a file, a flag, data) fails with one of these. Traps are for bugs of our own.
public struct Problem: Error, Hashable, Sendable {
  /// Whose move it is, which is also the exit code of the command line.
  public enum Fault: Int32, Hashable, Sendable {
    /// The work could not be finished: a full disk, a figure out of range.
    case work = 1
    /// The command line or a file of the user's is wrong.
    case input = 2
  }

  /// Where in the user's text: any part may be unknown. Lines and columns count from 1.
  public struct Place: Hashable, Sendable {
    public var file: String?
    public var line: Int?
    public var column: Int?

    public init(file: String? = nil, line: Int? = nil, column: Int? = nil) {
      self.file = file
      self.line = line
      self.column = column
    }

    public static let nowhere = Place()

    /// `strategies/fade.yaml:12:8`; nil where nothing is known.
    public var text: String? {
      guard file != nil || line != nil else { return nil }
      let parts = [file, line.map(String.init), line == nil ? nil : column.map(String.init)]
      return parts.compactMap(\.self).joined(separator: ":")
    }
  }

  public var fault: Fault
  public var place: Place
  /// One sentence without its full stop, naming the offending value.
  public var what: String
  /// What to do about it, as a clause that can follow a semicolon.
  public var remedy: String?

  public init(_ what: String, at place: Place = .nowhere, remedy: String? = nil, fault: Fault = .input) {
    self.fault = fault
    self.place = place
    self.what = what
    self.remedy = remedy
  }

  /// The same problem, seen from a caller who knows the file.
  public func inFile(_ file: String) -> Problem {
    var copy = self
    if copy.place.file == nil { copy.place.file = file }
    return copy
  }
}

extension Problem: CustomStringConvertible {
  /// `strategies/fade.yaml:12:8: unknown column 'fundng_rate'; did you mean 'funding_rate'?`
  public var description: String {
    var text = place.text.map { "\($0): " } ?? ""
    text += what
    if let remedy { text += "; \(remedy)" }
    return text
  }
}

extension Problem {
  /// One key with two values, of which a reader would take the last without a word.
  ///
  /// - Parameter source: where it stands, as a sentence begins: `--set`.
  public static func saidTwice(
    _ key: String, _ first: String, _ second: String, of source: String, remedy: String = "say it once"
  ) -> Problem {
    Problem("\(source) says '\(key)' twice, \(first) and \(second)", remedy: remedy)
  }
}
