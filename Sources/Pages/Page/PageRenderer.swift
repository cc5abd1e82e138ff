/// Makes one HTML file of a page: style, script, figures and the chart library inside it, nothing fetched when it is
/// opened.
public struct PageRenderer: Sendable {
  private let plotly: PlotlyLibrary?

  /// - Parameter plotly: from `PlotlyLibrary.find()`; without it charts are still pictures and the page says why.
  public init(plotly: PlotlyLibrary?) {
    self.plotly = plotly
  }

  /// The file's text. Everything in it that comes from outside is escaped: names and texts as HTML, figures' data so that
  /// no tag can end in them.
  public func html(_ page: Page) -> String {
    var markup = PageMarkup(page, plotly: plotly)
    return markup.html().text
  }
}
