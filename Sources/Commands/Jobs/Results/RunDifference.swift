import Foundation
import Market
import Replay
import Results
import Store

/// Why two kept replays differ: what they rest on, from the engine to the parameters; then the first value and the first
/// decision that are not the same; then the first entry of their ledgers.
struct RunDifference {
  /// One thing that is not the same in both.
  struct Item {
    let what: String
    let first: String
    let second: String
  }

  private(set) var items: [Item] = []
  /// What the first of them means, in a sentence.
  private(set) var sentence = "Nothing differs: the same engine, data and strategy, and the same ledger."

  private let workspace: Workspace

  /// - Throws: a `Problem` for a result that is no replay, or whose ledger is gone.
  init(_ first: ResultRecord, _ second: ResultRecord, in workspace: Workspace) throws {
    self.workspace = workspace
    for result in [first, second] where result.kind != ResultIdentity.Kind.replay.rawValue {
      throw Problem(
        "\(result.hash.prefix(12)) is a \(result.kind), and only replays have a ledger to compare",
        remedy: "'hindcast runs list' shows which results are replays")
    }
    compareIdentities(first, second, Self.terms)
    compareContracts(first, second)
    compareParameters(first, second)
    compareIdentities(first, second, [("strategy", "the strategy")])
    let causes = items.count
    let parting = first.hash == second.hash ? nil : DecisionDifference(first, second, in: workspace)
    if let members = parting?.members {
      items.append(Item(what: "what is held", first: Self.listed(members.first), second: Self.listed(members.second)))
    }
    for part in [parting?.signal, parting?.decision].compactMap(\.self) {
      items.append(Item(what: "\(part.what) at \(part.at.minuteText)", first: part.first, second: part.second))
    }
    let ledgersFrom = items.count
    try compareLedgers(first, second)
    if let cause = items.first, causes > 0 {
      sentence = "They differ in \(cause.what) first: \(cause.first) beside \(cause.second)."
    } else if items.count > ledgersFrom {
      sentence =
        "Engine, data, strategy and parameters are the same, and the ledgers are not: 'hindcast runs verify' says which one no longer comes out as it did."
    }
    sentence += Self.words(parting)
    if items.count > ledgersFrom, let entry = outside ?? ledgerSentence { sentence += " " + entry }
  }

  /// From what is worked out to what is decided.
  private static func words(_ parting: DecisionDifference?) -> String {
    guard let parting else { return "" }
    var text = ""
    for (alone, run) in [(parting.members?.first, "first"), (parting.members?.second, "second")] {
      if let alone, !alone.isEmpty { text += " Held in the \(run) run alone: \(listed(alone))." }
    }
    if let signal = parting.signal {
      text +=
        " The first value that differs is \(signal.what), known at \(signal.at.minuteText): \(signal.first) beside \(signal.second)."
    } else if parting.missing.isEmpty {
      text += " Every signal that both have is the same on every bar that both have."
    }
    if let decision = parting.decision {
      text +=
        " They decide otherwise for the first time at the close of \(decision.at.minuteText): \(decision.first) beside \(decision.second)."
    } else if parting.missing.isEmpty {
      text += " They decide the same."
    }
    return text + parting.missing.map { " " + $0 }.joined()
  }

  private static func listed(_ names: [String]) -> String { names.isEmpty ? "none" : names.listed(most: 4) }

  // MARK: What they rest on

  /// In the order in which one explains the next.
  private static let terms = [
    ("engine", "the engine"), ("instrument", "the instrument"), ("bars", "bars and window"), ("data", data),
    (ResultIdentity.fundingOf, "whose funding settles"), (ResultIdentity.fundingAssumed, "what is assumed of funding"),
  ]

  private mutating func compareIdentities(
    _ first: ResultRecord, _ second: ResultRecord, _ terms: [(String, String)]
  ) {
    for (name, title) in terms {
      let values = [first, second].map { ResultIdentity.value(of: name, in: $0.identityText) ?? "" }
      guard values[0] != values[1] else { continue }
      let shown =
        switch name {
        case "strategy": Self.parting(values[0], values[1])
        case "data": values.map { String($0.prefix(12)) }
        default: values
        }
      items.append(Item(what: title, first: said(shown[0]), second: said(shown[1])))
    }
  }

  /// A contract that was said otherwise makes other data of the same rows, and is told before them.
  private mutating func compareContracts(_ first: ResultRecord, _ second: ResultRecord) {
    guard let data = items.firstIndex(where: { $0.what == Self.data }),
      let one = KeptContract(first, in: workspace), let other = KeptContract(second, in: workspace), one != other
    else { return }
    items.insert(Item(what: "the contract", first: one.text, second: other.text), at: data)
  }

  private static let data = "the data"

  private mutating func compareParameters(_ first: ResultRecord, _ second: ResultRecord) {
    let parameters = [first, second].map { result -> [String: String] in
      let object = try? JSONSerialization.jsonObject(with: Data(result.parameters.utf8)) as? [String: Any]
      return (object ?? [:]).mapValues { "\($0)" }
    }
    for name in Set(parameters.flatMap(\.keys)).sorted() where parameters[0][name] != parameters[1][name] {
      items.append(
        Item(
          what: "parameter \(name)", first: said(parameters[0][name] ?? ""), second: said(parameters[1][name] ?? "")))
    }
  }

  private func said(_ text: String) -> String { text.isEmpty ? "none" : text }

  /// What only one of two strategies says, term by term: `on_leg_end(keep)` beside none. Where the same terms stand in another
  /// order all are shown.
  private static func parting(_ first: String, _ second: String) -> [String] {
    let terms = [first, second].map(terms)
    let alone = [terms[0].without(terms[1]), terms[1].without(terms[0])]
    return alone.allSatisfy(\.isEmpty) ? [first, second] : alone.map { $0.joined(separator: " ") }
  }

  /// The words of a strategy's line that are parted by spaces outside all brackets. What stands in brackets is cut up in turn,
  /// each piece with the word before its bracket, so that one leg's fee is not all legs.
  private static func terms(_ line: String) -> [String] {
    var pieces: [String] = []
    var (piece, depth) = ("", 0)
    for character in line {
      switch character {
      case "(": depth += 1
      case ")": depth -= 1
      default: break
      }
      if depth == 0, character == " " {
        pieces.append(piece)
        piece = ""
      } else {
        piece.append(character)
      }
    }
    return (pieces + [piece]).filter { !$0.isEmpty }.flatMap { piece -> [String] in
      guard piece.hasPrefix("legs("), piece.hasSuffix(")") else { return [piece] }
      return piece.dropFirst("legs(".count).dropLast().split(separator: ";").flatMap { leg -> [String] in
        let said = terms(String(leg))
        return said.dropFirst().map { "\(said[0]) \($0)" }
      }
    }
  }

  // MARK: What they did

  private var ledgerSentence: String?

  private mutating func compareLedgers(_ first: ResultRecord, _ second: ResultRecord) throws {
    let ledgers = [try ledger(of: first), try ledger(of: second)]
    let shared = min(ledgers[0].count, ledgers[1].count)
    let place = (0..<shared).first { ledgers[0][$0] != ledgers[1][$0] } ?? shared
    guard ledgers[0].count != ledgers[1].count || place < shared else { return }
    let entries = ledgers.map { place < $0.count ? $0[place] : nil }
    outside = Self.outside(entries, [first.range, second.range], isIdle: ledgers.map(\.isEmpty))
    items.append(
      Item(what: "ledger entry \(place + 1)", first: entries[0]?.text ?? "none", second: entries[1]?.text ?? "none"))
    let ends = [first, second].map { KeptLegEnds($0, in: workspace) }
    ledgerSentence =
      "\(place == 0 ? "The first entry" : "After \(place) equal entries the next") \(Self.meaning(entries, ends))"
  }

  /// - Parameter ends: of the legs of each run.
  private static func meaning(_ entries: [Entry?], _ ends: [KeptLegEnds?]) -> String {
    guard let one = entries[0], let other = entries[1] else {
      let there = entries[0] ?? entries[1]
      return
        "at \(there?.time ?? "") is in the \(entries[0] == nil ? "second" : "first") ledger alone: the other had stopped trading."
    }
    if one.time != other.time {
      let isFirst = one.time < other.time
      let early = isFirst ? one : other
      let reason = ends[isFirst ? 0 : 1]?.why(early.time, beside: ends[isFirst ? 1 : 0]) ?? why(alone: early.kind)
      return "is at \(early.time) in the \(isFirst ? "first" : "second") run alone: \(reason)."
    }
    if one.leg != other.leg {
      return "at \(one.time) is of \(one.leg) beside \(other.leg): one fills or settles where the other does not."
    }
    let place = one.leg.isEmpty ? "" : "of \(one.leg) "
    if one.kind != other.kind {
      return "at \(one.time) is \(one.kind) beside \(other.kind): one fills or settles where the other does not."
    }
    let begin = "\(place)at \(one.time) is"
    if one.price != other.price { return "\(begin) at another price: \(one.price) beside \(other.price)." }
    if one.rate != other.rate { return "\(begin) at another rate: \(one.rate) beside \(other.rate)." }
    if one.quantity != other.quantity {
      return "\(begin) of another size: \(one.quantity) beside \(other.quantity)."
    }
    return "\(begin) of another amount: \(one.amount) beside \(other.amount)."
  }

  private var outside: String?

  /// The earlier entry where the other run cannot have had it; nil where it could.
  private static func outside(_ entries: [Entry?], _ windows: [TimeRange], isIdle: [Bool]) -> String? {
    let times = entries.map { $0?.time ?? "~" }
    guard times[0] != times[1], let entry = entries[times[0] < times[1] ? 0 : 1] else { return nil }
    let other = times[0] < times[1] ? 1 : 0
    return LedgerWindow.reason((entry.time, entry.kind), beside: windows[other], isIdle: isIdle[other]).map {
      "The first entry that differs is at \(entry.time) in the \(other == 1 ? "first" : "second") run alone: \($0)."
    }
  }

  /// How one run can have an entry that the other has not.
  private static func why(alone kind: String) -> String {
    switch kind {
    case "funding": "a settlement on its position, where the other holds none or settles at other times"
    case "financing": "what its position costs to hold, where the other holds none"
    case "liquidation": "its position was liquidated there, and the other's was not"
    default: "it fills there, and the other did not decide that at the close before, or its price was not reached"
    }
  }

  /// A row of a kept ledger, as it was written.
  private struct Entry: Equatable {
    /// The leg or the instrument that it is of; empty where one instrument is traded.
    let leg: String
    let time, kind, amount, quantity, price, rate: String

    var text: String { "\(time) \(leg)\(leg.isEmpty ? "" : " ")\(kind) \(amount), \(quantity) at \(price)" }
  }

  private func ledger(of result: ResultRecord) throws -> [Entry] {
    let file = "\(workspace.path(result.folder ?? ""))/ledger.csv"
    guard let text = try KeptFiles(workspace: workspace, result: result).contents(of: "ledger.csv") else {
      throw Problem(
        "the ledger of \(result.hash.prefix(12)) is gone: \(file)", remedy: "replay it again, which writes it anew")
    }
    let lines = text.split(separator: "\n")
    // Of several instruments a column says which.
    let isOfSeveral = lines.first?.hasPrefix("time,kind") == false
    let from = isOfSeveral ? 2 : 1
    return lines.dropFirst().compactMap { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard fields.count >= from + 5 else { return nil }
      return Entry(
        leg: isOfSeveral ? fields[1] : "", time: fields[0], kind: fields[from], amount: fields[from + 1],
        quantity: fields[from + 2], price: fields[from + 3], rate: fields[from + 4])
    }
  }
}

/// What became of the legs of a kept run when one of them ended.
private struct KeptLegEnds {
  private let rest: String
  private let ends: [[String: Any]]

  /// Nil where its document is gone or is not as it was written, and where it has no legs.
  init?(_ result: ResultRecord, in workspace: Workspace) {
    guard let name = result.document?.name,
      let document = try? KeptFiles(workspace: workspace, result: result).contents(of: name),
      let object = try? JSONSerialization.jsonObject(with: Data(document.utf8)) as? [String: Any],
      let legs = object["legs"] as? [String: Any], let rest = legs["on_leg_end"] as? String
    else { return nil }
    self.rest = rest
    ends = legs["leg_ends"] as? [[String: Any]] ?? []
  }

  /// Why the run has an entry at `time` that the other has not; nil where no leg had ended by then, or where both do the same
  /// with what is left.
  func why(_ time: String, beside other: KeptLegEnds?) -> String? {
    guard let other, other.rest != rest,
      let end = ends.first(where: { $0["ended"] as? String ?? "" <= time && time <= $0["rest_left"] as? String ?? "" }),
      let leg = end["leg"] as? String, let cause = end["cause"] as? String
    else { return nil }
    return
      "leg '\(leg)' had ended (\(cause)), upon which 'on_leg_end: \(rest)' acts and 'on_leg_end: \(other.rest)' does not"
  }
}

extension [String] {
  /// Those that the other list has not, each as often as it has it more.
  fileprivate func without(_ other: [String]) -> [String] {
    var left = other.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
    return filter { word in
      guard let count = left[word], count > 0 else { return true }
      left[word] = count - 1
      return false
    }
  }
}

/// What the document of a replay says of its contract, which is a part of the data's fingerprint and no row of them.
struct KeptContract: Equatable {
  let text: String

  /// - Parameter document: of a replay, as JSON. Nil where a version wrote it that said nothing of lots and ticks.
  init?(_ document: String) {
    guard let object = try? JSONSerialization.jsonObject(with: Data(document.utf8)) as? [String: Any],
      let steps = object["contract_steps"]
    else { return nil }
    let parts = [object["contract"] as? String, steps as? String].compactMap(\.self)
    text = parts.isEmpty ? "not said" : parts.joined(separator: "; ")
  }

  /// Of a kept replay; nil where its document is gone or is not as it was written.
  init?(_ result: ResultRecord, in workspace: Workspace) {
    guard let name = result.document?.name,
      let document = try? KeptFiles(workspace: workspace, result: result).contents(of: name)
    else { return nil }
    self.init(document)
  }
}
