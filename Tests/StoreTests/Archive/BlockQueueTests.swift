import Foundation
import Market
import Store
import Synchronization
import TestSupport
import Testing

/// A claim that can be let go of from another thread.
private final class Held: Sendable {
  private let claim: Mutex<Claim?>
  init(_ claim: Claim?) { self.claim = Mutex(claim) }
  func letGo() { claim.withLock { $0 = nil } }
}

@Suite("The queue of a sweep's blocks")
struct BlockQueueTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func path(_ name: String) -> String { "\(scratch.path)/\(name).sqlite" }

  /// What one process that nothing happened to leaves.
  private func undisturbed(_ sweep: SweepRecord) throws -> Data {
    let archive = try RunArchive(at: path("undisturbed"))
    try archive.record(sweep)
    for number in 0..<sweep.blocks { try archive.append(block(number, of: sweep), to: sweep.hash) }
    try archive.close()
    return try bytes(archive.path)
  }

  @Test("hands out what is missing, lowest first, and nil when all is there")
  func order() throws {
    let sweep = sweep("s")
    let archive = try RunArchive(at: path("a"))
    try archive.record(sweep)
    try archive.append(block(0, of: sweep), to: sweep.hash)
    let queue = try BlockQueue(sweep, in: archive)
    #expect(queue.missing.count == 3)
    for expected in 1..<4 {
      #expect(try queue.next() == expected)
      queue.finish(block(expected, of: sweep))
    }
    #expect(try queue.next() == nil)
    try queue.close()
    try archive.close()
    #expect(try bytes(archive.path) == undisturbed(sweep))
  }

  @Test("a share is done and nothing else")
  func share() throws {
    let sweep = sweep("s", trials: 70)
    let archive = try RunArchive(at: path("a"))
    let queue = try BlockQueue(sweep, numbers: [1, 4], in: archive)
    while let number = try queue.next() { queue.finish(block(number, of: sweep)) }
    try queue.close()
    #expect(try archive.finishedBlocks(of: sweep.hash) == [1, 4])
  }

  @Test("whichever block is done first, the file has the same bytes")
  func writtenInOrder() throws {
    let sweep = sweep("s")
    let archive = try RunArchive(at: path("a"))
    let queue = try BlockQueue(sweep, in: archive)
    var given: [Int] = []
    for _ in 0..<4 { given.append(try #require(try queue.next())) }
    #expect(try queue.next() == nil, "what is at work here is nobody else's to wait for")
    for number in given.reversed() { queue.finish(block(number, of: sweep)) }
    try queue.close()
    try archive.close()
    #expect(try bytes(archive.path) == undisturbed(sweep))
  }

  @Test("threads of two claimants share the work: nothing twice, nothing missing, the same bytes")
  func twoClaimants() async throws {
    let sweep = sweep("s", trials: 3000)
    let path = path("a")
    /// One thread of one claimant; returns the blocks it was given.
    @Sendable func work(_ queue: BlockQueue) throws -> [Int] {
      var given: [Int] = []
      while let number = try queue.next() {
        given.append(number)
        queue.finish(block(number, of: queue.sweep))
      }
      return given
    }
    @Sendable func claimant() async throws -> [Int] {
      let archive = try RunArchive(at: path)
      let queue = try BlockQueue(sweep, in: archive)
      async let one = work(queue)
      async let two = work(queue)
      let given = try await one + two
      try queue.close()
      try archive.close()
      return given
    }
    async let mine = claimant()
    async let theirs = claimant()
    let given = try await mine + theirs
    #expect(given.sorted() == Array(0..<300))
    #expect(try bytes(path) == undisturbed(sweep))
  }

  @Test("a block that another process sat on and dropped is taken up")
  func dropped() throws {
    let sweep = sweep("s", trials: 20)
    let archive = try RunArchive(at: path("a"))
    let elsewhere = SweepClaims(beside: archive.path)
    let theirs = Held(elsewhere.claim(0, of: sweep.hash))
    let queue = try BlockQueue(sweep, in: archive)
    #expect(try queue.next() == 1)
    queue.finish(block(1, of: sweep))
    DispatchQueue.global().asyncAfter(deadline: .now() + 0.05) { theirs.letGo() }
    #expect(try queue.next() == 0, "after waiting for it")
    #expect(try archive.finishedBlocks(of: sweep.hash).isEmpty, "block 1 is held back until 0 is there")
    queue.finish(block(0, of: sweep))
    try queue.close()
    try archive.close()
    #expect(try bytes(archive.path) == undisturbed(sweep))
  }

  @Test("work is kept without its order rather than lost: when it is stopped, and when too much is held back")
  func outOfOrder() throws {
    let sweep = sweep("s")
    let archive = try RunArchive(at: path("a"))
    let elsewhere = SweepClaims(beside: archive.path)
    let theirs = elsewhere.claim(0, of: sweep.hash)
    let queue = try BlockQueue(sweep, in: archive, patience: 2)
    for expected in [1, 2] {
      #expect(try queue.next() == expected)
      queue.finish(block(expected, of: sweep))
    }
    #expect(try queue.next() == 3, "once the two that were held back are written")
    #expect(try archive.finishedBlocks(of: sweep.hash) == [1, 2])
    queue.stop()
    #expect(try queue.next() == nil)
    queue.finish(block(3, of: sweep))
    try queue.close()
    #expect(try archive.finishedBlocks(of: sweep.hash) == [1, 2, 3])
    withExtendedLifetime(theirs) {}
  }
}
