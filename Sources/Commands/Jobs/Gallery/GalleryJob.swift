import Foundation
import Market
import Pages
import Results
import Store

/// Writes `results/index.html`: every result that was kept, the pages of views, and that of the tour.
struct GalleryJob {
  let workspace: Workspace

  static let file = "index.html"

  /// Returns the path of the page and how many results are on it.
  func write() throws -> (path: String, count: Int) {
    let kept = try RunArchive.existing(workspace)?.results() ?? []
    let entries = kept.map(entry) + views() + tour()
    let path = "\(workspace.results)/\(Self.file)"
    let latest = entries.sorted { ($0.written, $1.name) > ($1.written, $0.name) }
    try workspace.write(Gallery(latest).html, to: path)
    return (path, entries.count)
  }

  private static let titles = [
    "replay": "Replay", "study": "Study", "signal_study": "Signal study", "panel": "Panel", "family": "Family",
    "scan": "Scan", "regression": "Regression", "sweep": "Sweep", "validation": "Validation",
    "comparison": "Comparison",
  ]

  private func entry(_ result: ResultRecord) -> Gallery.Entry {
    let folder = result.folder.map(workspace.path)
    let document = folder.map { "\($0)/\(result.document?.name ?? "report.html")" }
    let words = KeptWords.of(
      kind: result.kind, document.flatMap { KeptDocument(at: $0) } ?? KeptDocument(),
      KeptDocument(text: result.figures) ?? KeptDocument(), folder: folder)
    let title = words.title.flatMap { $0.isEmpty ? nil : $0 }
    return Gallery.Entry(
      kind: Self.titles[result.kind] ?? result.kind.replacing("_", with: " "), name: title ?? result.name,
      about: words.about, market: result.markets.joined(separator: ", "),
      window: "\(result.range.windowText), \(result.interval) bars",
      verdict: words.verdict, said: words.said, spark: words.spark, written: document.map(Self.written) ?? "",
      path: folder.flatMap { page(in: $0) })
  }

  /// Views are not in the archive: they are the same whenever they are asked for, and kept for their pages alone.
  private func views() -> [Gallery.Entry] {
    let below = "\(workspace.results)/view"
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: below)) ?? []).sorted()
    return names.compactMap { name in
      let folder = "\(below)/\(name)"
      guard let path = page(in: folder), let document = KeptDocument(at: "\(folder)/view.json") else { return nil }
      let kind = String(name.prefix { $0 != "-" })
      let words = KeptWords.ofView(kind, document)
      return Gallery.Entry(
        kind: KeptWords.viewKind(kind), name: words.title ?? name, about: words.about,
        market: document.text("dataset") ?? "",
        window: "as of \(document.text("as_of").flatMap { Instant($0) }?.minuteText ?? "") UTC",
        verdict: words.verdict, said: words.said, spark: words.spark, written: Self.written("\(folder)/view.json"),
        path: path)
    }
  }

  private func tour() -> [Gallery.Entry] {
    let folder = "\(workspace.results)/tour"
    guard let path = page(in: folder) else { return [] }
    return [
      Gallery.Entry(
        kind: "Tour", name: "The three jobs on the demo market", market: "demo", window: "",
        said: "Does crowded leverage predict, what does it earn, how much of that is choice of parameters.",
        written: Self.written("\(folder)/report.html"), path: path)
    ]
  }

  /// Relative to the gallery; nil where there is none.
  private func page(in folder: String) -> String? {
    let file = "\(folder)/report.html"
    guard workspace.fileExists(file) else { return nil }
    return file.hasPrefix(workspace.results + "/") ? String(file.dropFirst(workspace.results.count + 1)) : file
  }

  private static func written(_ file: String) -> String {
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    guard let date = attributes?[.modificationDate] as? Date else { return "" }
    return Instant(milliseconds: Int64(date.timeIntervalSince1970 * 1000)).minuteText
  }
}
