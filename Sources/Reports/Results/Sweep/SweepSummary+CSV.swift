import Research

extension SweepSummary {
  /// The columns of `--format csv`: one row a trial, in the order of the points.
  public var csvColumns: [String] {
    ["trial", "market", "from", "to"] + axes.map(\.axis.name) + ["status"] + figures + ["reason"]
  }

  /// The rows of one block.
  public func csvRows(_ block: MeasuredBlock) -> [[Figure]] {
    let window = frame.window
    return block.points.enumerated().map { offset, point in
      let reason = block.failures[offset]
      return [.count(point), .text(frame.market), .text(window.from.description), .text(window.to.description)]
        + values(at: point).map(Figure.text) + [.text(reason == nil ? "completed" : "failed")]
        + block.figures(at: offset).map { $0.isNaN ? .missing : Figure.plain($0) } + [.text(reason ?? "")]
    }
  }
}
