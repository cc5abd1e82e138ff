import Foundation
import Reports
import Research

extension SweepJob {
  /// Writes the sweep's folder: the page, its document, and its pictures. Returns the folder.
  func keep(_ summary: SweepSummary, renderer: PageRenderer) throws -> String {
    let folder = "\(workspace.results)/\(summary.id)"
    try workspace.write(summary.json(best: SweepSummary.pageRows).text(), to: "\(folder)/sweep.json")
    try workspace.write(renderer.html(summary.report.page), to: "\(folder)/report.html")
    try writePictures(summary.surface.pictures, to: folder)
    return folder
  }

  /// Every picture as SVG, and as PNG where the tool for that is installed.
  private func writePictures(_ pictures: [PictureFile], to folder: String) throws {
    let search = Rasteriser.find()
    if let note = search.note, !pictures.isEmpty { Terminal.note(note) }
    for picture in pictures {
      let path = "\(folder)/\(picture.name)"
      try workspace.write(picture.svg, to: "\(path).svg")
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
