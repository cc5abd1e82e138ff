import Market
import Synchronization

/// What was computed for a node.
enum ComputedResult: Sendable {
  case numbers([Double])
  case holds(Bitmap)
  case truth(Truth)
  /// Of every member of a universe.
  case each([ComputedResult])

  var numbers: [Double] { if case .numbers(let values) = self { values } else { preconditionFailure("not numbers") } }

  var truth: Truth { if case .truth(let truth) = self { truth } else { preconditionFailure("not a call's condition") } }

  var holds: Bitmap {
    switch self {
    case .holds(let bitmap): bitmap
    case .truth(let truth): truth.holds
    case .numbers, .each: preconditionFailure("not a condition")
    }
  }

  var each: [ComputedResult] {
    if case .each(let results) = self { results } else { preconditionFailure("not of a universe") }
  }

  var bytes: Int {
    switch self {
    case .numbers(let values): values.count * 8
    case .holds(let bitmap): bitmap.words.count * 8
    case .truth(let truth): truth.known.words.count * 16
    case .each(let results): results.reduce(0) { $0 + $1.bytes }
    }
  }
}

/// How much of the work on signals was shared.
public struct EvaluationTally: Sendable, Hashable {
  /// Sub-expressions that take work, each counted once however many rules, sets or signals have it.
  public var distinct = 0
  /// How often one was computed: as often as there are distinct ones, unless some had to be forgotten for want of room.
  public var computed = 0
  /// How often one was asked for.
  public var asked = 0

  public init() {}

  init(distinct: Int, computed: Int, asked: Int) {
    self.distinct = distinct
    self.computed = computed
    self.asked = asked
  }

  static func + (a: EvaluationTally, b: EvaluationTally) -> EvaluationTally {
    EvaluationTally(distinct: a.distinct + b.distinct, computed: a.computed + b.computed, asked: a.asked + b.asked)
  }

  /// Nil where nothing took work.
  public var sentence: String? {
    guard distinct > 0 else { return nil }
    let parts = distinct == 1 ? "1 distinct sub-expression was" : "\(distinct) distinct sub-expressions were"
    let often = computed > distinct ? "computed \(computed) times for want of room" : "computed once"
    return "\(parts) \(often) and asked for \(asked) \(asked == 1 ? "time" : "times")"
  }
}

/// Results by key, each computed once while there is room for it.
final class ResultCache: Sendable {
  private let budget: Int
  private let contents = Mutex(Contents())

  private struct Contents {
    var entries: [String: Entry] = [:]
    var bytes = 0
    /// Counts requests; says which result was used last.
    var clock: UInt64 = 0
    var computed = 0
    /// Hashes of all keys there ever were.
    var known: Set<Int> = []

    mutating func shrink(to room: Int) {
      guard bytes > room else { return }
      let finished = entries.filter { $0.value.bytes != nil }.sorted { $0.value.lastUse < $1.value.lastUse }
      for (key, entry) in finished where bytes > room {
        entries[key] = nil
        bytes -= entry.bytes ?? 0
      }
    }
  }

  private struct Entry {
    let slot: Slot
    var lastUse: UInt64
    /// Nil while it is being computed.
    var bytes: Int?
  }

  /// A place for one result. Its lock is held while the result is computed, so that whoever needs it too waits instead
  /// of computing it again. Threads cannot wait for each other in a circle: a result only ever waits for parts of
  /// itself.
  private final class Slot: Sendable {
    let result = Mutex<ComputedResult?>(nil)
  }

  init(budget: Int) {
    self.budget = budget
  }

  func result(
    for key: String, compute: () throws(Problem) -> ComputedResult
  ) throws(Problem) -> ComputedResult {
    let slot = slot(for: key)
    var isNew = false
    let result = try slot.result.withLock { (kept) throws(Problem) -> ComputedResult in
      if let kept { return kept }
      let result = try compute()
      kept = result
      isNew = true
      return result
    }
    if isNew { keep(slot, for: key, bytes: result.bytes) }
    return result
  }

  /// Forgets all that is finished; what is being computed is kept as it comes.
  func forget() {
    contents.withLock { contents in
      contents.entries = contents.entries.filter { $0.value.bytes == nil }
      contents.bytes = 0
    }
  }

  var tally: EvaluationTally {
    contents.withLock {
      EvaluationTally(distinct: $0.known.count, computed: $0.computed, asked: Int($0.clock))
    }
  }

  private func slot(for key: String) -> Slot {
    contents.withLock { contents in
      contents.clock += 1
      if let entry = contents.entries[key] {
        contents.entries[key]?.lastUse = contents.clock
        return entry.slot
      }
      let slot = Slot()
      contents.entries[key] = Entry(slot: slot, lastUse: contents.clock)
      return slot
    }
  }

  private func keep(_ slot: Slot, for key: String, bytes: Int) {
    contents.withLock { contents in
      contents.computed += 1
      contents.known.insert(key.hashValue)
      guard contents.entries[key]?.slot === slot else { return }
      contents.entries[key]?.bytes = bytes
      contents.bytes += bytes
      guard contents.bytes > budget else { return }
      // Down to half, so that a cache that is full does not sort its contents for every new result; where it holds a few
      // long columns, each is worth more than the sorting.
      contents.shrink(to: contents.entries.count > 64 ? budget / 2 : budget)
    }
  }

  /// Forgets what was not asked for the longest until no more than so many bytes are kept.
  func shrink(to room: Int) { contents.withLock { $0.shrink(to: room) } }
}
