import ArgumentParser
import Market
import Replay
import Signals
import Store

/// What the shell offers at a TAB: the names that there are, found as the command would find them.
enum Completions {
  static var strategies: CompletionKind { offer { $0.workspace.strategyNames } }
  static var studyFiles: CompletionKind { offer { $0.workspace.studyNames } }

  /// One, or several with commas.
  static var datasets: CompletionKind { offerList { $0.workspace.datasets.names().map(\.text) } }
  static var instruments: CompletionKind { offer { $0.instruments.map(\.description) } }
  static var columns: CompletionKind { offerList { names(of: $0) } }

  /// Signals of the strategy that is named, and columns, which are signals as they are.
  static var signals: CompletionKind { offer { ($0.strategy?.signals.signalNames ?? []) + names(of: $0) } }

  static var expressions: CompletionKind { offer { names(of: $0) + operatorNames } }
  static var operators: CompletionKind { offer { _ in operatorNames } }

  /// With the values they have: what is to be changed stands there.
  static var settings: CompletionKind {
    offer { ($0.strategy?.signals.parameters ?? []).map { "\($0.name)=\($0.value)" } }
  }

  /// Up to the sign behind which an axis says its values.
  static var axes: CompletionKind { offer { ($0.strategy?.signals.parameterNames ?? []).map { "\($0)=" } } }
  static var parameters: CompletionKind { offer { $0.strategy?.signals.parameterNames ?? [] } }

  /// Folders of kept results, of all kinds or of some, and the word for the last one; hashes once a digit is typed.
  static func results(of kinds: Set<ResultIdentity.Kind>?) -> CompletionKind {
    offer { line in
      let kept = (try? RunArchive.existing(line.workspace)?.results()) ?? []
      let shown = kept.filter { result in
        kinds.map { kinds in ResultIdentity.Kind(rawValue: result.kind).map(kinds.contains) ?? false } ?? true
      }
      let hashes =
        line.prefix.isEmpty ? [] : shown.map { String($0.hash.prefix(max(12, line.prefix.count))) }
      return [ResultFinder.latest] + shown.compactMap { $0.folder?.split(separator: "/").last.map(String.init) }
        + hashes
    }
  }

  private static var operatorNames: [String] {
    Operators.descriptions.map { String($0.signature.prefix { $0 != "(" }) }
  }

  private static func names(of line: TypedLine) -> [String] {
    ((try? line.columns?.available) ?? []).map(\.name)
  }

  // MARK: How it is offered

  static func offer(_ words: @escaping @Sendable (TypedLine) -> [String]) -> CompletionKind {
    .custom { line, _, prefix in words(TypedLine(words: line, prefix: prefix)) }
  }

  /// The same for a word of names with commas between: the last of them is completed, and none stands there twice.
  private static func offerList(_ words: @escaping @Sendable (TypedLine) -> [String]) -> CompletionKind {
    .custom { line, _, prefix in
      let names = words(TypedLine(words: line, prefix: prefix))
      guard let comma = prefix.lastIndex(of: ",") else { return names }
      let before = prefix[...comma]
      let taken = before.split(separator: ",").map(String.init)
      return names.filter { !taken.contains($0) }.map { before + $0 }
    }
  }
}
