import ArgumentParser
import Market
import Research
import Statistics

/// How the errors of a regression are judged: flags of every command that runs one.
struct CovarianceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "classical, hc0 to hc3, newey-west, hansen-hodrick or hodrick-1b; by default one robust to overlapping returns.",
      valueName: "kind"), completion: .list(CovarianceRequest.Kind.allCases.map(\.rawValue)))
  var covariance: String?

  @Option(
    help: ArgumentHelp(
      "Bars that a HAC covariance looks back, or a rule: h-1, 2h, 1987, 1994, textbook, 1.3sqrt.", valueName: "lags"))
  var lags: String?

  @Flag(help: "Multiply HC0 and HAC covariances by n/(n - k).")
  var smallSample = false

  @Option(help: ArgumentHelp("What t is compared with: normal, t, or fixed-b (with 1.3sqrt lags).", valueName: "name"))
  var distribution: String = "normal"

  func request() throws -> CovarianceRequest {
    var request = CovarianceRequest(smallSample: smallSample)
    if let covariance {
      let words = CovarianceRequest.Kind.allCases.map(\.rawValue)
      guard let kind = CovarianceRequest.Kind(rawValue: covariance) else {
        throw Problem(
          "--covariance is '\(covariance)'", remedy: suggestion(for: covariance, in: words, called: "kinds"))
      }
      request.kind = kind
    }
    if let lags {
      guard let known = CovarianceRequest.Lags(lags) else {
        throw Problem(
          "--lags is '\(lags)'", remedy: "give a number of bars, or one of h-1, 2h, 1987, 1994, textbook, 1.3sqrt")
      }
      request.lags = known
    }
    switch distribution {
    case "normal": request.distribution = .normal
    case "t": request.distribution = .studentT
    case "fixed-b": request.distribution = .fixedB
    default: throw Problem("--distribution is '\(distribution)'", remedy: "it is normal, t or fixed-b")
    }
    return request
  }
}
