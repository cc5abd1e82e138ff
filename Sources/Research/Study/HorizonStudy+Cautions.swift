import Statistics

extension HorizonStudy {
  /// What a reader of the verdict should know before acting on it, a sentence each; empty when nothing speaks up.
  public var cautions: [String] {
    guard let depth, let slope = estimates.first?.estimate else { return [] }
    return [
      windows(depth, slope), periods(depth), placebos(depth), order(depth), conditions(depth),
    ].compactMap(\.self)
  }

  private func windows(_ depth: HorizonDepth, _ slope: Double) -> String? {
    guard let sensitivity = depth.sensitivity.answer else { return nil }
    let agreement = sensitivity.agreement(with: slope)
    guard agreement.same < agreement.of else { return nil }
    let against = sensitivity.points.filter { ($0.effect.answer.map { ($0.estimate < 0) != (slope < 0) }) ?? false }
    return
      "The sign depends on the window: it is the other way round with \(against.map { "\($0.parameter)=\($0.value)" }.joined(separator: ", "))."
  }

  private func periods(_ depth: HorizonDepth) -> String? {
    // Without a finding parts differ because noise does.
    guard verdict.finding == .predicts, let stability = depth.stability.answer,
      let division = stability.divisions.last(where: { $0.judged >= 2 && $0.sameSign < $0.judged })
    else { return nil }
    return
      "The effect has the same sign in \(division.sameSign) of \(division.judged) parts that can be judged (\(division.parts.name))."
  }

  private func placebos(_ depth: HorizonDepth) -> String? {
    guard let placebo = depth.placebo.answer, verdict.finding == .predicts, placebo.pOfT >= 0.05 else { return nil }
    return
      "\(Int((placebo.pOfT * 100).rounded())) of 100 placebo regimes that come as often and last as long do as well by chance."
  }

  private func order(_ depth: HorizonDepth) -> String? {
    guard depth.leadLag.answer?.returnsComeFirst == true else { return nil }
    return "Shifting the signal earlier raises the estimate: it reacts to past returns rather than leading them."
  }

  private func conditions(_ depth: HorizonDepth) -> String? {
    let partitions = depth.conditioning.partitions
    let unequal = partitions.filter { ($0.equality.answer?.p ?? 1) < 0.05 / Double(partitions.count) }
    guard !unequal.isEmpty else { return nil }
    return
      "The effect is not the same in all cells of \(unequal.map(\.name).joined(separator: ", ")) (Wald, 5 % shared among \(partitions.count) partitions)."
  }
}
