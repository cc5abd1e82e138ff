import Market
import Numerics

extension SettledFunding {
  /// Of each of a frame's instruments.
  ///
  /// - Throws: as of one of them; where the histories of several instruments do not cover the window, with the part of it that
  ///   all of them cover.
  static func all(of frame: Frame) throws(Problem) -> [SettledFunding] {
    var settled: [SettledFunding] = []
    for member in frame.members {
      do { settled.append(try SettledFunding(member, of: frame)) } catch {
        throw uncovered(of: frame) ?? (frame.members.count > 1 ? error.named(member.instrument) : error)
      }
    }
    return settled
  }

  /// That the funding of some of several instruments does not cover the window; nil where that of all does.
  private static func uncovered(of frame: Frame) -> Problem? {
    guard frame.members.count > 1 else { return nil }
    let lacking = frame.members.compactMap { member in
      uncovered(member, of: frame).map { (instrument: member.instrument, lack: $0) }
    }
    guard !lacking.isEmpty else { return nil }
    var common = frame.window
    for case (_, (let known?, let first, let last)) in lacking {
      // Of one that is listed later, or for less long, nothing is missing at that end.
      common = common.intersection(
        TimeRange(
          from: first < known.from ? known.from : common.from, to: last >= known.to ? known.to : common.to))
    }
    let parts = lacking.map { instrument, lack in
      "\(instrument) "
        + (lack.known.map { "is known from \($0.from.minuteText) to \($0.to.minuteText)" } ?? "is not known at all")
    }
    let others = "or say --missing-funding zero, or 'assume 1bps', of what is missing"
    let said =
      "the funding of \(lacking.count) of \(frame.members.count) instruments does not cover the window, \(frame.window.from.minuteText) to \(frame.window.to.minuteText) UTC (\(listed(parts)))"
    guard lacking.allSatisfy({ $0.lack.known != nil }), !common.isEmpty else {
      return Problem(
        "\(said), and no part of it is covered by that of all", remedy: "leave some of them out, \(others)")
    }
    return Problem(
      "\(said); that of all of them is known from \(common.from.minuteText) to \(common.to.minuteText)",
      remedy:
        "take that part: --from \(common.from.minuteText.replacing(" ", with: "T")) --to \(common.to.minuteText.replacing(" ", with: "T")), \(others)"
    )
  }

  /// What is to be said of the funding of many instruments: a sentence for all that say the same.
  private static func notes(of instruments: [(name: String, funding: SettledFunding)]) -> [String] {
    var notes: [String] = []
    let without = instruments.filter { $0.funding.coverage == .none }.map(\.name)
    if !without.isEmpty {
      notes.append(
        "Funding: the dataset has none of \(listed(without)), so none is charged on \(without.count == 1 ? "it" : "them"); --missing-funding 'assume 1bps' charges one every 8 hours."
      )
    }
    let assumed = instruments.filter { $0.funding.assumed > 0 }
    if let first = assumed.first {
      let count = assumed.reduce(0) { $0 + $1.funding.assumed }
      notes.append(
        "Funding: \(count) settlements of \(listed(assumed.map(\.name))) are charged by assumption (\(first.funding.assumptions))."
      )
    }
    let doubtful = instruments.compactMap { name, funding -> String? in
      let found = funding.findings.filter { $0.kind.isDoubtful || $0.kind == .doubled }.map(\.sentence)
      return found.isEmpty ? nil : "Funding of \(name): \(found.joined(separator: "; "))."
    }
    notes += doubtful.prefix(3)
    if doubtful.count > 3 {
      notes.append(
        "Funding: something was found in that of \(doubtful.count - 3) more instruments; 'data check' lists it.")
    }
    return notes + remarks(of: instruments)
  }

  /// How it is charged and what it is valued at: once where many say the same, of a few where each says its own.
  private static func remarks(of instruments: [(name: String, funding: SettledFunding)]) -> [String] {
    let all = instruments.flatMap { name, funding in funding.remarks.map { (name: name, text: $0) } }
    let counts = Dictionary(all.map { ($0.text, 1) }, uniquingKeysWith: +)
    let shared = all.map(\.text).filter { counts[$0, default: 0] > 1 }.uniqued
    let own = all.filter { counts[$0.text] == 1 }
    let more = Set(own.dropFirst(3).map(\.name)).count
    return shared + own.prefix(3).map { $0.text.funding(of: $0.name) }
      + (more > 0 ? ["Funding: the like is to be said of \(more) more instruments."] : [])
  }

  /// What is to be said of the funding of all that is held: of one instrument its own sentences, of legs each with the name of
  /// the leg, of a universe as of many. That a leg settles nothing by its nature is no news.
  ///
  /// - Parameter held: by name, which is empty where one instrument is traded alone.
  public static func notes(of held: [(name: String, funding: SettledFunding)], inUniverse: Bool) -> [String] {
    guard !inUniverse else { return notes(of: held) }
    return held.flatMap { name, funding in
      guard !name.isEmpty else { return funding.notes }
      return funding.coverage == .notDue ? [] : funding.notes.map { $0.funding(of: name) }
    }
  }

  /// The first few, and how many more there are.
  private static func listed(_ names: [String]) -> String {
    let shown = names.prefix(5).joined(separator: ", ")
    return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
  }
}

extension String {
  /// `Funding: …` as `Funding of b: …`.
  fileprivate func funding(of name: String) -> String {
    hasPrefix("Funding: ") ? "Funding of \(name): \(dropFirst("Funding: ".count))" : self
  }
}

extension Problem {
  /// The same, which does not say of what, of one of many.
  fileprivate func named(_ instrument: Instrument) -> Problem {
    what.contains(instrument.description) ? self : Problem("\(instrument): \(what)", at: place, remedy: remedy)
  }
}
