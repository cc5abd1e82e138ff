/// The skeleton of every page, in Mustache. It is text in the program rather than a resource beside it, so that the one
/// binary is all there is to install.
///
/// Names begin with a dot where a part may be absent: without it Mustache would look for the name further out and find,
/// say, the page's own title.
enum PageTemplate {
  static let page = """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="generator" content="hindcast">
    <link rel="icon" href="data:,">
    <title>{{title}} · {{kind}}</title>
    <style>
    {{{style}}}
    </style>
    </head>
    <body>
    <header class="masthead">
    <p class="kind">{{kind}}</p>
    <h1>{{title}}</h1>
    {{#.about}}<p class="about">{{.}}</p>
    {{/.about}}
    {{> facts}}
    </header>
    {{#hasNavigation}}
    <nav aria-label="Sections"><ul>
    {{#navigation}}<li><a href="#{{id}}">{{name}}</a></li>
    {{/navigation}}
    </ul></nav>
    {{/hasNavigation}}
    <main>
    {{#.warning}}<p class="remark missing"><b>Still pictures.</b>{{.}}</p>
    {{/.warning}}
    {{#sections}}
    <section id="{{id}}" data-group="{{group}}"{{#isChapter}} class="chapter"{{/isChapter}}>
    <h2>{{heading}}</h2>
    {{#.lead}}<p class="lead">{{.}}</p>
    {{/.lead}}
    {{#blocks}}
    {{> block}}
    {{/blocks}}
    </section>
    {{/sections}}
    </main>
    <footer>
    {{#hasConventions}}
    <h2>Conventions</h2>
    <ul>
    {{#conventions}}<li>{{.}}</li>
    {{/conventions}}
    </ul>
    {{/hasConventions}}
    </footer>
    <script type="application/json" id="palette">{{{palette}}}</script>
    {{#.plotly}}<script>{{{.}}}</script>
    {{/.plotly}}
    {{#.packedFigures}}<script type="application/gzip" id="figures">{{{.}}}</script>
    {{/.packedFigures}}
    {{#.packedPlotly}}<script type="application/gzip" id="plotly">{{{.}}}</script>
    {{/.packedPlotly}}
    <script>
    {{{script}}}
    </script>
    </body>
    </html>

    """

  static let block = """
    {{#.tiles}}<div class="tiles" style="--columns: {{columns}}">
    {{#items}}<div class="tile"><div class="name">{{name}}</div><div class="value {{tone}}">{{value}}{{#.unit}} <small>{{.}}</small>{{/.unit}}</div>{{#.convention}}<div class="convention">{{.}}</div>{{/.convention}}</div>
    {{/items}}
    </div>
    {{/.tiles}}
    {{#.row}}<div class="row">
    {{#charts}}{{> chart}}{{/charts}}
    {{#tables}}{{> table}}{{/tables}}
    </div>
    {{/.row}}
    {{#.chart}}{{> chart}}{{/.chart}}
    {{#.table}}{{> table}}{{/.table}}
    {{#.list}}{{> facts}}{{/.list}}
    {{#.notes}}<div class="card"><h3>{{title}}</h3><ul class="notes">
    {{#lines}}<li>{{.}}</li>
    {{/lines}}
    </ul></div>
    {{/.notes}}
    {{#.remark}}<p class="remark {{tone}}"><b>{{head}}.</b>{{text}}</p>
    {{/.remark}}
    """

  static let facts = """
    <dl class="facts">
    {{#facts}}<div><dt>{{name}}</dt><dd{{#isCode}} class="code"{{/isCode}}>{{value}}</dd></div>
    {{/facts}}
    </dl>
    """

  static let chart = """
    <figure class="card">
    <h3>{{heading}}</h3>
    <div class="pan"><div class="plot"{{#followsTime}} data-time{{/followsTime}}>{{{picture}}}</div></div>
    <figcaption class="caption">{{caption}}</figcaption>
    {{#hasData}}<script type="application/json">{{{data}}}</script>
    {{/hasData}}</figure>
    """

  static let table = """
    <div class="card">
    {{#.heading}}<h3>{{.}}</h3>{{/.heading}}
    <div class="scroll"><table class="{{density}}">
    {{#hasHeader}}<thead><tr>{{#columns}}<th scope="col" class="{{side}}">{{name}}{{#.unit}}<small>{{.}}</small>{{/.unit}}</th>{{/columns}}</tr></thead>
    {{/hasHeader}}
    <tbody>
    {{#rows}}<tr>{{#cells}}<td class="{{style}}">{{{html}}}</td>{{/cells}}</tr>
    {{/rows}}
    </tbody>
    {{#.total}}<tfoot><tr>{{#cells}}<td class="{{style}}">{{{html}}}</td>{{/cells}}</tr></tfoot>
    {{/.total}}
    </table></div>
    {{#hasNotes}}<ul class="notes">
    {{#notes}}<li>{{.}}</li>
    {{/notes}}
    </ul>{{/hasNotes}}
    </div>
    """
}
