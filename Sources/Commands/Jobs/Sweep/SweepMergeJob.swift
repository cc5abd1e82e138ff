import Foundation
import Market
import Store

/// Joins the archives of shards into the archive of a root.
struct SweepMergeJob {
  let destination: Workspace

  /// - Parameter stores: roots or archives, each once.
  func run(_ stores: [String]) throws -> MergeSummary {
    let into = RunArchive.path(root: destination.root)
    var seen: [String: String] = [:]
    var others: [RunArchive] = []
    for store in stores {
      let path = try archive(of: store)
      let real = Self.real(path)
      guard real != Self.real(into) else {
        throw Problem("'\(store)' is the store to join into", remedy: "leave it out, or say --into another root")
      }
      if let first = seen.updateValue(store, forKey: real) {
        throw Problem(
          first == store ? "'\(store)' is named twice" : "'\(first)' and '\(store)' are the same store",
          remedy: "name each store once")
      }
      others.append(try RunArchive(reading: path))
    }
    let archive = try RunArchive(at: into)
    let sweeps = try archive.merge(from: others)
    try archive.close()
    return MergeSummary(path: into, stores: others.map(\.path), sweeps: sweeps)
  }

  private func archive(of store: String) throws -> String {
    let workspace = Workspace(root: store)
    guard workspace.fileExists(store) else {
      throw Problem("there is no store '\(store)'", remedy: "name the --root that a shard ran in")
    }
    guard workspace.isFolder(store) else { return store }
    let path = RunArchive.path(root: store)
    guard workspace.fileExists(path) else {
      throw Problem("'\(store)' has no \(RunArchive.path(root: "."))", remedy: "run its shard with --root \(store)")
    }
    return path
  }

  private static func real(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }
}
