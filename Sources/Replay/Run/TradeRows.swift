import Market

extension Run {
  /// By trade, in order: the name of its instrument. Empty where there is one.
  package var tradeNames: [String] {
    guard let portfolio else { return [] }
    var names = [String](repeating: "", count: trades.count)
    for entry in ledger where names.indices.contains(entry.trade - 1) {
      names[entry.trade - 1] = portfolio.members[entry.leg].leg.name
    }
    return names
  }

  /// One row a trade.
  public func writeTrades(to output: inout some TextOutputStream) {
    let columns = TradeColumns(namesInstruments: portfolio != nil, hasFinancing: legs != nil)
    output.write(columns.header)
    writeTrades(columns, to: &output)
  }

  /// The trades of several runs, each with its strategy: all columns that one of them can have, blank where another has none.
  package static func writeTrades(of runs: [(strategy: String, run: Run)], to output: inout some TextOutputStream) {
    if let only = runs.first, runs.count == 1 { return only.run.writeTrades(to: &output) }
    var columns = TradeColumns(namesInstruments: true, hasFinancing: true)
    columns.strategy = ""
    output.write(columns.header)
    for (strategy, run) in runs {
      columns.strategy = strategy
      run.writeTrades(columns, to: &output)
    }
  }

  private func writeTrades(_ columns: TradeColumns, to output: inout some TextOutputStream) {
    let lead = columns.strategy.map { CSV.field(CSV.words($0)) + "," } ?? ""
    let names = tradeNames.map(CSV.field)
    var text = RowText()
    for trade in trades {
      text.append(lead)
      text.append(trade.number)
      text.append(",")
      if columns.namesInstruments {
        if !names.isEmpty { text.append(names[trade.number - 1]) }
        text.append(",")
      }
      text.append(trade, hasFinancing: columns.hasFinancing)
      text.append("\n")
      if text.isFull { text.flush(to: &output) }
    }
    text.flush(to: &output)
  }
}

private struct TradeColumns {
  /// Whose trades the next rows are; nil where no column says so.
  var strategy: String?
  let namesInstruments: Bool
  let hasFinancing: Bool

  var header: String {
    CSV.line(
      (strategy == nil ? [] : ["strategy"]) + ["trade"] + (namesInstruments ? ["instrument"] : [])
        + ["side", "entered", "left", "entry_price", "exit_price", "quantity", "bars", "ending", "price_pnl"]
        + ["funding", "fees", "slippage", "liquidation"] + (hasFinancing ? ["financing"] : []) + ["net"])
  }
}

extension RowText {
  fileprivate mutating func append(_ trade: Trade, hasFinancing: Bool) {
    append(trade.side > 0 ? "long," : "short,")
    append(trade.entered)
    append(",")
    append(trade.left)
    append(",")
    append(trade.entryPrice)
    append(",")
    append(trade.exitPrice)
    append(",")
    append(trade.quantity)
    append(",")
    append(trade.bars)
    append(",")
    append(trade.ending.rawValue)
    for amount in [trade.price, trade.funding, trade.fee, trade.slippage, trade.liquidation] {
      append(",")
      append(micro: amount)
    }
    if hasFinancing {
      append(",")
      append(micro: trade.financing)
    }
    append(",")
    append(micro: trade.net)
  }
}
