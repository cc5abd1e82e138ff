import Foundation
import Market
import Store
import TestSupport
import Testing

/// 200 blocks of 90 kB: the log is folded into the file several times on the way.
private let survivor = sweep("s", trials: 200 * 4000, blockSize: 4000)

@Suite("Archives survive kills and full disks")
struct ArchiveSurvivalTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// Fills an archive with what is missing, as a sweep does.
  private static func fill(_ path: String) throws {
    let archive = try RunArchive(at: path)
    let queue = try BlockQueue(survivor, in: archive)
    while let number = try queue.next() { queue.finish(block(number, of: survivor)) }
    try queue.close()
    try archive.close()
  }

  @Test("killed at any moment and done again, as often as it takes, the file has the bytes of one that was left alone")
  func killed() async throws {
    let whole = scratch.path + "/whole.sqlite"
    try Self.fill(whole)
    let path = scratch.path + "/killed.sqlite"
    var interrupted = 0
    for delay in [0.01, 0.03, 0.05, 0.08, 0.11, 0.15] {
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, delay = delay as Double] in
        Thread.detachNewThread {
          Thread.sleep(forTimeInterval: delay)
          kill(getpid(), SIGKILL)
        }
        try ArchiveSurvivalTests.fill(path)
        // Done before the signal came: it ends the same way.
        kill(getpid(), SIGKILL)
      }
      // A kill at the very beginning leaves no file, or one without tables.
      guard let archive = try? RunArchive(reading: path) else { continue }
      let finished = try archive.finishedBlocks(of: survivor.hash).count
      if finished > 0, finished < survivor.blocks { interrupted += 1 }
      try archive.close()
    }
    #expect(interrupted > 0, "at least one kill hit in the middle")
    try Self.fill(path)
    #expect(try bytes(path) == bytes(whole))
    #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
  }

  @Test("on a full disk it says so, keeps what it has, and goes on to the same bytes when there is room")
  func fullDisk() throws {
    let whole = scratch.path + "/whole.sqlite"
    try Self.fill(whole)
    guard let disk = SmallDisk(at: scratch.path + "/disk", megabytes: 8) else {
      print("skipped: no file system of a given size can be mounted here (not root)")
      return
    }
    let path = disk.path + "/hindcast.sqlite"
    let problem = #expect(throws: Problem.self) { try Self.fill(path) }
    #expect(problem?.fault == .work)
    #expect(problem?.description.contains("the disk is full") == true)
    disk.resize(megabytes: 64)
    let archive = try RunArchive(at: path)
    let finished = try archive.finishedBlocks(of: survivor.hash)
    #expect(!finished.isEmpty && finished.count < survivor.blocks)
    for number in finished {
      #expect(block(number, of: survivor).matches(try archive.block(number, of: survivor.hash)))
    }
    try archive.close()
    try Self.fill(path)
    #expect(try bytes(path) == bytes(whole))
  }

  @Test("in a folder that cannot be written it says whose move it is")
  func readOnly() throws {
    guard let disk = SmallDisk(at: scratch.path + "/disk", megabytes: 8) else {
      print("skipped: no file system can be mounted here (not root, whom permissions bind)")
      return
    }
    let path = disk.path + "/hindcast.sqlite"
    try RunArchive(at: path).close()
    disk.makeReadOnly()
    for path in [path, disk.path + "/new/hindcast.sqlite", disk.path + "/new.sqlite"] {
      let problem = #expect(throws: Problem.self) { try Self.fill(path) }
      #expect(problem?.fault == .work)
      #expect(problem?.description.contains(disk.path) == true)
    }
  }
}
