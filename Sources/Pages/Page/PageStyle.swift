/// The style of every page. Colours are custom properties, so that charts, tables and still pictures change together when
/// the reader's system goes dark; on paper the light scheme is used whatever the screen shows.
enum PageStyle {
  static let css = """
    :root { color-scheme: light dark; \(properties(.light)) }
    @media (prefers-color-scheme: dark) { :root { \(properties(.dark)) } }
    \(rules)
    @media print {
      :root { color-scheme: light; \(properties(.light)) }
      \(printRules)
    }
    """

  private static func properties(_ scheme: Scheme) -> String {
    Colour.named.map { "--\($0.name): \($0.hex(in: scheme));" }.joined(separator: " ")
  }

  private static let rules = """
    * { box-sizing: border-box; }
    html { scroll-behavior: smooth; scroll-padding-top: 4rem; -webkit-text-size-adjust: 100%; }
    body {
      margin: 0; background: var(--ground); color: var(--ink);
      font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
      font-variant-numeric: tabular-nums;
    }
    main, .masthead, footer { max-width: 1160px; margin: 0 auto; padding: 0 28px; }
    code, .code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .88em; }
    a { color: var(--accent); }

    .masthead { padding-top: 44px; padding-bottom: 20px; }
    .kind {
      margin: 0 0 6px; color: var(--accent); font-size: 12px; font-weight: 650; letter-spacing: .1em;
      text-transform: uppercase;
    }
    h1 { margin: 0; font-size: 32px; line-height: 1.2; font-weight: 680; letter-spacing: -.015em; overflow-wrap: anywhere; }
    .about { margin: 8px 0 0; max-width: 46rem; color: var(--muted); font-size: 16.5px; }
    .facts { display: flex; flex-wrap: wrap; gap: 14px 36px; margin: 24px 0 0; }
    .facts div { min-width: 0; }
    .facts dt { color: var(--muted); font-size: 12px; }
    .facts dd { margin: 1px 0 0; font-weight: 550; overflow-wrap: anywhere; }

    nav {
      position: sticky; top: 0; z-index: 10; background: color-mix(in srgb, var(--ground) 92%, transparent);
      border-bottom: 1px solid var(--rule); backdrop-filter: blur(8px);
    }
    nav ul {
      display: flex; gap: 4px 22px; max-width: 1160px; margin: 0 auto; padding: 11px 28px; list-style: none;
      overflow-x: auto; white-space: nowrap;
    }
    nav a { color: var(--muted); font-size: 14px; font-weight: 550; text-decoration: none; }
    nav a:hover, nav a:focus-visible { color: var(--ink); }

    section { margin: 40px 0 0; }
    section.chapter { margin-top: 72px; padding-top: 36px; border-top: 1px solid var(--rule); }
    section.chapter:first-of-type { margin-top: 24px; border-top: 0; padding-top: 0; }
    h2 { margin: 0; font-size: 20px; line-height: 1.3; font-weight: 650; letter-spacing: -.01em; }
    .chapter > h2 { font-size: 26px; letter-spacing: -.015em; }
    .lead { margin: 5px 0 0; max-width: 50rem; color: var(--muted); }
    h3 { margin: 0; font-size: 15px; line-height: 1.35; font-weight: 620; }

    .tiles { display: flex; flex-wrap: wrap; gap: 12px; margin: 18px 0 0; }
    .tile, .card {
      background: var(--panel); border: 1px solid var(--rule); border-radius: 10px; min-width: 0;
    }
    .tile { flex: 1 1 calc((100% + 12px) / var(--columns, 6) - 12.5px); min-width: 158px; padding: 13px 16px 12px; }
    .tile .name { color: var(--muted); font-size: 12.5px; line-height: 1.35; }
    .tile .value { margin-top: 3px; font-size: 22px; line-height: 1.25; font-weight: 640; letter-spacing: -.01em; overflow-wrap: anywhere; }
    .tile .value small { color: var(--muted); font-size: 12.5px; font-weight: 450; letter-spacing: 0; }
    .tile .convention { margin-top: 3px; color: var(--muted); font-size: 11.5px; line-height: 1.35; }
    .gain { color: var(--gain); }
    .loss { color: var(--loss); }

    .card { margin: 18px 0 0; padding: 18px 20px 14px; }
    .row { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr)); gap: 18px; margin: 18px 0 0; align-items: start; }
    .row .card { margin: 0; }
    .row .card:last-child:nth-child(odd) { grid-column: 1 / -1; }
    .caption { margin: 6px 0 0; color: var(--muted); font-size: 12.5px; line-height: 1.45; max-width: 60rem; }
    .caption:empty { display: none; }
    /* What is too wide for a narrow window is drawn as wide as it has to be, and scrolls. */
    .pan { overflow-x: auto; overflow-y: hidden; margin: 4px -6px 0; }
    /* A shadow where it goes on: one that stays at each edge, under a cover that moves with the content. */
    .scroll, .pan {
      --shade: color-mix(in srgb, var(--ink) 22%, transparent);
      background:
        linear-gradient(to right, var(--panel) 50%, transparent) left / 36px 100% no-repeat local,
        linear-gradient(to left, var(--panel) 50%, transparent) right / 36px 100% no-repeat local,
        linear-gradient(to right, var(--shade), transparent) left / 9px 100% no-repeat scroll,
        linear-gradient(to left, var(--shade), transparent) right / 9px 100% no-repeat scroll;
    }
    .parcoords text { text-shadow: none !important; paint-order: stroke; stroke: var(--panel); stroke-width: 4px; }
    .plot svg { display: block; width: 100%; height: auto; }

    .scroll { overflow-x: auto; margin: 6px -20px 0; padding: 0 20px; }
    table { width: 100%; border-collapse: collapse; font-size: 13.5px; line-height: 1.4; }
    th { padding: 4px 10px 7px; color: var(--muted); font-size: 12px; font-weight: 550; line-height: 1.3; vertical-align: bottom; border-bottom: 1px solid var(--rule); }
    th small { display: block; font-weight: 400; opacity: .85; }
    td { padding: 6px 10px; border-bottom: 1px solid color-mix(in srgb, var(--rule) 60%, transparent); white-space: nowrap; }
    th:first-child, td:first-child { padding-left: 0; }
    th:last-child, td:last-child { padding-right: 0; }
    tbody tr:last-child td { border-bottom: 0; }
    tbody tr:hover td { background: color-mix(in srgb, var(--ground) 60%, transparent); }
    tfoot td { border-top: 1px solid var(--rule); border-bottom: 0; font-weight: 620; }
    .spark svg { display: inline-block; width: 96px; height: 22px; vertical-align: middle; }
    .left { text-align: left; }
    .right { text-align: right; }
    td.long { white-space: normal; min-width: 14rem; }
    table.narrow { max-width: 34rem; }
    table.dense { font-size: 12.5px; }
    .dense th, .dense td { padding-left: 6px; padding-right: 6px; }
    .dense td.name { white-space: normal; min-width: 9rem; }
    .dense td.long { min-width: 8rem; }
    .card > .notes:first-child, h3 + .notes { margin-top: 6px; }
    .notes { margin: 10px 0 0; padding: 0; list-style: none; color: var(--muted); font-size: 12.5px; line-height: 1.45; }

    .remark { margin: 18px 0 0; padding: 13px 18px; border: 1px solid var(--rule); border-left: 4px solid var(--muted); border-radius: 8px; background: var(--panel); }
    .remark b { margin-right: .4em; }
    .remark.good { border-left-color: var(--gain); }
    .remark.bad { border-left-color: var(--loss); }
    .remark.missing { border-left-color: var(--accent); }

    footer { margin-top: 60px; padding-bottom: 48px; color: var(--muted); font-size: 13px; }
    footer h2 { padding-top: 20px; border-top: 1px solid var(--rule); }
    footer h2 { font-size: 14px; color: var(--ink); letter-spacing: 0; }
    footer ul { margin: 8px 0 0; padding-left: 1.1em; max-width: 60rem; }
    footer li { margin: 3px 0; }

    .printing body { width: 700px; }
    .printing main { padding: 0; }

    @media (max-width: 640px) {
      main, .masthead, footer { padding-left: 16px; padding-right: 16px; }
      nav ul { padding-left: 16px; padding-right: 16px; }
      h1 { font-size: 26px; }
      .card { padding: 14px 14px 12px; }
      /* A method in four lines would make its row as high as four. */
      td.long { min-width: 22rem; }
      .dense td.long { min-width: 12rem; }
      /* The convention of a figure stands below it. */
      .figures thead { display: none; }
      .figures tr { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; column-gap: 6px; padding: 6px 0; border-bottom: 1px solid color-mix(in srgb, var(--rule) 60%, transparent); }
      .figures tr:last-child { border-bottom: 0; }
      .figures td, .figures td.long { padding: 0; border: 0; min-width: 0; white-space: normal; }
      .figures td.convention { grid-column: 1 / -1; color: var(--muted); font-size: 12px; }
      .figures td:empty { display: none; }
      td.long:first-child { min-width: 9rem; overflow-wrap: anywhere; }
      .scroll { margin-left: -14px; margin-right: -14px; padding: 0 14px; }
    }
    """

  private static let printRules = """
    @page { margin: 14mm 12mm; }
    body { background: white; font-size: 10.5pt; }
      .row { grid-template-columns: 1fr; }
      table, table.dense { font-size: 8pt; }
      table.dense { font-size: 6.4pt; }
      th { font-size: 1em; }
      td { padding-top: 3px; padding-bottom: 3px; }
      .dense th, .dense td { padding-left: 3px; padding-right: 3px; }
      .scroll, .pan { overflow: visible; margin: 6px 0 0; padding: 0; background: none; }
      td { white-space: normal; }
      td.long, .narrow td.long { min-width: 0; }
      .dense td.left, .wide th { overflow-wrap: anywhere; }
      .dense td.name { min-width: 0; }
      .spark svg { width: 56px; }
      tfoot { display: table-row-group; }
      nav, .modebar, .rangeselector { display: none !important; }
      main, .masthead, footer { max-width: none; padding-left: 0; padding-right: 0; }
      .card, .tile, .remark, tr { break-inside: avoid; }
      h2, h3, .lead, thead { break-after: avoid; }
      .caption, .notes { break-before: avoid; }
      section.chapter { break-before: page; margin-top: 0; border-top: 0; }
    """
}
