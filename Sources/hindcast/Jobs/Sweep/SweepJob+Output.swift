import Foundation
import Reports
import Research

extension SweepJob {
  /// Writes the sweep's folder: the page and its document. Returns the folder.
  func keep(_ summary: SweepSummary, renderer: PageRenderer) throws -> String {
    let folder = "\(workspace.results)/\(summary.id)"
    try workspace.write(summary.json(best: SweepSummary.pageRows).text(), to: "\(folder)/sweep.json")
    try workspace.write(renderer.html(summary.report.page), to: "\(folder)/report.html")
    return folder
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
