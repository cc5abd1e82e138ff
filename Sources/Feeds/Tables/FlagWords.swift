/// The names of columns that say of each row whether it is one to be read, and the words that they say it by.
extension FlaggedRows.Flag {
  /// Names of flags, besides those that tables of bars and rows that were filled in have: `is_predicted` with 0 and 1.
  private static let names: [FlaggedRows.Flag: Set<String>] = [
    .unfinished: [
      "partial", "is_partial", "ispartial", "is_open", "isopen", "unfinished", "is_unfinished", "isunfinished",
      "incomplete", "is_incomplete", "isincomplete", "in_progress", "inprogress", "is_live", "islive", "forming",
      "is_forming", "isforming",
    ],
    .settled: [
      "settled", "is_settled", "issettled", "realized", "is_realized", "isrealized", "realised", "is_realised",
      "isrealised", "paid", "is_paid", "ispaid", "final", "is_final", "isfinal", "confirmed", "is_confirmed",
      "isconfirmed", "is_actual", "isactual",
    ],
    .foretold: [
      "predicted", "is_predicted", "ispredicted", "estimated", "is_estimated", "isestimated", "estimate", "is_estimate",
      "isestimate", "indicative", "is_indicative", "isindicative", "forecast", "is_forecast", "isforecast",
      "is_expected", "isexpected", "provisional", "is_provisional", "isprovisional",
    ],
  ]

  /// Names under which a word says it, be it of bars or of rates.
  private static let states: Set<String> = ["status", "state", "row_status", "kind"]
  private static let barStates: Set<String> = ["bar_status", "candle_status", "kline_status", "bar_state"]
  private static let rateStates: Set<String> = [
    "rate_type", "ratetype", "rate_status", "ratestatus", "rate_kind", "funding_type", "fundingtype", "funding_status",
    "settlement_status",
  ]

  static let finishedWords: Set<String> = [
    "closed", "complete", "completed", "final", "finalized", "finalised", "finished", "confirmed", "done", "over",
  ]
  static let openWords: Set<String> = [
    "open", "partial", "unfinished", "incomplete", "forming", "live", "pending", "current", "inprogress", "provisional",
  ]
  static let paidWords: Set<String> = [
    "settled", "settlement", "realized", "realised", "actual", "final", "finalized", "finalised", "paid", "charged",
    "applied", "confirmed", "historical", "history", "closed", "complete", "completed",
  ]
  static let expectedWords: Set<String> = [
    "predicted", "prediction", "estimated", "estimate", "indicative", "forecast", "forecasted", "expected", "projected",
    "provisional", "preliminary", "unsettled", "unpaid", "upcoming", "pending",
  ]

  /// What a column of this name may say of rows of bars, or of rates that were paid; nil for any other name.
  static func named(_ name: String, ofBars: Bool) -> FlaggedRows.Flag? {
    let plain = ColumnRoles.plainLast(name)
    if states.contains(plain) || (ofBars ? barStates : rateStates).contains(plain) {
      return ofBars ? .finishedState : .settledState
    }
    let flags: [FlaggedRows.Flag] = ofBars ? [.unfinished] : [.settled, .foretold]
    return flags.first { names[$0]?.contains(plain) == true }
  }
}
