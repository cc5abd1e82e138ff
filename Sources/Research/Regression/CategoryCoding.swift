/// Which categories of a term are coded with a column for every level and which leave one out.
///
/// The columns of a term must add to those before it only what they cannot already say. A category of L levels spans the
/// constant and L - 1 contrasts, so a product of categories spans one space for each subset of them; what an earlier term
/// with the same numbers in it has spanned is left out, and what remains is put together again, one level short where
/// only contrasts are left. With an intercept that is treatment coding; without one, the first category is whole. This is
/// the rule of R and patsy (Chambers & Hastie 1992, Statistical Models in S, section 2.3).
struct CategoryCoding {
  /// Columns of one term: each factor in it, and which of the categories have all of their levels.
  struct Block: Hashable {
    let factors: [FormulaFactor]
    let whole: Set<FormulaFactor>
  }

  private var spanned: [Set<FormulaFactor>: Set<Set<FormulaFactor>>] = [:]

  init(intercept: Bool) {
    if intercept { spanned[[]] = [[]] }
  }

  /// The blocks of the next term, which must not come before one of a lower degree.
  mutating func blocks(of term: FormulaTerm) -> [Block] {
    let categories = term.factors.filter(\.isCategory)
    let numbers = Set(term.factors.filter { !$0.isCategory })
    let already = spanned[numbers, default: []]
    var pieces = Self.subsets(of: categories).filter { !already.contains($0) }.map { Piece(contrasts: $0, whole: []) }
    spanned[numbers] = already.union(pieces.map(\.contrasts))
    while let (short, long, category) = Self.pair(in: pieces) {
      pieces[long] = Piece(contrasts: pieces[short].contrasts, whole: pieces[short].whole.union([category]))
      pieces.remove(at: short)
    }
    return pieces.map { piece in
      let kept = piece.contrasts.union(piece.whole)
      return Block(factors: term.factors.filter { !$0.isCategory || kept.contains($0) }, whole: piece.whole)
    }
  }

  /// A space: contrasts of some categories times all levels of others.
  private struct Piece {
    let contrasts: Set<FormulaFactor>
    let whole: Set<FormulaFactor>
  }

  /// Two pieces that are one with a whole category: they differ by its contrasts and by nothing else.
  private static func pair(in pieces: [Piece]) -> (short: Int, long: Int, FormulaFactor)? {
    for short in pieces.indices {
      for long in pieces.indices.dropFirst(short + 1) where pieces[short].whole == pieces[long].whole {
        let rest = pieces[long].contrasts.subtracting(pieces[short].contrasts)
        if rest.count == 1, pieces[short].contrasts.isSubset(of: pieces[long].contrasts), let category = rest.first {
          return (short, long, category)
        }
      }
    }
    return nil
  }

  /// Smallest first, in the order of the categories.
  private static func subsets(of categories: [FormulaFactor]) -> [Set<FormulaFactor>] {
    (0..<1 << categories.count).map { mask in
      categories.indices.filter { mask & (1 << $0) != 0 }
    }
    .sorted { ($0.count, $0.description) < ($1.count, $1.description) }
    .map { Set($0.map { categories[$0] }) }
  }
}
