import Dispatch
import Foundation
import Store
import TestSupport
import Testing

@Suite("Letting go of a file")
struct ClosingTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  @Test("at the same instant as others folds the log into it all the same, and leaves nothing beside it")
  func together() throws {
    let sweep = sweep("s")
    for round in 0..<20 {
      let path = "\(scratch.path)/\(round).sqlite"
      var archives = try (0..<3).map { _ in try RunArchive(at: path) }
      for archive in archives { try archive.record(sweep) }
      if round.isMultiple(of: 2) {
        let closed = archives
        DispatchQueue.concurrentPerform(iterations: closed.count) { try? closed[$0].close() }
      }
      // What nobody holds any more lets go by itself.
      archives = []
      #expect(!FileManager.default.fileExists(atPath: path + "-wal"), "round \(round)")
      #expect(try RunArchive(reading: path).sweeps().count == 1)
    }
  }
}
