import Market
import Store

/// Brings venue files into a dataset.
public enum Importer {
  /// Numbers kept in memory between checking and writing, 0.5 GB of them; files beyond it are read a second time.
  private static let budget = 1 << 26

  /// Imports files, and every file in the folders named, in order of path.
  ///
  /// Everything is checked before anything is written, so that a problem in one file leaves the dataset as it was. Then
  /// each file is one transaction: after a kill, the same call goes on with the files that are missing. A file whose bytes
  /// the dataset has had is not read again.
  ///
  /// - Parameters:
  ///   - isRehearsal: whether nothing is kept, so that reports say what an import would do, file by file; those that could
  ///     not be imported are reported as refused.
  ///   - now: when it is, by which a dataset can be read as it stood before, and a bar is over or not.
  ///   - readsAll: whether files are read that are as they were when they were imported, by what the system says of them.
  ///   - refuse: stops at a series, before anything is written, for what this room knows nothing of.
  /// - Returns: one report a series of each text of a file, in the same order.
  /// What folders held and cannot be imported is reported as skipped, and why.
  ///
  /// - Throws: `Problem` when nothing of what was named can be imported; for files, all of them in one, each of which is damaged, is not what it says it is, or has a row that cannot be used (unless
  ///   `badRows` is `.skip`); for a file named by the user that is of no known format; and when the dataset cannot be
  ///   written.
  public static func importFiles(
    _ paths: [String], into dataset: Dataset, hints: ImportHints = .none, badRows: BadRows = .refuse,
    profiles: ProfileLibrary = .builtIn, isRehearsal: Bool = false, at now: Instant? = nil,
    readsAll: Bool = false, checking refuse: (SeriesDescriptor) throws -> Void = { _ in },
    progress: (ImportProgress) -> Void = { _ in }
  ) throws -> [ImportReport] {
    let walk = try FileWalk(paths)
    let files = walk.files
    let reading = CheckedFile.Reading(
      hints: hints, badRows: badRows, profiles: profiles,
      earlier: { try dataset.earlierImport(sha256: $0, into: $1, range: $2) }, others: OtherReading(dataset))
    let plan = ReadingPlan(hints, badRows, profiles)
    let states = files.map { FileState($0.path) }
    let unchanged = readsAll ? [:] : try unchanged(zip(files, states), plan, in: dataset)
    func check(_ file: FileWalk.Found) throws -> CheckedFile {
      try unchanged[file]
        ?? OpenBars.leftOut(of: CheckedFile(inPieces: file, reading) ?? CheckedFile(file, reading), at: now)
    }

    var held = 0
    var series: Set<SeriesDescriptor> = []
    var checked: [CheckedFile?] = []
    var isSkipped: [Bool] = []
    var skipped: [(path: String, reason: String)] = []
    var names = NamedSymbols(hints)
    let opens = try OpenStampDoubt(dataset, hints)
    var former = try FormerRows(dataset)
    var trades = try RepeatedTrades(dataset)
    var copies = CopiedRows()
    var refused = RefusedFiles()
    var problems: [Int: Problem] = [:]
    var contradictions: [[[String]]] = []
    var order = CallOrder()
    var read: [ReadFile] = []
    for (index, file) in files.enumerated() {
      progress(ImportProgress(stage: .checking, done: index, total: files.count, file: file.path))
      let state = states[index]
      let isSettled = state?.isSettled() ?? false
      let content: CheckedFile
      do {
        content = try SideDigest.checked(check(file))
        try names.take(content)
        try opens.check(content)
        try RefusedBars.check(content, hints)
        order.take(content, as: index)
        let repeated = zip(try former.notes(on: content), try trades.notes(on: content)).map { $0 + $1 }
        contradictions.append(zip(repeated, copies.notes(on: content)).map { $0 + $1 })
      } catch let problem as Problem {
        try refused.take(problem, of: file.path)
        problems[index] = problem
        contradictions.append([])
        isSkipped.append(true)
        checked.append(nil)
        continue
      }
      // What changed while it was read is not what was read.
      if let plan, let state, isSettled, FileState(file.path) == state,
        let own = content.remembered(state, plan: plan.text(of: file))
      {
        read.append(own)
      }
      held += content.weight
      series.formUnion(content.parts.map(\.descriptor))
      isSkipped.append(content.skipped != nil)
      if let reason = content.skipped { skipped.append((file.path, reason)) }
      checked.append(held <= budget ? content : nil)
    }

    if let problem = refused.problem(of: files.count), !isRehearsal || !isSkipped.contains(false) { throw problem }
    guard files.indices.contains(where: { !isSkipped[$0] }) else {
      throw nothing(in: paths, walk.leftOut.map { ($0.path, $0.reason) } + skipped)
    }

    // What the dataset would refuse of one file it refuses before any is written.
    let found = series.sorted { $0.title < $1.title }
    for descriptor in found { try refuse(descriptor) }
    try dataset.checkMergeable(found)
    try order.settle(in: dataset)
    // Other readings of the bytes were looked at when they were checked.
    var again = reading
    again.others = nil

    func write() throws -> [ImportReport] {
      var neighbours = try Neighbours(dataset)
      var widths = WidthDoubt(dataset)
      let seams = VolumeSeam(dataset)
      var reports = walk.leftOut.map { ImportReport.skipped($0.path, $0.reason) }
      for (index, file) in files.enumerated() {
        progress(ImportProgress(stage: .writing, done: index, total: files.count, file: file.path))
        if let problem = problems[index] {
          reports.append(.refused(file.path, problem))
          continue
        }
        let content = try order.content(
          of: checked[index] ?? SideDigest.checked(check(file)), as: index,
          readingAgain: {
            try OpenBars.leftOut(of: CheckedFile(inPieces: file, again) ?? CheckedFile(file, again), at: now)
          })
        let said = zip(contradictions[index], try doubts(content, neighbours, &widths, seams, names)).map { $0 + $1 }
        let written = try Self.write(content, said, into: dataset, at: now)
        order.written(content, written)
        reports += written
        for part in content.parts where part.range != nil {
          widths.written(part.descriptor)
          neighbours.written(part.descriptor)
        }
        checked[index] = nil
      }
      return reports
    }
    // A rehearsal writes as well, so that each file meets those before it, and is undone.
    guard !isRehearsal else { return try dataset.rehearsing(write) }
    let reports = try write()
    try dataset.remember(read)
    return reports
  }

  /// The files that are as they were when an earlier import read them by the same plan, of which importing again would
  /// change nothing.
  private static func unchanged(
    _ files: some Sequence<(FileWalk.Found, FileState?)>, _ plan: ReadingPlan?, in dataset: Dataset
  ) throws -> [FileWalk.Found: CheckedFile] {
    guard let plan else { return [:] }
    let remembered = try dataset.readFiles()
    let same = files.compactMap { file, state -> (file: FileWalk.Found, read: ReadFile)? in
      guard let state, let own = remembered[file.path], own.state == state.text, own.plan == plan.text(of: file) else {
        return nil
      }
      return (file, own)
    }
    let records = try dataset.records(of: same.map(\.read))
    return Dictionary(
      same.compactMap { file, read in records[file.path].map { (file, CheckedFile(unchanged: read, $0)) } },
      uniquingKeysWith: { first, _ in first })
  }

  private static func nothing(in paths: [String], _ leftOut: [(path: String, reason: String)]) -> Problem {
    let named = paths.map { "'\($0)'" }.joined(separator: ", ")
    guard !leftOut.isEmpty else { return Problem("there is no file in \(named)", remedy: "name another folder") }
    let shown = leftOut.prefix(10).map { "\($0.path): \($0.reason)" }
    let more = leftOut.count > 10 ? ["and \(leftOut.count - 10) more"] : []
    return Problem(
      "nothing in \(named) can be imported:\n  " + (shown + more).joined(separator: "\n  ") + "\n",
      remedy: "read are: \(CheckedFile.knownFormats); and what 'hindcast data formats' lists")
  }

  /// What is to be said of each part's clock, and of rates that may be those of another interval. Formats that say
  /// themselves when their rows are need no look at the clock.
  private static func doubts(
    _ file: CheckedFile, _ neighbours: Neighbours, _ widths: inout WidthDoubt, _ seams: VolumeSeam,
    _ names: NamedSymbols
  ) throws -> [[String]] {
    try file.parts.map { part in
      guard let rows = part.content.sample else { return [] }
      let named = [names.note(on: part), NamedSymbols.periodNote(on: part)]
      return (named + [repeatedRates(part), unfinished(part), try widths.note(on: rows)]).compactMap(\.self)
        + JoinDoubts.findings(on: rows, beside: neighbours.of(rows), clock: !part.isCoded).map(\.note)
        + SeriesDoubts.notes(on: rows) + seams.findings(on: rows).map(SeriesDoubts.said)
    }
  }

  /// What its last bar says against having ended. A sample is no end, and what drops its last bar has none that is open.
  private static func unfinished(_ part: CheckedFile.Part) -> String? {
    guard case .rows(let rows) = part.content, !part.dropsLast, let finding = rows.series.unfinishedBar else {
      return nil
    }
    return "\(finding.what) It is of \(finding.first.minuteText); --drop-last leaves it out"
  }

  /// What is to be said of a rate of a longer interval that is listed at every row: nothing is left out, and who replays
  /// has to say what was paid.
  private static func repeatedRates(_ part: CheckedFile.Part) -> String? {
    guard part.descriptor.kind == .funding, let sample = part.content.sample else { return nil }
    let kept = "all rows are kept"
    if let finding = FundingSchedule(sample)?.findings.first(where: { $0.kind == .contradictory }) {
      return "\(finding.sentence): a rate of a longer interval that is listed at every row? \(kept), and a replay asks "
        + "which were paid: --assume-funding contradictory=declared (those at multiples of that interval, in full), "
        + "prorated (each row its part) or listed (each row in full)"
    }
    guard let declared = sample.values("funding_interval"), declared.contains(where: { !$0.isNaN }) else { return nil }
    // What a format says of every row is no word of the rows themselves.
    let rows = zip(sample.stamps, sample.values("funding_rate") ?? []).map {
      FundingRow(stamp: Instant(milliseconds: $0), rate: $1, declared: nil)
    }
    let schedule = FundingSchedule(rows, cadence: sample.descriptor.cadence ?? .hours(8))
    return schedule.findings.first { $0.kind == .contradictory }.map {
      "\($0.sentence), and each row declares that it is settled: \(kept), and a replay charges each in full; where it is a "
        + "rate of a longer interval, remove it and import it with --interval, so that only its settlements are taken"
    }
  }

  private static func write(
    _ file: CheckedFile, _ doubts: [[String]], into dataset: Dataset, at now: Instant?
  ) throws -> [ImportReport] {
    if let reason = file.skipped { return [.skipped(file.path, reason)] }
    if file.large != nil { return try writePieces(file, doubts, into: dataset, at: now) }
    let batches = file.parts.compactMap { part -> (Series, ImportSource)? in
      guard case .rows(let rows) = part.content else { return nil }
      let source = ImportSource(
        file: part.location, sha256: file.sha256, format: part.reading, repeated: rows.repeated,
        rejected: rows.rejected.count)
      return (rows.series, source)
    }
    var counts = batches.isEmpty ? [][...] : try dataset.merge(batches, at: now)[...]
    return zip(file.parts, doubts).map { part, doubt in
      switch part.content {
      case .known(let record): return .known(part, record)
      case .rows(let rows):
        var report = ImportReport.imported(part, rows, counts.popFirst() ?? MergeCounts())
        report.notes += doubt + report.stays
        return report
      case .pieces: preconditionFailure("a file that was read whole")
      }
    }
  }

  /// The same of a file that is read piece by piece, all of it in one transaction.
  private static func writePieces(
    _ file: CheckedFile, _ doubts: [[String]], into dataset: Dataset, at now: Instant?
  ) throws -> [ImportReport] {
    var sources: [SeriesDescriptor: ImportSource] = [:]
    for part in file.parts {
      guard case .pieces(let totals) = part.content else { continue }
      sources[part.descriptor] = ImportSource(
        file: part.location, sha256: file.sha256, format: part.reading, repeated: totals.repeated,
        rejected: totals.rejected.count)
    }
    let counts =
      sources.isEmpty
      ? [:]
      : try dataset.merge(
        inPieces: { hand in try file.forEachBatch(hand) }, sources: sources, at: now)
    return zip(file.parts, doubts).map { part, doubt in
      switch part.content {
      case .known(let record): return .known(part, record)
      case .pieces(let totals):
        var report = ImportReport(
          file: part.location, outcome: .imported, format: part.format, series: part.descriptor, rowsRead: totals.read,
          counts: counts[part.descriptor] ?? MergeCounts(duplicate: totals.repeated), rejected: totals.rejected,
          notes: part.notes + doubt)
        report.notes += report.stays
        return report
      case .rows: preconditionFailure("a file that was read in pieces")
      }
    }
  }
}

extension ImportReport {
  /// What is to be said of rows that did not take the place of what was there.
  fileprivate var stays: [String] {
    guard counts.outweighed > 0 else { return [] }
    return [
      "\(counts.outweighed) rows that say something else stay as the dataset has them: those know more (columns that this file "
        + "leaves out) or are of a bar that had ended; to replace them, remove the series first ('hindcast data remove')"
    ]
  }

  fileprivate static func skipped(_ file: String, _ reason: String) -> ImportReport {
    ImportReport(
      file: file, outcome: .skipped(reason: reason), format: nil, series: nil, rowsRead: 0, counts: MergeCounts(),
      rejected: [])
  }

  fileprivate static func refused(_ file: String, _ problem: Problem) -> ImportReport {
    ImportReport(
      file: file, outcome: .refused(problem), format: nil, series: nil, rowsRead: 0, counts: MergeCounts(),
      rejected: [])
  }

  fileprivate static func known(_ part: CheckedFile.Part, _ record: ImportRecord) -> ImportReport {
    let usable = record.rows - record.source.rejected
    return ImportReport(
      file: part.location, outcome: .alreadyImported, format: part.format, series: part.descriptor,
      rowsRead: record.rows, counts: MergeCounts(duplicate: usable), rejected: [], notes: part.notes)
  }

  fileprivate static func imported(
    _ part: CheckedFile.Part, _ rows: SeriesRows, _ counts: MergeCounts
  ) -> ImportReport {
    ImportReport(
      file: part.location, outcome: .imported, format: part.format, series: part.descriptor, rowsRead: rows.read,
      counts: counts, rejected: rows.rejected, notes: part.notes)
  }
}
