import Market

extension Run {
  /// Every entry, six decimals, so that the column `amount` adds up to final less initial equity; of legs and portfolios each
  /// with what it is of.
  public func writeLedger(to output: inout some TextOutputStream) {
    let names = legs?.legs.map(\.label) ?? portfolio?.members.map(\.leg.name)
    // In files of runs with a leg that is settled in a coin: what that cost, and how many the amount is.
    let hasCoins = legs?.legs.contains { $0.settledIn != nil } ?? false
    output.write(
      CSV.line(
        ["time"] + (names == nil ? [] : [legs == nil ? "instrument" : "leg"])
          + ["kind", "amount", "quantity", "price", "rate", "trade", "price_source", "interval", "assumed"]
          + (hasCoins ? ["coin_price", "coins"] : [])))
    let fields = names?.map(CSV.field)
    var text = RowText()
    for entry in ledger {
      text.append(entry.instant)
      text.append(",")
      if let fields {
        text.append(fields[entry.leg])
        text.append(",")
      }
      text.append(entry)
      if hasCoins {
        text.append(",")
        if let coin = entry.coin {
          text.append(coin)
          text.append(",")
          text.append(Money.quote(entry.amount) / coin)
        } else {
          text.append(",")
        }
      }
      text.append("\n")
      if text.isFull { text.flush(to: &output) }
    }
    text.flush(to: &output)
  }
}

extension RowText {
  /// What an entry says, whatever it is of. Of a settlement, also the time that its rate pays for and whether somebody
  /// assumed it.
  fileprivate mutating func append(_ entry: LedgerEntry) {
    append(entry.kind.rawValue)
    append(",")
    append(micro: entry.amount)
    append(",")
    append(entry.quantity)
    append(",")
    append(entry.price)
    append(",")
    append(entry.rate)
    append(",")
    append(entry.trade)
    append(",")
    append(entry.priceSource?.rawValue ?? "")
    append(",")
    append(entry.interval?.description ?? "")
    append(entry.isAssumed ? ",assumed" : ",")
  }
}
