import ArgumentParser

struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Make, import, fetch, inspect and check datasets.",
    subcommands: [
      DataDemoCommand.self, DataImportCommand.self, DataFetchCommand.self, DataFormatsCommand.self,
      DataListCommand.self, DataShowCommand.self, DataCheckCommand.self, DataBarsCommand.self, DataPlotCommand.self,
      DataExportCommand.self,
      DataContractCommand.self, DataRemoveCommand.self,
      DataRenameCommand.self,
    ])
}
