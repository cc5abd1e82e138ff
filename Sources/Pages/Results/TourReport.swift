import Results

/// One page that walks through everything: data, study, replay, sweep, comparison, each with its own sections.
public struct TourReport: Sendable {
  /// One stop.
  public struct Chapter: Sendable {
    public var title: String
    /// What is done here.
    public var lead: String?
    public var page: Page

    /// - Parameters:
    ///   - command: what makes the page of the chapter.
    ///   - sections: headings of those that are shown; all when empty.
    public init(_ title: String, lead: String? = nil, command: String? = nil, _ page: Page, sections: [String] = []) {
      self.title = title
      self.lead = lead
      self.page = page
      self.page.facts = (command.map { [Page.Fact("Command", $0, isCode: true)] } ?? []) + page.facts
      self.page.sections = page.sections.filter { sections.isEmpty || sections.contains($0.title) }.map(\.abridged)
    }
  }

  public var title: String
  public var about: String?
  public var facts: [Page.Fact]
  /// What came of it, a line a chapter.
  public var findings: [Remark]
  public var chapters: [Chapter]

  public init(
    title: String, about: String? = nil, facts: [Page.Fact] = [], findings: [Remark] = [], chapters: [Chapter]
  ) {
    self.title = title
    self.about = about
    self.facts = facts
    self.findings = findings
    self.chapters = chapters
  }

  /// The chapters in order, and every convention of theirs once.
  public var page: Page {
    var conventions: [String] = []
    for convention in chapters.flatMap(\.page.conventions) where !conventions.contains(convention) {
      conventions.append(convention)
    }
    let found =
      findings.isEmpty ? [] : [PageSection("What was found", isChapter: true, findings.map(PageBlock.remark))]
    let sections =
      found
      + chapters.flatMap { chapter in
        [PageSection(chapter.title, lead: chapter.lead, isChapter: true, [.facts(chapter.page.facts)])]
          + chapter.page.sections
      }
    return Page(
      kind: "Tour", title: title, about: about, facts: facts, sections: sections, conventions: conventions)
  }
}

extension PageSection {
  /// The same with its first two charts and without long tables; the page that a chapter is taken from has all.
  fileprivate var abridged: PageSection {
    var left = 2
    var section = self
    section.blocks = blocks.compactMap { block in
      switch block {
      case .chart:
        left -= 1
        return left >= 0 ? block : nil
      case .charts(let charts):
        let shown = Array(charts.prefix(max(left, 0)))
        left -= shown.count
        return shown.isEmpty ? nil : .charts(shown)
      case .table(let table): return table.rows.count > 20 ? nil : block
      default: return block
      }
    }
    return section
  }
}
