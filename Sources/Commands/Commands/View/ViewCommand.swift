import ArgumentParser

struct ViewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "view",
    abstract: "What the market looked like at an instant, and whether that ever meant anything.",
    discussion: """
      Only what was known at --as-of is read, so that the same command prints the same a year later. Each state that a view \
      names carries the study of itself on the dataset's past: "after it, next 1h: x bps, verdict, episodes" (docs/views.md).

      Example: hindcast view funding BTC --as-of 2025-10-10T21:30:00Z --history 30d
      """,
    subcommands: [
      ViewFundingCommand.self, ViewInterestCommand.self, ViewBasisCommand.self, ViewLiquidationsCommand.self,
      ViewFlowCommand.self, ViewRegimeCommand.self, ViewSeasonalityCommand.self, ViewOptionsCommand.self,
      ViewCatalogCommand.self,
      ViewDashboardCommand.self,
    ])
}
