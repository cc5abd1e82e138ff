import ArgumentParser
import Foundation

/// Flags that are said twice, of which the parser takes the last. An alias that is overridden wants that, and who thinks that
/// a flag may be repeated is to be told.
enum RepeatedFlags {
  /// What is to be said of the first flag that takes one value and was given two; nil where there is none.
  static func note(on arguments: [String]) -> String? {
    let said = arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("--") }
      .map { String($0.prefix { $0 != "=" }) }.filter { !oftenRepeated.contains($0) }
    guard let twice = said.indices.first(where: { said[..<$0].contains(said[$0]) }).map({ said[$0] }),
      takesOne(twice, in: arguments)
    else { return nil }
    return "\(twice) is said twice, and its last value counts; what takes several has them in one, as \(twice) a,b"
  }

  /// Asking the parser about these would cost every sweep 30 ms.
  private static let oftenRepeated: Set = ["--grid", "--set"]

  /// What the parser itself knows of its commands, which is worth asking only where a flag stands twice.
  private static func takesOne(_ flag: String, in arguments: [String]) -> Bool {
    guard let help = try? JSONDecoder().decode(Help.self, from: Data(Hindcast._dumpHelp().utf8)) else { return false }
    var command = help.command
    for word in arguments {
      guard let next = command.subcommands?.first(where: { $0.commandName == word }) else { break }
      command = next
    }
    let option = command.arguments?.first { argument in
      argument.names?.contains { "--" + $0.name == flag } == true
    }
    return option?.kind == "option" && option?.isRepeating == false
  }

  private struct Help: Decodable { let command: Command }

  private struct Command: Decodable {
    let commandName: String
    let subcommands: [Command]?
    let arguments: [Argument]?
  }

  private struct Argument: Decodable {
    let kind: String
    let isRepeating: Bool
    let names: [Name]?
  }

  private struct Name: Decodable { let name: String }
}
