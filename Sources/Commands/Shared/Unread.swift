import Market
import Replay
import Signals

/// Says of parameters that are set and change nothing that they do.
enum Unread {
  /// - Parameters:
  ///   - set: what the command line gives.
  ///   - read: what the question depends on.
  ///   - subject: what is asked, for the message.
  static func note(_ set: [String: ParameterValue], read: Set<String>, by subject: String) {
    for name in set.keys.sorted() where !read.contains(name) {
      Terminal.noteOnce("hindcast: --set \(name) changes nothing here: \(subject) does not read it")
    }
  }

  /// Of a study file, whose own parameters and values of the strategy's are asked of its hypotheses.
  static func note(_ parameters: [Parameter], read: Set<String>, file: String) {
    for parameter in parameters where !read.contains(parameter.name) {
      Terminal.noteOnce("hindcast: \(file): no hypothesis uses the parameter '\(parameter.name)'")
    }
  }

  /// `'stress'`, or `'stress' or 'crowding'`.
  static func listed(_ signals: [String]) -> String {
    signals.count == 1 ? "'\(signals[0])'" : "none of " + signals.map { "'\($0)'" }.joined(separator: ", ")
  }
}
