import ArgumentParser
import Market

/// The command that was probably meant by a word that is none.
enum NearestCommand {
  case unknown(String, remedy: String)
  /// What stands there may be a strategy as well, for a command that has a standard: `sweep lsit` is `sweep run lsit`.
  case mayMean(String, command: String)

  /// The first word that names no command where one is looked for; nil where every one does.
  init?(_ arguments: some Sequence<String>) {
    var command: any ParsableCommand.Type = Hindcast.self
    var path = "hindcast"
    for word in arguments {
      let commands = command.configuration.subcommands
      guard !commands.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
      if let next = commands.first(where: { Self.names(of: $0).contains(word) }) {
        command = next
        path += " \(word)"
        continue
      }
      let known = commands.compactMap { $0.configuration.commandName }
      guard command.configuration.defaultSubcommand != nil else {
        self = .unknown(
          "there is no command '\(path) \(word)'", remedy: suggestion(for: word, in: known, called: "commands"))
        return
      }
      guard let near = nearestWord(to: word, in: known) else { return nil }
      self = .mayMean(word, command: "\(path) \(near)")
      return
    }
    return nil
  }

  private static func names(of command: any ParsableCommand.Type) -> [String] {
    [command.configuration.commandName].compactMap(\.self) + command.configuration.aliases
  }
}
