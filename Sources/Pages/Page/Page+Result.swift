import Research
import Results

// What the pages of all results have in common: how they begin, and what they do not say twice.

extension Page {
  /// The page of a result: its header as facts, with what is particular to it before and after.
  init(
    _ kind: String, _ title: String, about: String? = nil, _ header: ResultHeader, first: [Fact] = [],
    further: [Fact] = [], sections: [PageSection], log: [TestTally] = [], conventions: [String]
  ) {
    self.init(
      kind: kind, title: title, about: about,
      facts: (first + header.facts + further + .result(header.hash)).filter { !$0.value.isEmpty },
      sections: sections.saying(header.found, log).without(header.context), conventions: conventions)
  }
}

extension ResultHeader {
  fileprivate var facts: [Page.Fact] {
    [
      Page.Fact(
        "Market",
        (market == traded ? market : ResultHeader.place(market, traded)).replacing(/,(?! )/, with: ", ")),
      Page.Fact("Bars", interval.description),
      Page.Fact("Window, UTC", "\(window.windowText) (\(window.length.inTwoUnits))"),
      Page.Fact("Parameters", parameters.map { "\($0.name) \($0.value)" }.joined(separator: ", ")),
    ]
  }
}

extension [Page.Fact] {
  /// What a result goes by: as much of its hash as finds it again.
  static func result(_ hash: String?) -> [Page.Fact] {
    hash.map { [Page.Fact("Result", String($0.prefix(12)), isCode: true)] } ?? []
  }
}

extension Page.Fact {
  /// A signal with what it is; an expression without a name is both.
  static func signal(_ name: String, _ expression: String) -> Page.Fact {
    Page.Fact("Signal", name == expression ? name : "\(name): \(expression)", isCode: true)
  }
}

extension [PageSection] {
  /// The same with what was found in the data, unless a table says it already, and how often they were asked at the end
  /// of the first, before anybody reads on.
  func saying(_ found: [String], _ log: [TestTally]) -> [PageSection] {
    guard var opening = first else { return self }
    if !found.isEmpty, !contains(where: { $0.says(found) }) {
      opening.blocks.append(.notes("Found in the data", found))
    }
    if !log.isEmpty { opening.blocks.append(.notes("Test log", log.map(\.text))) }
    return [opening] + dropFirst()
  }

  /// The same with what is beyond what any market has given before everything else; as they are where nothing is.
  func alarming(_ alarm: String?) -> [PageSection] {
    guard let alarm, var opening = first else { return self }
    opening.blocks.insert(.remark(Remark(.bad, BeyondReal.title, alarm)), at: 0)
    return [opening] + dropFirst()
  }

  /// The same without what the header of the page says in the titles of tables, which in a terminal stand alone.
  func without(_ context: String) -> [PageSection] {
    map { section in
      var section = section
      section.blocks = section.blocks.map { $0.mapTables { $0.without(context) } }
      return section
    }
  }
}

extension PageSection {
  fileprivate func says(_ found: [String]) -> Bool {
    blocks.contains { block in
      if case .table(let table) = block { return Set(found).isSubset(of: table.notes) }
      return false
    }
  }
}

extension PageBlock {
  fileprivate func mapTables(_ change: (Table) -> Table) -> PageBlock {
    switch self {
    case .table(let table): .table(change(table))
    case .tables(let tables): .tables(tables.map(change))
    default: self
    }
  }
}

extension Table {
  fileprivate func without(_ context: String) -> Table {
    var table = self
    table.title = title?.replacing(context, with: "")
    return table
  }

  /// The same without a note that stands elsewhere on the page.
  func without(note: String) -> Table {
    var table = self
    table.notes.removeAll { $0 == note }
    return table
  }
}
