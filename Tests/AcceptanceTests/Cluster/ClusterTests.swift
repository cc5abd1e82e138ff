import Foundation
import Store
import TestSupport
import Testing
import Yams

@Suite("A sweep beyond one machine", .serialized)
struct ClusterTests {
  @Test("a Slurm array that loses a node in the middle joins to the bytes of one machine")
  func slurm() throws {
    let tool = try CommandLineTool()
    let answer = try tool.runScript("Tests/Cluster/slurm", [CommandLineTool.binaryPath, tool.root])
    if answer.status == 77 {
      print("skipped: \(answer.errors)")
      return
    }
    #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    #expect(answer.output.contains("is lost in the middle of shard"))
    #expect(answer.output.contains("the joined store has the bytes of one machine's"))
  }

  @Test("GNU parallel runs the same script, and its shards join to the same bytes")
  func parallel() throws {
    let program = "/usr/bin/parallel"
    guard FileManager.default.isExecutableFile(atPath: program) else {
      print("skipped: there is no \(program): apt-get install parallel")
      return
    }
    let store = try SweepStore()
    let whole = try store.undisturbed()
    let script = CommandLineTool.repository + "/docs/clusters/shard.sh"
    let answer = try store.tool.runProgram(
      program, ["--will-cite", "-N0", "-j2", script] + SweepStore.line[2...] + [":::", "1", "2", "3"],
      environment: ["HINDCAST_SHARDS": "3"])
    #expect(answer.status == 0, "\(answer.errors)")
    let stores = (1...3).map { "shards/\($0)" }
    #expect(try store.tool.run(["sweep", "merge"] + stores).status == 0)
    #expect(store.digest == whole.digest)
  }

  @Test("the script says what it wants when nothing started it")
  func script() throws {
    let tool = try CommandLineTool()
    let none = try tool.runScript("docs/clusters/shard.sh", ["stress-fade"])
    #expect(none.status != 0)
    #expect(none.errors.contains("HINDCAST_SHARDS"))
    let nobody = try tool.runScript("docs/clusters/shard.sh", ["stress-fade"], environment: ["HINDCAST_SHARDS": "2"])
    #expect(nobody.status == 2)
    #expect(nobody.errors.contains("neither Slurm, Kubernetes nor GNU parallel"))
  }

  @Test("the Kubernetes job is an indexed one with as many completions as shards, and its line is one of ours")
  func kubernetes() throws {
    let text = try String(contentsOfFile: CommandLineTool.repository + "/docs/clusters/job.yaml", encoding: .utf8)
    let job = try #require(try Yams.load(yaml: text) as? [String: Any])
    #expect(job["kind"] as? String == "Job")
    let spec = try #require(job["spec"] as? [String: Any])
    #expect(spec["completionMode"] as? String == "Indexed")
    let pod = try #require((spec["template"] as? [String: Any])?["spec"] as? [String: Any])
    let container = try #require((pod["containers"] as? [[String: Any]])?.first)
    let variables = try #require(container["env"] as? [[String: String]])
    let shards = try #require(variables.first { $0["name"] == "HINDCAST_SHARDS" }?["value"])
    #expect(spec["completions"] as? Int == Int(shards))

    // What the pod of index 4 does, here.
    let tool = try CommandLineTool()
    try tool.addDemo(days: 40, into: "btc")
    let arguments = try #require(container["args"] as? [String])
    let answer = try tool.runScript(
      "docs/clusters/shard.sh", arguments, environment: ["HINDCAST_SHARDS": shards, "JOB_COMPLETION_INDEX": "4"])
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(answer.errors.contains("shard 5/\(shards)"), "\(answer.errors)")
    let archive = try RunArchive(reading: RunArchive.path(root: tool.root + "/shards/5"))
    let sweep = try #require(try archive.sweeps().first)
    #expect(try archive.finishedBlocks(of: sweep.sweep.hash).allSatisfy { $0 % 16 == 4 })
    #expect(sweep.finishedBlocks > 0)
  }
}
