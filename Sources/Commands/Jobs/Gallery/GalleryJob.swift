import Foundation
import Market
import Pages
import Results
import Store

/// Writes `results/index.html`: every result that was kept, and the pages of views.
struct GalleryJob {
  let workspace: Workspace

  static let file = "index.html"

  /// Returns the path of the page and how many results are on it.
  func write() throws -> (path: String, count: Int) {
    let kept = try RunArchive.existing(workspace)?.results() ?? []
    let entries = kept.map(entry) + views()
    let path = "\(workspace.results)/\(Self.file)"
    let latest = entries.sorted { ($0.written, $1.name) > ($1.written, $0.name) }
    try workspace.write(Gallery(latest).html, to: path)
    return (path, entries.count)
  }

  private func entry(_ result: ResultRecord) -> Gallery.Entry {
    let folder = result.folder.map(workspace.path)
    let document = folder.map { "\($0)/\(result.document?.name ?? "report.html")" }
    return Gallery.Entry(
      kind: result.kind.replacing("_", with: " "), name: result.name, market: result.markets.joined(separator: ", "),
      window: "\(result.range.from.dateText) to \(result.range.to.dateText), \(result.interval)",
      said: Self.words(result.figures), written: document.map(Self.written) ?? "",
      path: folder.flatMap { page(in: $0) })
  }

  /// Views are not in the archive: they are the same whenever they are asked for, and kept for their pages alone.
  private func views() -> [Gallery.Entry] {
    let below = "\(workspace.results)/view"
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: below)) ?? []).sorted()
    return names.compactMap { name in
      let folder = "\(below)/\(name)"
      guard let path = page(in: folder), let bytes = FileManager.default.contents(atPath: "\(folder)/view.json"),
        let document = try? JSONSerialization.jsonObject(with: bytes) as? [String: Any]
      else { return nil }
      let assets = (document["assets"] as? [[String: Any]] ?? []).compactMap { $0["asset"] as? String }
      let answer = document["answer"] as? [String] ?? []
      return Gallery.Entry(
        kind: "view \(name.prefix { $0 != "-" })",
        name: document["asset"] as? String ?? (assets.isEmpty ? name : assets.joined(separator: ", ")),
        market: document["dataset"] as? String ?? "",
        window: "as of \((document["as_of"] as? String).flatMap { Instant($0) }?.minuteText ?? "")",
        said: answer.joined(separator: " "), written: Self.written("\(folder)/view.json"), path: path)
    }
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

  private static let most = 4

  /// What is looked for first, in this order.
  private static let wanted = [
    "verdict", "outcome", "total_return", "sharpe_annual", "max_drawdown", "difference_bps", "p", "deflated", "pbo",
    "r2",
  ]

  private static func place(_ key: String) -> Int {
    wanted.firstIndex { key == $0 || $0 != "p" && key.hasPrefix($0) } ?? wanted.count
  }

  /// The first figures of a kept result: verdicts before numbers.
  private static func words(_ figures: String) -> String {
    guard let value = try? JSONSerialization.jsonObject(with: Data(figures.utf8)) else { return "" }
    var found: [(key: String, text: String)] = []
    func add(_ value: Any, _ key: String) {
      switch value {
      case let members as [String: Any]: for name in members.keys.sorted() { add(members[name] ?? "", name) }
      case let list as [Any]: for one in list.prefix(2) { add(one, key) }
      case let text as String: found.append((key, text.replacing("_", with: " ")))
      case let number as NSNumber: found.append((key, Figure.ratio(number.doubleValue, decimals: 3).text))
      default: break
      }
    }
    add(value, "")
    let first = found.filter { one in place(one.key) < wanted.count }.sorted {
      place($0.key) < place($1.key)
    }
    return (first.isEmpty ? found : first).prefix(most).map { "\($0.key.replacing("_", with: " ")) \($0.text)" }
      .joined(separator: ", ")
  }
}
