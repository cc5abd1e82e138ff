import Replay
import Signals

extension Strategy {
  /// Parameters that no signal and no rule reads.
  var unusedParameters: [String] {
    let read = parametersRead.union(signals.parameters(behind: signals.signals.map(\.expression)))
    return signals.parameterNames.filter { !read.contains($0) }
  }
}
