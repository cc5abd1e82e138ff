import Market

extension Run {
  /// One row a bar: equity at its close and what is held there, of legs and portfolios too.
  public func writeBars(to output: inout some TextOutputStream) {
    if let legs { return writeBars(of: legs.legs, to: &output) }
    if let portfolio { return writeBars(of: portfolio, to: &output) }
    output.write("open_time,close_time,equity,quantity\n")
    writeBars(to: &output) { row, text in text.append(quantity[row]) }
  }

  /// Of each leg what is held and what it has come to.
  private func writeBars(of legs: [LegRun], to output: inout some TextOutputStream) {
    let heads = legs.flatMap { ["\($0.label)_quantity", "\($0.label)_result"] }
    output.write(CSV.line(["open_time", "close_time", "equity"] + heads))
    // A leg unfolds its curves when it is asked for them.
    let curves = legs.map { (quantity: $0.quantity, result: $0.result) }
    writeBars(to: &output) { row, text in
      for (index, curve) in curves.enumerated() {
        if index > 0 { text.append(",") }
        text.append(curve.quantity[row])
        text.append(",")
        text.append(micro: curve.result[row])
      }
    }
  }

  /// Exposure, and how many instruments are held and belong to the universe.
  private func writeBars(of account: PortfolioAccount, to output: inout some TextOutputStream) {
    output.write("open_time,close_time,equity,gross,net,held,universe\n")
    writeBars(to: &output) { row, text in
      text.append(account.gross[row])
      text.append(",")
      text.append(account.net[row])
      text.append(",")
      text.append(account.held[row])
      text.append(",")
      text.append(account.belonging[row])
    }
  }

  private func writeBars(to output: inout some TextOutputStream, held: (_ row: Int, _ text: inout RowText) -> Void) {
    var text = RowText()
    for row in equity.indices {
      text.append(grid.open(row))
      text.append(",")
      text.append(grid.close(row))
      text.append(",")
      text.append(micro: equity[row])
      text.append(",")
      held(row, &text)
      text.append("\n")
      if text.isFull { text.flush(to: &output) }
    }
    text.flush(to: &output)
  }
}
