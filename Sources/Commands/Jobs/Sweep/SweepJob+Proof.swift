import Market
import Research

extension SweepJob {
  /// Measures some trials once more, each the way the command does that runs one of them, and compares every bit.
  ///
  /// - Returns: how many were compared.
  /// - Throws: a `Problem` that names the first trial that differs.
  func verify() throws -> Int {
    let wanted = setting.sweep.scatteredPoints(setting.request.verify, seed: setting.request.space.seed)
    let blocks = ArchiveBlockCache(archive)
    var compared = 0
    for point in wanted.sorted() {
      guard let block = try block(of: point, in: blocks) else { continue }
      try compare(block, point)
      compared += 1
    }
    return compared
  }

  private func compare(_ block: MeasuredBlock, _ point: Int) throws {
    let offset = point - block.points.lowerBound
    let proof = Result { () throws(Problem) in try setting.measure.proof(of: point) }
    switch (proof, block.failures[offset]) {
    case (.failure, .some): return
    case (.success(let proof), nil):
      let kept = block.figures(at: offset)
      let differing = kept.indices.first { index in
        // One NaN is as good as another; of everything else every bit counts.
        !(kept[index].isNaN && proof[index].isNaN) && kept[index].bitPattern != proof[index].bitPattern
      }
      guard let differing else { return }
      throw difference(
        point,
        "\(setting.measure.figures[differing]) is \(kept[differing]) in the store and \(proof[differing]) by itself")
    case (.success, .some(let reason)): throw difference(point, "it failed in the sweep (\(reason)) and runs by itself")
    case (.failure(let problem), nil): throw difference(point, "it ran in the sweep and not by itself: \(problem)")
    }
  }

  private func difference(_ point: Int, _ what: String) -> Problem {
    let parameters = setting.sweep.space.parameters(point).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return Problem(
      "trial \(point) (\(parameters.joined(separator: " "))) is not what it is by itself: \(what)",
      remedy: "the store is damaged or this is a fault of the engine; please report it with the strategy", fault: .work)
  }
}
