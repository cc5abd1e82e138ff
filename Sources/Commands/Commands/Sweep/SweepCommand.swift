import ArgumentParser

struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract:
      "Try many parameter sets of a strategy or a signal, and test whether the best result survives selection bias.",
    discussion: """
      'hindcast sweep STRATEGY --grid …' runs one; 'hindcast sweep run --help' lists its flags.

      Example: hindcast sweep stress-fade --market demo --grid entry=0.5:3:0.25 --grid lookback=6h,1d,3d
      """,
    subcommands: [SweepRunCommand.self, SweepListCommand.self, SweepShowCommand.self, SweepMergeCommand.self],
    defaultSubcommand: SweepRunCommand.self)
}
