import ArgumentParser
import Market
import Results

struct SweepMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Join what the shards of a sweep kept.",
    discussion: """
      Every block must be there, and blocks that several stores hold must be the same; else nothing is changed. A new \
      store gets the bytes that one machine would have written. Then give the sweep's line, without --shard, where they \
      were joined: it finds every trial. docs/clusters.md has the same sweep on Slurm, Kubernetes and GNU parallel.

      Example: hindcast sweep merge shards/* --into .
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp("Roots that shards ran in, or their archives.", valueName: "store"))
  var stores: [String]

  @Option(help: ArgumentHelp("Root to join them in, instead of --root.", valueName: "root"))
  var into: String?

  func run() throws {
    let job = SweepMergeJob(destination: into.map { Workspace(root: $0) } ?? global.workspace)
    let merged = try job.run(stores)
    switch global.format {
    case .json: print(merged.json.text(), terminator: "")
    case .csv: print(merged.table.csv, terminator: "")
    case .table: Output(format: .table).show([merged.table], closing: merged.closing)
    }
  }
}
