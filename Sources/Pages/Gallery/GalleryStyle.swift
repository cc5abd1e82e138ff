/// What the gallery adds to the style of pages, and its filter.
enum GalleryStyle {
  static let css = """
    .search { display: flex; gap: 10px; flex-wrap: wrap; margin: 4px 0 14px; }
    .search input, .search select {
      font: inherit; font-size: 14px; color: var(--ink); background: var(--panel); border: 1px solid var(--rule);
      border-radius: 8px; padding: 7px 11px; min-width: 0; max-width: 100%;
    }
    .search input { flex: 1 1 240px; }
    .gallery { margin: 0; padding: 0; list-style: none; }
    .gallery li {
      display: grid; grid-template-columns: 148px minmax(0, 1fr) 230px; gap: 6px 20px; align-items: start;
      padding: 14px 18px; background: var(--panel); border: 1px solid var(--rule); border-bottom-width: 0;
    }
    .gallery li:first-child { border-radius: 10px 10px 0 0; }
    .gallery li:last-child { border-radius: 0 0 10px 10px; border-bottom-width: 1px; }
    .gallery li[hidden] { display: none; }
    .gallery h2 { font-size: 15.5px; overflow-wrap: anywhere; }
    .gallery h2 .of { color: var(--muted); font-weight: 450; font-size: 14px; }
    .gallery p { margin: 4px 0 0; font-size: 14px; line-height: 1.5; overflow-wrap: anywhere; }
    .picture .spark svg { width: 132px; height: 34px; }
    .picture small { display: block; color: var(--muted); font-size: 11px; line-height: 1.3; }
    .where { display: flex; flex-direction: column; color: var(--muted); font-size: 12.5px; line-height: 1.5; }
    .where b { color: var(--ink); font-weight: 600; }
    .chip {
      display: inline-block; margin-right: 8px; padding: 0 8px; border: 1px solid var(--rule); border-radius: 20px;
      font-size: 12.5px; font-weight: 600; white-space: nowrap;
    }
    .chip.good { color: var(--gain); border-color: var(--gain); }
    .chip.bad { color: var(--loss); border-color: var(--loss); }
    .chip.open { color: var(--muted); }
    @media (max-width: 760px) {
      .gallery li { grid-template-columns: minmax(0, 1fr); }
      .picture:empty { display: none; }
      .where { flex-flow: row wrap; gap: 0 12px; }
    }
    """

  static let script = """
    const ids = ["kind", "market", "verdict"], place = (id) => document.getElementById(id);
    const list = document.querySelector(".gallery"), rows = [...list.children];
    rows.forEach((row, index) => { row.latest = index; });
    function filter() {
      const asked = place("words").value.toLowerCase().split(/\\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        const fits = ids.every((id) => !place(id).value || row.dataset[id].split("|").includes(place(id).value));
        row.hidden = !fits || !asked.every((word) => text.includes(word));
        if (!row.hidden) shown += 1;
      }
      place("shown").textContent = shown.toLocaleString("en");
    }
    function order() {
      const key = place("order").value;
      const sorted = [...rows].sort((a, b) =>
        (key ? a.dataset[key].localeCompare(b.dataset[key]) : 0) || a.latest - b.latest);
      list.append(...sorted);
    }
    place("words").addEventListener("input", filter);
    ids.forEach((id) => place(id).addEventListener("change", filter));
    place("order").addEventListener("change", order);
    """
}
