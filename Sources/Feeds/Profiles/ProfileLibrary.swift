import Digest
import Foundation
import Market
import Synchronization

/// The profiles there are: the user's own, and those that are built in.
public struct ProfileLibrary: Sendable {
  /// A profile and where it stands.
  public struct Entry: Sendable {
    public let name: String
    /// The YAML that it was read from.
    public let yaml: String
    /// Its file; nil for one that is built in.
    public let file: String?
    fileprivate let match: ImportProfile.Match?
    fileprivate let patterns: [PathPattern]
    private let whole: WholeProfile

    public var profile: ImportProfile { whole.profile }

    /// - Throws: `Problem` for one of the user's own that cannot be read.
    init(_ yaml: String, file: String?) throws {
      self.yaml = yaml
      self.file = file
      if let file {
        let profile = try ImportProfile(yaml: yaml, file: file)
        (name, match, whole) = (profile.name, profile.match, WholeProfile(profile))
      } else {
        let heading = try ImportProfile.Heading(yaml: yaml, file: WholeProfile.builtIn)
        (name, match, whole) = (heading.name, heading.match, WholeProfile(builtIn: yaml))
      }
      patterns = (match?.path ?? []).map { PathPattern($0) }
    }

    /// What imports are remembered by: another text is another way to read the same bytes.
    var format: String { Self.format(name, yaml) }

    static func format(_ name: String, _ text: String) -> String {
      "\(name)#\(SHA256.digest(of: Array(text.utf8)).hex.prefix(8))"
    }
  }

  /// The user's own.
  private let own: [Entry]

  /// In the order in which they are asked.
  public var entries: [Entry] { own + Self.builtInEntries }

  /// The built-in profiles alone.
  public static let builtIn = ProfileLibrary([])

  /// Read when one is asked for: an import of files that have formats of their own needs none.
  private static let builtInEntries: [Entry] = {
    do {
      return try builtInProfiles.map { try Entry($0, file: nil) }
    } catch {
      preconditionFailure("a built-in profile cannot be read: \(error)")
    }
  }()

  /// The text of each of the user's own; those that are built in are part of the program.
  var ownTexts: [String] { own.map { "\($0.file ?? "") \($0.yaml)" } }

  private init(_ own: [Entry]) { self.own = own }

  /// With the user's own before them: every `.yaml` in a folder, which need not be there.
  ///
  /// - Throws: `Problem` for a profile that cannot be read, with its line.
  public init(folder: String) throws {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) && !$0.hasPrefix(".") }.sorted()
    let own = try names.map { name in
      let path = "\(folder)/\(name)"
      return try Entry(String(decoding: FileBytes.read(path), as: UTF8.self), file: path)
    }
    self.init(own)
  }

  /// The profile called `name`.
  ///
  /// - Throws: `Problem` with the nearest there is.
  public func named(_ name: String) throws -> Entry {
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw Problem(
        "there is no profile '\(name)'",
        remedy: suggestion(for: name, in: entries.map(\.name), called: "profiles"))
    }
    return entry
  }

  /// A profile that a text is like, and what its path says.
  struct Found {
    let entry: Entry
    let captures: [String: String]
    /// Of these, what the text itself says and not its path.
    let said: [String: String]
  }

  /// - Parameter own: whether to look among the user's own, or among those that are built in.
  func match(_ text: FeedText, own isOwn: Bool) -> Found? {
    for entry in isOwn ? own : Self.builtInEntries {
      if let found = entry.captures(of: text) {
        return Found(entry: entry, captures: found.all, said: found.said)
      }
    }
    return nil
  }
}

extension ProfileLibrary.Found {
  /// The symbols that the text itself says and series are filed under, where no column says them row by row, and whose they are.
  var saidSymbols: [(symbol: String, venue: String?)] {
    entry.profile.series.compactMap { series in
      let template = series.symbol ?? (said["symbol"] == nil ? nil : "{symbol}")
      guard let template, said.keys.contains(where: { template.contains("{\($0)}") }) else { return nil }
      let symbol = captures.reduce(template) { $0.replacing("{\($1.key)}", with: $1.value) }
      guard !symbol.contains("{") else { return nil }
      return (series.upper == true ? symbol.uppercased() : symbol, series.venue)
    }
  }
}

/// A profile that is built in is read when it is first asked for: a file is for few of a hundred.
private final class WholeProfile: Sendable {
  static let builtIn = "built in"

  private let yaml: String
  private let read: Mutex<ImportProfile?>

  init(_ profile: ImportProfile) {
    yaml = ""
    read = Mutex(profile)
  }

  init(builtIn yaml: String) {
    self.yaml = yaml
    read = Mutex(nil)
  }

  var profile: ImportProfile {
    read.withLock { read in
      if let read { return read }
      do {
        let profile = try ImportProfile(yaml: yaml, file: Self.builtIn)
        read = profile
        return profile
      } catch {
        preconditionFailure("a built-in profile cannot be read: \(error)")
      }
    }
  }
}

extension ProfileLibrary.Entry {
  /// What the path and the text itself say of a text that the profile is for; nil for others.
  func captures(of text: FeedText) -> (all: [String: String], said: [String: String])? {
    guard let match else { return nil }
    guard let named = pathCaptures(of: text), file != nil || Self.areWhole(named),
      let around = Self.captures(match.around ?? [:], { text.around[$0] })
    else { return nil }
    let captures = named.merging(around) { $1 }
    guard match.header != nil || match.fields != nil || match.texts != nil else { return (captures, around) }
    let rows = (try? text.rows(at: profile.rows)) ?? text
    guard let names = TableText.names(of: rows, as: profile) else { return nil }
    if let header = match.header {
      let missing = header.filter { !names.contains($0) }
      guard missing.isEmpty || Set(names.compactMap(TableText.firstLanguage)).isSuperset(of: missing) else {
        return nil
      }
    }
    if let fields = match.fields, names.count != fields { return nil }
    if match.times == true, !hasTimes(rows) { return nil }
    guard let texts = match.texts else { return (captures, around) }
    guard let said = textCaptures(of: rows, texts), file != nil || Self.areWhole(said) else { return nil }
    return (captures.merging(said) { $1 }, around.merging(said) { $1 })
  }

  /// What the first row says by the patterns of its columns; nil where one is not like it.
  private func textCaptures(of text: FeedText, _ patterns: [String: String]) -> [String: String]? {
    guard let table = try? TableText(text, as: profile) else { return nil }
    return Self.captures(patterns) { name in
      table.names.firstIndex(of: name).flatMap { table.texts(of: [$0], most: 1).first?.text[0] }
    }
  }

  /// What words say by the patterns of their names; nil where one is missing or not like its pattern.
  private static func captures(_ patterns: [String: String], _ word: (String) -> String?) -> [String: String]? {
    var captures: [String: String] = [:]
    for (name, pattern) in patterns {
      guard let word = word(name), let said = PathPattern("/" + pattern).captures(in: "/" + word) else { return nil }
      captures.merge(said) { $1 }
    }
    return captures
  }

  /// Whether parts of a path or of a row are what built-in profiles call them: a width of bars, currencies of one word each,
  /// pairs without a mark, a flag, and a venue that is no symbol with a symbol that is one: neither `BTCUSDT_8h` nor `bybit_BTCUSDT_linear` says both.
  private static func areWhole(_ captures: [String: String]) -> Bool {
    captures.allSatisfy { name, text in
      switch name {
      case "interval": Interval(text) != nil
      case "base", "quote", "settle": !text.contains("_")
      case "flag": text == "0" || text == "1"
      case "joined": text.allSatisfy { $0.isLetter || $0.isNumber }
      case "venue": !isSymbol(text, on: "")
      case "symbol": captures["venue"].map { isSymbol(text, on: $0.lowercased()) } ?? true
      default: true
      }
    }
  }

  private static func isSymbol(_ text: String, on venue: String) -> Bool {
    !Instrument(venue: venue, symbol: text.uppercased()).contract.quote.isEmpty
  }

  /// Whether the first row has a time of the form that the profile says.
  private func hasTimes(_ text: FeedText) -> Bool {
    guard let table = try? TableText(text, as: profile), let pattern = profile.time.pattern,
      let form = try? StampPattern(pattern),
      let fields = try? table.timeFields(profile.time.column, of: profile.name, as: profile.time.pattern)
    else { return false }
    var scanner = table.scanner()
    return scanner.advance() && scanner.has(fields) && scanner.time(fields, as: form) != nil
  }

  func pathCaptures(of text: FeedText) -> [String: String]? {
    guard !patterns.isEmpty else { return [:] }
    let path = URL(fileURLWithPath: text.path).standardizedFileURL.path
    let folder = FeedText.folder(path)
    let paths =
      (text.folder.isEmpty ? [] : ["/\(folder)/\(text.folder)/\(text.name)"]) + ["/\(folder)/\(text.name)", path]
    return patterns.lazy.compactMap { pattern in paths.lazy.compactMap(pattern.captures).first }.first
  }
}
