extension Frame {
  /// The same market to somebody who learns some of it one bar later: the columns called `names` are a row down, and
  /// what is traded and what settles stays where it is.
  ///
  /// Signals read columns and fills read the members' bars, so a strategy replayed on the one and trading on the other
  /// shows what it owes to hearing of a thing in the very bar.
  ///
  /// - Parameter names: names that are no columns are passed over.
  public func lagged(_ names: Set<String>) -> Frame {
    func lagged(_ column: Column) -> Column {
      guard names.contains(column.name), !column.values.isEmpty else { return column }
      return Column(
        column.name, column.unit, [.nan] + column.values.dropLast(), source: column.source, note: column.note,
        owner: column.owner)
    }
    return with(
      members: members.map { member in
        var late = FrameMember(
          name: member.name, instrument: member.instrument, contract: member.contract, bars: member.bars,
          funding: member.funding, path: member.path, columns: member.columns.map(lagged),
          roll: member.roll)
        late.isConversion = member.isConversion
        return late
      }, columns: columns.values.sorted { $0.name < $1.name }.map(lagged), fingerprint: "")
  }
}
