import Foundation
import Market

/// The names that are asked what a file is of, by one rule for all questions: its own, its archive's, and those of the folders that
/// it lies in.
///
/// Of the folders of the disk those count that the user typed or an import walked into, besides the one that the file is in. What
/// lies above, and above the user's own folder, was named for other reasons: somebody's home may be `/home/spot`.
struct CountedNames {
  /// The file's own, and its archive's where it is a member of one.
  let files: [String]
  /// Nearest first: those in the archive, then those of the disk.
  let folders: [String]
  /// The same with all of the disk that lie below the user's own.
  let all: [String]

  /// - Parameters:
  ///   - path: as it was typed, and walked on from.
  ///   - name: of the text in it.
  ///   - inside: the folders of the archive that it lies in.
  init(
    path: String, name: String, inside: [String], current: String = FileManager.default.currentDirectoryPath,
    home: String = NSHomeDirectory()
  ) {
    let file = FeedText.lastPart(path)
    files = file == name ? [name] : [name, file]
    let whole = Self.below(home, Self.parts(URL(fileURLWithPath: path).standardizedFileURL.path).dropLast())
    let here = Self.below(home, Self.parts(current)[...])
    var typed = whole
    if !path.hasPrefix("/") {
      typed = Self.parts(path).dropLast().filter { $0 != "." && $0 != ".." }
    } else if whole.starts(with: here) {
      typed = Array(whole.dropFirst(here.count))
    }
    folders = inside + (typed.isEmpty ? whole.suffix(1) : typed.reversed())
    all = inside + whole.reversed()
  }

  private static func parts(_ path: String) -> [String] { path.split(separator: "/").map(String.init) }

  /// The folders below the user's own, or anybody's.
  private static func below(_ home: String, _ folders: ArraySlice<String>) -> [String] {
    let own = parts(home)
    if !own.isEmpty, folders.starts(with: own) { return Array(folders.dropFirst(own.count)) }
    return Array(["home", "Users"].contains(folders.first) ? folders.dropFirst(2) : folders)
  }
}

/// What the names of a path answer to one question, each by words of its own.
struct SaidByNames<Answer: Hashable> {
  let answers: [(answer: Answer, name: String)]

  /// Nil where no name says it, or two say different things.
  var only: Answer? { Set(answers.map(\.answer)).count == 1 ? answers.first?.answer : nil }

  /// The name that says it.
  var name: String? { answers.first?.name }

  /// - Throws: `Problem` where two names say different things.
  func check(at location: String, remedy: String, _ shown: (Answer) -> String) throws {
    guard let first = answers.first, let other = answers.first(where: { $0.answer != first.answer }) else { return }
    throw Problem(
      "'\(PrintableText.short(first.name))' says \(shown(first.answer)), and '\(PrintableText.short(other.name))' says "
        + shown(other.answer), at: Problem.Place(file: location), remedy: remedy)
  }
}

extension SaidByNames<InstrumentType> {
  /// - Throws: `Problem` where two names say different markets.
  func check(at location: String) throws {
    try check(at: location, remedy: "say --kind spot, or --kind klines where it is a perpetual") {
      $0 == .spot ? "spot" : "perpetual"
    }
  }
}
