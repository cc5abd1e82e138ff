import Dispatch
import Foundation
import Synchronization

/// Hands the blocks of a sweep that are missing to the threads that compute them, and keeps what they bring back.
///
/// Any number of threads call `next` and `finish`; any number of processes may do so with one archive. Two things hold:
///
/// - **No block is computed twice**: who takes one claims it. A process that was killed has let go of its claims, so the
///   others take its blocks up before they are done.
/// - **Blocks are written in order of number**, whoever computed them: one that is done early is held back until those
///   before it are there. So the archive has the same bytes whatever happened on the way. Only when another process
///   sits on a block while `patience` others are held back, or at the end, are they written as they are: no result is
///   thrown away to keep an order.
///
/// Writing is a thread of its own, because a disk makes one wait where a processor need not.
public final class BlockQueue: Sendable {
  public let sweep: SweepRecord
  private let archive: RunArchive
  /// A connection of its own, so that looking a block up does not wait for the disk.
  private let reader: RunArchive
  private let claims: SweepClaims
  private let patience: Int
  /// Blocks of this process's share, ascending.
  private let numbers: [Int]
  private let positions: [Int: Int]
  private let state: Mutex<State>
  private let writer = DispatchQueue(label: "hindcast.archive")

  private struct State {
    /// By position in `numbers`; what is not written may be missing, at work, or held back.
    var isWritten: [Bool]
    /// Position of the first that is not written.
    var head = 0
    /// By position: at work or held back here.
    var claimed: [Int: Claim] = [:]
    /// By position: computed, and not written yet.
    var held: [Int: TrialBlock] = [:]
    var failure: (any Error)?
    var isStopped = false

    mutating func markWritten(_ position: Int) {
      isWritten[position] = true
      claimed[position] = nil
      held[position] = nil
      while head < isWritten.count, isWritten[head] { head += 1 }
    }
  }

  /// Records the sweep, if this is its beginning, and sees which blocks are missing.
  ///
  /// - Parameters:
  ///   - sample: the one that the sweep refers to.
  ///   - numbers: this process's share of the blocks; all of them when nil.
  ///   - patience: blocks held back before order is given up for another process that is late.
  public init(
    _ sweep: SweepRecord, sample: DataSample? = nil, numbers: [Int]? = nil, in archive: RunArchive, patience: Int = 64
  ) throws {
    try archive.record(sweep, sample: sample)
    self.sweep = sweep
    self.archive = archive
    self.patience = patience
    self.numbers = numbers?.sorted() ?? Array(0..<sweep.blocks)
    positions = Dictionary(uniqueKeysWithValues: zip(self.numbers, self.numbers.indices))
    reader = try RunArchive(reading: archive.path)
    claims = SweepClaims(beside: archive.path)
    let finished = Set(try reader.finishedBlocks(of: sweep.hash))
    var state = State(isWritten: self.numbers.map(finished.contains))
    state.head = state.isWritten.firstIndex(of: false) ?? state.isWritten.count
    self.state = Mutex(state)
  }

  /// Blocks of this process's share that are not known to be in the archive, ascending.
  public var missing: [Int] {
    state.withLock { state in numbers.indices.filter { !state.isWritten[$0] }.map { numbers[$0] } }
  }

  /// The lowest block that nobody has and nobody is at work on. Waits while all that is missing is at work in other
  /// processes, lest one of them should die; nil when there is nothing left to do here, or after `stop`.
  ///
  /// - Throws: what went wrong with the archive meanwhile: a full disk, say.
  public func next() throws -> Int? {
    while true {
      switch try state.withLock({ state in try take(&state) }) {
      case .some(let position?): return numbers[position]
      case .some(nil): return nil
      case nil:
        writer.async { self.write() }
        Thread.sleep(forTimeInterval: 0.003)
      }
    }
  }

  /// Takes back a block that `next` gave out, computed. Does not wait for the disk.
  public func finish(_ block: TrialBlock) {
    state.withLock { state in
      guard let position = positions[block.number], state.claimed[position] != nil else {
        preconditionFailure("a block that was given out")
      }
      state.held[position] = block
    }
    writer.async { self.write() }
  }

  /// Gives out no more blocks; may be called from anywhere.
  public func stop() { state.withLock { $0.isStopped = true } }

  /// Waits until everything that was computed is written, and lets go of its part of the archive. Another process that is late is waited for two seconds.
  public func close() throws {
    stop()
    let deadline = ContinuousClock.now + .seconds(2)
    while !isDrained {
      writer.sync { write() }
      if isDrained { break }
      if !isLateElsewhere || ContinuousClock.now > deadline { writer.sync { write(inOrder: false) } }
      Thread.sleep(forTimeInterval: 0.003)
    }
    // Whoever closes an archive last folds its log into it, which a reader cannot.
    try reader.close()
    try state.withLock { state in
      state.claimed = [:]
      if let failure = state.failure { throw failure }
    }
  }

  private var isDrained: Bool { state.withLock { $0.failure != nil || $0.held.isEmpty } }

  /// A position to work on; an inner nil when nothing is left; an outer nil when it is time to wait.
  private func take(_ state: inout State) throws -> Int?? {
    if let failure = state.failure { throw failure }
    if state.isStopped { return .some(nil) }
    guard state.held.count < patience else { return nil }
    var isLeft = false
    for position in state.head..<numbers.count where !state.isWritten[position] && state.claimed[position] == nil {
      guard let claim = claims.claim(numbers[position], of: sweep.hash) else {
        isLeft = true
        continue
      }
      // Who had it may have written it and let go since it was last looked for.
      if try reader.holds(numbers[position], of: sweep.hash) {
        state.markWritten(position)
        continue
      }
      state.claimed[position] = claim
      return position
    }
    return isLeft ? nil : .some(nil)
  }

  /// Writes what is held back and due. On the writer's queue only.
  private func write(inOrder: Bool = true) {
    while let (position, block) = state.withLock({ state in due(&state, inOrder: inOrder) }) {
      do {
        if let block {
          try archive.append(block, to: sweep.hash)
        } else if try !reader.holds(numbers[position], of: sweep.hash) {
          // At work in another process.
          guard state.withLock({ $0.held.count >= patience }) else { return }
          write(inOrder: false)
          return
        }
        state.withLock { $0.markWritten(position) }
      } catch {
        state.withLock { $0.failure = $0.failure ?? error }
        return
      }
    }
  }

  /// What to write next: the first block that is missing when it is held back, or else nil for its content when it is
  /// not this process that has it.
  private func due(_ state: inout State, inOrder: Bool) -> (position: Int, block: TrialBlock?)? {
    guard state.failure == nil, !state.held.isEmpty else { return nil }
    if inOrder {
      if let block = state.held[state.head] { return (state.head, block) }
      return state.claimed[state.head] == nil ? (state.head, nil) : nil
    }
    return state.held.min { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Whether another process has the block that those held back here wait for.
  private var isLateElsewhere: Bool {
    state.withLock { state in
      guard state.head < numbers.count, state.claimed[state.head] == nil else { return false }
      return claims.claim(numbers[state.head], of: sweep.hash) == nil
    }
  }
}
