import Foundation
import Store
import TestSupport
import Testing

@Suite("A sweep can be ended anywhere, and the same line goes on", .serialized)
struct SweepSurvivalTests {
  private let store: SweepStore

  init() throws { store = try SweepStore() }

  /// What of a document does not depend on how long it took or how often it was begun, as text.
  private func lasting(_ document: [String: Any]) throws -> String {
    let kept = document.filter { !["seconds", "reused"].contains($0.key) }
    return String(decoding: try JSONSerialization.data(withJSONObject: kept, options: .sortedKeys), as: UTF8.self)
  }

  @Test(
    "SIGKILL at any moment: the finished store has the bytes of one that was left alone, and the answer is the same")
  func killed() throws {
    let whole = try store.undisturbed()
    var inTheMiddle = 0
    for moment in [0, 1, 6, 15, 28, 40] {
      let command = try store.tool.start(SweepStore.line)
      store.wait(for: moment, of: command)
      command.send(SIGKILL)
      _ = command.answer()
      if (1..<SweepStore.blocks).contains(store.finished()) { inTheMiddle += 1 }
    }
    #expect(inTheMiddle >= 3, "kills hit in the middle")
    let last = try store.tool.run(SweepStore.line)
    #expect(last.status == 0, "\(last.errors)")
    #expect(store.digest == whole.digest)
    #expect(try lasting(last.document()) == lasting(whole.document))
    #expect(!FileManager.default.fileExists(atPath: SweepStore.archive(below: store.tool.root) + "-wal"))
  }

  @Test(
    "Ctrl-C finishes cleanly: its exit code says so, the store is whole, and the same line goes on to the same bytes")
  func interrupted() throws {
    let whole = try store.undisturbed()
    let command = try store.tool.start(SweepStore.line)
    store.wait(for: 5, of: command)
    command.send(SIGINT)
    let answer = command.answer()
    #expect(answer.status == 130)
    #expect(answer.errors.contains("interrupted: what is done is kept"))
    #expect(!FileManager.default.fileExists(atPath: SweepStore.archive(below: store.tool.root) + "-wal"))
    #expect((5..<SweepStore.blocks).contains(store.finished()))
    #expect(try store.tool.run(SweepStore.line).status == 0)
    #expect(store.digest == whole.digest)
  }

  @Test("two processes on one store share its blocks, also when one is killed, and leave the same bytes")
  func together() throws {
    let whole = try store.undisturbed()
    for isOneKilled in [false, true] {
      let commands = [try store.tool.start(SweepStore.line), try store.tool.start(SweepStore.line)]
      if isOneKilled {
        store.wait(for: 10, of: commands[0])
        commands[0].send(SIGKILL)
      }
      let answers = commands.map { $0.answer() }
      #expect(answers[1].status == 0, "\(answers[1].errors)")
      #expect(try lasting(answers[1].document()) == lasting(whole.document))
      if !isOneKilled { #expect(answers[0].status == 0, "\(answers[0].errors)") }
      let left = SweepStore.archive(below: store.tool.root) + "-wal"
      #expect(!FileManager.default.fileExists(atPath: left), "whoever ends last folds the log into the file")
      #expect(store.digest == whole.digest, "\(isOneKilled ? "one was killed" : "both lived")")
      try FileManager.default.removeItem(atPath: store.tool.root + "/results")
    }
  }

  @Test("a disk that fills up in the middle is said, and with room made the same line goes on to the same bytes")
  func fullDisk() throws {
    let whole = try store.undisturbed()
    guard let disk = SmallDisk(at: store.tool.root + "/results", megabytes: 9) else {
      print("skipped: no file system of a given size can be mounted here (not root)")
      return
    }
    let answer = try store.tool.run(SweepStore.line)
    #expect(answer.status == 1)
    #expect(answer.errors.contains("the disk is full"), "\(answer.errors)")
    #expect(answer.output.hasPrefix("{\n  \"error\": {"), "\(answer.output)")
    disk.resize(megabytes: 64)
    #expect((1..<SweepStore.blocks).contains(store.finished()))
    #expect(try store.tool.run(SweepStore.line).status == 0)
    #expect(store.digest == whole.digest)
  }

  @Test("a folder that cannot be written is said before anything is run")
  func readOnly() throws {
    guard let disk = SmallDisk(at: store.tool.root + "/results", megabytes: 9) else {
      print("skipped: no file system can be mounted here (not root, whom permissions bind)")
      return
    }
    disk.makeReadOnly()
    let answer = try store.tool.run(SweepStore.line)
    #expect(answer.status == 1)
    #expect(answer.errors.contains("results/hindcast.sqlite"), "\(answer.errors)")
    #expect(answer.output.hasPrefix("{\n  \"error\": {"), "\(answer.output)")
  }
}
