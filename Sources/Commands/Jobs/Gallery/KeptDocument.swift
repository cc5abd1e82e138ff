import Foundation
import Market
import Results

/// A JSON document of a folder, asked for what it may have: one of an earlier version lacks keys, and is shown without.
struct KeptDocument {
  private let members: [String: Any]

  init(_ members: [String: Any] = [:]) { self.members = members }

  /// Nil where there is none, or one so long that a page of many would wait for it.
  init?(at path: String) {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard let size = attributes?[.size] as? Int, size < Self.longest,
      let bytes = FileManager.default.contents(atPath: path),
      let members = try? JSONSerialization.jsonObject(with: bytes) as? [String: Any]
    else { return nil }
    self.members = members
  }

  init?(text: String) {
    guard let members = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else { return nil }
    self.members = members
  }

  private static let longest = 16_000_000

  func text(_ key: String) -> String? { members[key] as? String }

  func number(_ key: String) -> Double? {
    guard let number = members[key] as? NSNumber else { return nil }
    return number.doubleValue.isFinite ? number.doubleValue : nil
  }

  func count(_ key: String) -> Int? { number(key).map { Int($0) } }

  func flag(_ key: String) -> Bool? { members[key] as? Bool }

  func object(_ key: String) -> KeptDocument { KeptDocument(members[key] as? [String: Any] ?? [:]) }

  func list(_ key: String) -> [KeptDocument] {
    (members[key] as? [Any] ?? []).compactMap { $0 as? [String: Any] }.map { KeptDocument($0) }
  }

  func texts(_ key: String) -> [String] { (members[key] as? [Any] ?? []).compactMap { $0 as? String } }

  /// `entry 1.5, lookback 1d`.
  func pairs(_ key: String) -> String {
    let object = members[key] as? [String: Any] ?? [:]
    return object.keys.sorted().map { key in
      let value = "\(object[key] ?? "")"
      // A whole number is written as in its strategy.
      return "\(key) \(value.hasSuffix(".0") ? String(value.dropLast(2)) : value)"
    }.joined(separator: ", ")
  }

  /// `3 perpetuals, 1 spot`, of counts by type of instrument.
  func counts(_ key: String) -> String {
    let object = members[key] as? [String: Int] ?? [:]
    return object.sorted { $0.key < $1.key }.map { InstrumentType.counted($0.value, $0.key) }.joined(separator: ", ")
  }
}

/// A column of a CSV file at about as many rows as a small picture shows, the last among them.
enum SampledColumn {
  private static let places = 60
  /// Longer than any line of ours.
  private static let window = 512
  private static let short = 1 << 16

  /// - Parameter column: counted from 0. Of a long file only the bytes around each place are read.
  static func values(_ column: Int, of path: String) -> [Double] {
    guard let handle = FileHandle(forReadingAtPath: path) else { return [] }
    defer { try? handle.close() }
    guard let size = (try? handle.seekToEnd()).map(Int.init), size > 0 else { return [] }
    func lines(at offset: Int, _ count: Int) -> [Substring] {
      guard (try? handle.seek(toOffset: UInt64(offset))) != nil, let bytes = try? handle.read(upToCount: count) else {
        return []
      }
      return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }
    let rows: [Substring]
    if size <= short {
      let all = lines(at: 0, size).dropFirst()
      let step = max(1, all.count / places)
      rows = all.enumerated().filter { $0.offset % step == 0 || $0.offset == all.count - 1 }.map(\.element)
    } else {
      // The first line of a window may be cut, the second is whole.
      let starts = (0..<places).map { (size - window) / places * $0 }
      rows = starts.compactMap { lines(at: $0, window).dropFirst().first } + lines(at: size - window, window).suffix(1)
    }
    return rows.compactMap { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      return column < cells.count ? Double(cells[column]) : nil
    }
  }
}
