import ArgumentParser
import Feeds
import Market
import Results

struct DataFormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats", abstract: "The formats that 'data import' knows, or one of them as YAML.",
    discussion: """
      A format is a profile: a file that says what the columns of a table are, in which unit, off which clock and when they \
      are known (docs/formats.md). One of your own goes into datasets/profiles and needs no code.

      Example: hindcast data formats bybit-panel > datasets/profiles/mine.yaml
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp("Print this profile, to be read or changed.", valueName: "name"))
  var name: String?

  func run() throws {
    let library = try ProfileLibrary(folder: global.workspace.datasets.path + "/profiles")
    if let name {
      print(try library.named(name).yaml)
      return
    }
    var table = Table(
      title: "Formats",
      columns: [
        .init("name", key: "name", .words), .init("holds", key: "about", .words), .init("from", key: "source", .words),
      ])
    for entry in library.entries where entry.file != nil {
      table.append([.text(entry.profile.name), .text(entry.profile.about), .text(entry.file ?? "")])
    }
    for format in feedFormats { table.append([.text(format.name), .text(format.about), .text("built in")]) }
    for entry in library.entries where entry.file == nil {
      table.append([.text(entry.profile.name), .text(entry.profile.about), .text("built in")])
    }
    table.append([
      .text("table"), .text("any table with named prices, or columns named by --columns"), .text("built in"),
    ])
    Output(format: global.format).show(table)
  }
}
