import Foundation
import Pages
import Research
import Results
import Store

extension SweepJob {
  /// Writes the sweep's folder (the page, its document, and its pictures) and its row in the archive. Returns the folder.
  func keep(_ summary: SweepSummary, renderer: PageRenderer) throws -> String {
    // How long it took, and how much of it was there, is told to who waits, and is no part of what came out: two members of
    // the document, and the first of the sentences.
    let document = summary.json(best: SweepSummary.pageRows).leavingOut(["seconds", "reused"])
    let pictures = summary.surface.pictures
    let folder = try workspace.keep(
      KeptResult(
        identity: setting.identity, folder: summary.folder, name: summary.sweep.strategy.name,
        frames: [summary.frame],
        parameters: setting.request.overrides.map { ($0.key, $0.value.description) }
          + (setting.request.benchmark.map { [(KeptSweep.benchmarkName, $0)] } ?? []),
        figures: document.only("trials", "completed", "failed", "rank")
          .adding(["best": document["best"]?.elements.first ?? .null]),
        sources: [ResultRecord.Source(summary.sweep.strategy)], document: ("sweep.json", document.text()),
        printed: PrintedResult(
          tables: summary.tables(best: setting.request.best), opening: summary.opening,
          closing: Array(summary.closing.dropFirst())),
        files: [("report.html", renderer.html(summary.page))] + pictures.map { ("\($0.name).svg", $0.svg) }))
    try writePNG(of: pictures, in: folder)
    return folder
  }

  /// Every picture as PNG beside its SVG, where the tool for that is installed.
  private func writePNG(of pictures: [PictureFile], in folder: String) throws {
    let search = Rasteriser.find()
    if let note = search.note, !pictures.isEmpty { Terminal.note(note) }
    for picture in pictures {
      let path = "\(folder)/\(picture.name)"
      try search.tool?.convert("\(path).svg", to: "\(path).png")
    }
  }

  /// Prints one row a trial, a block at a time: nothing but a block is ever in memory.
  func printCSV(_ summary: SweepSummary, to writer: inout CSVWriter<StandardOutput>) throws {
    try forEachBlock { block in
      for row in summary.csvRows(block) { writer.append(row) }
    }
  }

  /// Prints one object a trial, a line each.
  func printJSON(_ summary: SweepSummary) throws {
    try forEachBlock { block in
      for (offset, point) in block.points.enumerated() {
        print(
          summary.json(point: point, figures: block.figures(at: offset), reason: block.failures[offset]).text(.compact))
      }
    }
  }
}
