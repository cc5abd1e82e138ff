import Statistics
import TestSupport

/// A sample that Python makes the same, so that outside tools can be asked about it:
///
///     def lcg(seed):
///         s = seed
///         while True:
///             s = (6364136223846793005*s + 1442695040888963407) % 2**64
///             yield (s >> 11)/2**53 - 0.5
///     g = lcg(7); e, a, b, c = ([next(g) for _ in range(2000)] for _ in range(4))
///     x1 = np.zeros(2000); u = np.zeros(2000)
///     for t in range(2000):
///         x1[t] = (0.9*x1[t-1] if t else 0) + a[t]
///         u[t] = (0.7*u[t-1] if t else 0) + e[t]*(1 + abs(x1[t]))
///     x2 = np.array(b); x3 = 1000*np.array(c) + 5
///     y = 0.1 + 0.2*x1 - 0.05*x2 + 0.0003*x3 + u
///     X = sm.add_constant(np.column_stack([x1, x2, x3]))
struct Generated {
  var y = NamedColumn("y", [])
  var x1 = NamedColumn("x1", [])
  var x2 = NamedColumn("x2", [])
  var x3 = NamedColumn("x3", [])

  var x: [NamedColumn] { [x1, x2, x3] }

  init(count: Int = 2000) {
    var random = KnuthRandom(seed: 7)
    func draw() -> [Double] { (0..<count).map { _ in random.centred() } }
    let e = draw()
    let a = draw()
    let b = draw()
    let c = draw()
    var persistent: [Double] = []
    var error: [Double] = []
    for t in 0..<count {
      persistent.append((t > 0 ? 0.9 * persistent[t - 1] : 0) + a[t])
      error.append((t > 0 ? 0.7 * error[t - 1] : 0) + e[t] * (1 + abs(persistent[t])))
    }
    x1 = NamedColumn("x1", persistent)
    x2 = NamedColumn("x2", b)
    x3 = NamedColumn("x3", c.map { 1000 * $0 + 5 })
    let third = x3.values
    let explained = (0..<count).map { t -> Double in
      let ofColumns: Double = 0.1 + 0.2 * persistent[t] - 0.05 * b[t] + 0.0003 * third[t]
      return ofColumns + error[t]
    }
    y = NamedColumn("y", explained)
  }

  /// `r = np.r_[np.diff(y), np.nan]*0.01`: one-bar returns as earned after each row.
  var nextReturns: [Double] {
    zip(y.values, y.values.dropFirst()).map { ($1 - $0) * 0.01 } + [.nan]
  }

  /// `reg = x1 > 0.6`: a persistent regime, 106 episodes, the longest 34 rows.
  var regime: [Bool] { x1.values.map { $0 > 0.6 } }
}
