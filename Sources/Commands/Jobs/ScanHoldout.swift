import Market
import Research
import Results
import Signals
import Store

/// The sealed end of a scanned market: what may be asked of it, once.
struct ScanHoldout {
  let workspace: Workspace
  let markets: [String]
  /// What the names of its signals mean.
  let book: BoundBook

  /// That there is one to ask, before anything is looked at.
  func check() throws {
    guard markets.count == 1 else {
      throw Problem("--register is of one market, and \(markets.count) are scanned", remedy: "scan one")
    }
    guard let seal = try workspace.datasets.open(markets[0]).seal() else {
      throw Problem(
        "'\(markets[0])' is not sealed, so there is nothing to register for",
        remedy: "'hindcast study seal --market \(markets[0]) --last 20%' seals its end before the scan")
    }
    if let registered = seal.registered {
      throw Problem(
        "'\(markets[0])' has a hypothesis registered already, \(registered.hash.prefix(12))",
        remedy: "a holdout answers one question; 'hindcast study open' asks it")
    }
  }

  /// Writes the strongest down, in the direction that the scan saw.
  func register(_ study: ScanStudy, _ choice: MarketChoice) throws -> String {
    guard let strongest = study.strongest else {
      return "Holdout: nothing is found, so nothing is registered and the sealed end stays sealed."
    }
    var choice = choice
    choice.market = markets[0]
    let signal = study.plan.signals[strongest.signal]
    let question = HoldoutJob.Question(
      signal: try book.resolve(signal.expression).written, forward: strongest.test.forward,
      direction: (strongest.test.effect ?? 0) > 0 ? .up : .down, alpha: study.plan.alpha, overrides: [:])
    let document = try HoldoutJob(workspace: workspace, now: Clock.now).register(question, of: nil, choice: choice)
    return
      "Holdout: registered \(signal.name), \(question.forward), \(question.direction.rawValue), which the sealed end is opened for once: hindcast study open --market \(markets[0]) \(document.hash.prefix(12))"
  }

  /// What one would do next.
  func advice(_ study: ScanStudy) throws -> String? {
    guard study.strongest != nil, markets.count == 1 else { return nil }
    guard let seal = try workspace.datasets.open(markets[0]).seal() else {
      return
        "Holdout: none. What a scan finds was found on the data it was looked for in; 'hindcast study seal --market \(markets[0]) --last 20%' before a scan keeps the end for one question."
    }
    return seal.registered == nil
      ? "Holdout: sealed from \(seal.from.minuteText) UTC on and not looked at; --register writes the strongest down for it."
      : nil
  }
}
