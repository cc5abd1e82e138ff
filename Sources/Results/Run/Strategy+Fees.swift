import Market
import Replay
import Signals

extension Strategy {
  /// What is to be said where fees were assumed, and where one that the file says is not used; nil where there is nothing.
  public var feeNote: String? {
    guard let assumed = assumedFees else { return nil }
    let fees = assumed.fees
    guard assumed.items != [.maker] else {
      return
        "The maker's fee is assumed, as the file of '\(name)' says none: \(fees.maker.bpsText) (\(fees.source)); say 'maker: 2bps' beside 'taker'."
    }
    guard legs == nil else {
      return
        "Costs are assumed, as the file of '\(name)' says none of these legs: \(fees.source); say 'taker: 5bps' of each, or 'costs: free'."
    }
    return
      "\(assumed.items == [.taker] ? "The taker's fee is" : "Fees are") assumed, as the file of '\(name)' says none: taker \(fees.taker.bpsText)\(assumed.items == [.taker] ? "" : ", maker \(fees.maker.bpsText)") (\(fees.source)); say 'costs: { taker: 5bps }', or 'costs: free'."
  }
}

extension Strategy {
  /// Whose fees are charged where the file names a list of them, of all instruments and of single legs.
  public var scheduleNotes: [String] {
    [fees?.sentence(nil, of: "")].compactMap(\.self)
      + (legs?.legs ?? []).compactMap { leg in leg.fees?.sentence(nil, of: leg.name) }
  }

  /// Whose fees are charged, where the file says no rates: those it names, or those that are assumed.
  public var feeWords: String? {
    let notes = [feeNote].compactMap(\.self) + scheduleNotes
    return notes.isEmpty ? nil : notes.joined(separator: " ")
  }

  /// What is to be said where they are of other instruments than those that are traded.
  public func feeCautions(on frame: Frame) -> [String] {
    var notes: [String] = []
    for member in frame.members {
      let own = legs?.legs.first { $0.name == member.name }
      if own?.costs[.taker] != nil { continue }
      guard let rule = own?.fees ?? fees, let note = TradingFees.caution(rule.schedule, on: member.instrument) else {
        continue
      }
      if !notes.contains(note) { notes.append(note) }
    }
    return notes
  }
}

extension FeeRule {
  /// - Parameters:
  ///   - tier: the level that is charged, where it is known.
  ///   - leg: whose fees they are; empty for all.
  func sentence(_ tier: FeeSchedule.Tier?, of leg: String) -> String? {
    let who = leg.isEmpty ? "Fees are" : "Fees of \(leg) are"
    var tier = tier
    if case .named(let named) = level { tier = named }
    if let tier {
      let rates = "taker \(tier.taker.bpsText), maker \(tier.maker.bpsText)"
      return schedule.venue.isEmpty ? "\(who) the file's: \(rates)." : "\(who) \(rates) (\(schedule.words(tier)))."
    }
    let source = [schedule.market, schedule.source].filter { !$0.isEmpty }.joined(separator: ", ")
    if case .numbered(let expression) = level {
      return "\(who) those of a level of \(schedule.venue), by '\(expression.text)' (\(source))."
    }
    let levels = schedule.byVolume
    guard let first = levels.first, let last = levels.last else { return nil }
    return
      "\(who), on each UTC day, those of the level that the value traded in the \(schedule.days) UTC days before it leads to, with nothing traded before the start: taker \(first.taker.bpsText) down to \(last.taker.bpsText), maker \(first.maker.bpsText) to \(last.maker.bpsText) (\(source))."
  }

  /// `bybit vip 3`, `hyperliquid by volume`, `own rows by volume`.
  func words(_ book: BoundBook) -> String {
    let name = schedule.venue.isEmpty ? "own rows" : schedule.venue
    guard let tier = try? tier(book) else { return "\(name) by volume" }
    return schedule.venue.isEmpty ? name : "\(name) \(tier.name)"
  }
}

extension BoundStrategy {
  /// Whose fees are charged, with what level that is.
  var scheduleNotes: [String] {
    let level = strategy.fees.flatMap { try? $0.tier(signals) }
    return [strategy.fees?.sentence(level, of: "")].compactMap(\.self)
      + (strategy.legs?.legs ?? []).compactMap { leg in
        leg.fees.flatMap { rule in rule.sentence(try? rule.tier(signals), of: leg.name) }
      }
  }

  /// That a rebate is said and never paid; nil where none is.
  var rebateNote: String? {
    costs.maker < 0 && !strategy.usesLimits
      ? "The maker rebate is not used: every order is a market order, and pays or receives 'taker'." : nil
  }
}

extension Double {
  /// A fraction in basis points: `5 bps`.
  package var bpsText: String { "\(Figure.plain((self * 1e8).rounded() / 1e4).text) bps" }
}
