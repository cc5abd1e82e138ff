import Results

/// The script of every page: draws the figures that lie in it as JSON, in the reader's colours.
///
/// When it is done the root element carries `data-charts`, how many were drawn, and `data-problems`, how many errors the
/// page has seen; tests read both.
enum PageScript {
  static let source = """
    (async () => {
      "use strict";
      const root = document.documentElement;
      let problems = 0;
      const report = () => { root.dataset.problems = problems; };
      addEventListener("error", () => { problems += 1; report(); });
      report();
      // The chart library lies in the page as a gzip file in base 64: a fifth of its size.
      const packed = document.getElementById("plotly"), packedFigures = document.getElementById("figures");
      const unpacked = async element => {
        const bytes = Uint8Array.from(atob(element.textContent), letter => letter.charCodeAt(0));
        const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
        element.remove();
        return await new Response(stream).text();
      };
      let figures;
      if (packed && !window.Plotly) {
        try {
          const library = document.createElement("script");
          library.textContent = await unpacked(packed);
          document.head.append(library);
          if (packedFigures) figures = JSON.parse(await unpacked(packedFigures));
        } catch (error) {
          problems += 1;
          report();
          console.error(error);
        }
      }
      if (!window.Plotly) { root.dataset.charts = 0; return; }

      const palettes = JSON.parse(document.getElementById("palette").textContent);
      const system = matchMedia("(prefers-color-scheme: dark)");
      const plots = [...document.querySelectorAll(".plot")].map((place, index) => ({
        place,
        figure: figures?.[index] ?? JSON.parse(place.closest("figure").querySelector("script").textContent),
        followsTime: place.hasAttribute("data-time"),
      }));

      // Figures name their colours: "@gain/0.2" is the scheme's gain, at a fifth of its strength.
      const colour = (token, palette) => {
        const [name, opacity] = token.slice(1).split("/");
        const hex = palette[name];
        if (!hex || !opacity) return hex || token;
        const channel = at => parseInt(hex.slice(at, at + 2), 16);
        return `rgba(${channel(1)},${channel(3)},${channel(5)},${opacity})`;
      };
      const painted = (value, palette, isColour) => {
        if (Array.isArray(value)) return value.map(item => painted(item, palette, isColour));
        if (value && typeof value === "object") {
          return Object.fromEntries(Object.entries(value).map(([key, item]) =>
            [key, painted(item, palette, key.endsWith("color") || key === "colorscale")]));
        }
        return isColour && typeof value === "string" && value[0] === "@" ? colour(value, palette) : value;
      };

      const config = {
        responsive: true, displaylogo: false, modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
        toImageButtonOptions: { format: "png", scale: 2 },
      };
      // Parallel axes are drawn by WebGL alone; where there is none the still picture stays.
      const hasWebGL = (() => {
        try {
          const canvas = document.createElement("canvas");
          return Boolean(canvas.getContext("webgl2") || canvas.getContext("webgl"));
        } catch { return false; }
      })();
      const longest = trace => Math.max(...trace.text.flat().map(text => text.length));
      // Numbers in the cells of a heat map are as small as the cells ask for, and give way where none fits.
      const fitCells = async place => {
        for (const [index, trace] of place.data.entries()) {
          if (trace.type !== "heatmap" || !trace.texttemplate) continue;
          const cell = place._fullLayout.xaxis._length / trace.x.length;
          const size = Math.floor(cell / (0.62 * longest(trace)));
          if (size >= 11) continue;
          await Plotly.restyle(place, size < 7 ? { texttemplate: "" } : { "textfont.size": size }, [index]);
        }
      };
      const draw = async (plot, scheme) => {
        const figure = painted(plot.figure, palettes[scheme], false);
        if (!hasWebGL && figure.data.some(trace => trace.type === "parcoords")) {
          if (!plot.place.firstElementChild) plot.place.textContent = "This chart needs WebGL, which this browser lacks.";
          plot.drawn = true;
          return;
        }
        // Paper does not resize: there the width is that of the column now.
        if (root.classList.contains("printing")) {
          figure.layout.width = plot.place.clientWidth;
          // Higher than a page it would be cut from its axis.
          figure.layout.height = Math.min(figure.layout.height, 820);
        }
        // A phone shows numbers in cells and parallel axes at their full size, and scrolls to what does not fit.
        const least = Math.max(...figure.data.map(trace => trace.type === "parcoords" ? 150 * trace.dimensions.length + 140
          : trace.type === "heatmap" && trace.texttemplate ? 130 + trace.x.length * (12 + 6.5 * longest(trace)) : 0));
        plot.place.style.minWidth = root.classList.contains("printing") ? "" : `${least}px`;
        // Where a chart is narrow its legend needs the room of the buttons.
        const axis = figure.layout.xaxis, width = plot.place.clientWidth, isNarrow = width < 560;
        if (axis && axis.rangeselector && isNarrow) {
          axis.rangeselector.visible = false;
          figure.layout.margin.t = 14;
        }
        // Long names leave the drawing room: what tells them apart is at either end.
        const short = (name, room) => name.length > room ? `${name.slice(0, room / 2 - 1)}…${name.slice(-room / 2)}` : name;
        const shortened = (names, room) => names.map(name => short(name, room));
        for (const trace of figure.data) trace.name = short(trace.name ?? "", 2 * Math.floor((width - 60) / 15));
        for (const [key, axis] of Object.entries(figure.layout)) {
          if (!/^[xy]axis/.test(key)) continue;
          const side = key[0], room = side === "x" ? 24 : Math.max(24, 2 * Math.floor(width * 0.025));
          const named = axis.type === "category"
            ? figure.data.find(trace => trace[`${side}axis`] === key.replace("axis", ""))?.[side] : null;
          if (named?.some(name => name.length > room)) {
            Object.assign(axis, { tickmode: "array", tickvals: named, ticktext: named });
          }
          if (axis.ticktext) axis.ticktext = shortened(axis.ticktext, room);
          if (!isNarrow) continue;
          // Names that have no room beside one another stand upright: aslant they push the drawing aside.
          const labels = axis.ticktext ?? named ?? [];
          if (side === "x" && labels.join("").length * 7 > 0.7 * width) axis.tickangle = 90;
          // A title longer than its axis takes two lines.
          const words = axis.title?.text?.split(" ") ?? [];
          if (axis.title?.text?.length > 30) {
            const half = Math.ceil(words.length / 2);
            axis.title.text = `${words.slice(0, half).join(" ")}<br>${words.slice(half).join(" ")}`;
          }
        }
        // On a phone the scale of a heat map lies above it and takes none of the room of the cells.
        for (const { type, colorbar } of width < 420 ? figure.data : []) {
          if (type !== "heatmap") continue;
          Object.assign(colorbar, { orientation: "h", y: 1.02, yanchor: "bottom", len: 0.9, nticks: 6 });
          colorbar.title.side = "top";
          figure.layout.height += 64;
        }
        // Ranges and pairs below a narrow map run into one another unless they stand upright.
        if (isNarrow && axis && figure.data.some(trace => trace.type === "heatmap"
            && Array.isArray(trace.x) && trace.x.some(label => label.length > 5))) axis.tickangle = 90;
        if (isNarrow && figure.layout.xaxis2) Object.assign(figure.layout.xaxis2, { nticks: 2, tickangle: 0 });
        // What the reader has zoomed to outlives a change of scheme.
        if (!plot.drawn) {
          plot.place.replaceChildren();
        } else {
          for (const [key, axis] of Object.entries(plot.place.layout)) {
            if (/^[xy]axis/.test(key) && axis.autorange === false) figure.layout[key].range = axis.range;
          }
        }
        await Plotly.react(plot.place, figure.data, figure.layout, config);
        await fitCells(plot.place);
        // A year that begins with empty months is read from its end.
        const beginsEmpty = ({ type, texttemplate, z }) => type === "heatmap" && texttemplate && z.every(row => row[0] === null);
        if (!plot.drawn && figure.data.some(beginsEmpty)) plot.place.parentElement.scrollLeft = plot.place.scrollWidth;
        plot.drawn = true;
      };
      const attempt = (plot, scheme) => draw(plot, scheme).catch(error => {
        problems += 1;
        console.error(error);
      });
      const drawAll = async scheme => {
        for (const plot of plots) await attempt(plot, scheme);
        report();
        root.dataset.charts = plots.filter(plot => plot.drawn).length;
      };

      // Zooming one chart in time takes the others along; `following` keeps them from answering each other.
      let following = false;
      const follow = plot => plot.place.on("plotly_relayout", async change => {
        if (following) return;
        const from = change["xaxis.range[0]"] ?? change["xaxis.range"]?.[0];
        const to = change["xaxis.range[1]"] ?? change["xaxis.range"]?.[1];
        const all = change["xaxis.autorange"];
        if (!all && (from === undefined || to === undefined)) return;
        following = true;
        try {
          for (const other of plots) {
            if (other === plot || !other.followsTime || other.group !== plot.group) continue;
            await Plotly.relayout(other.place, all ? { "xaxis.autorange": true } : { "xaxis.range": [from, to] });
          }
        } finally {
          following = false;
        }
      });

      const scheme = () => system.matches ? "dark" : "light";
      drawAll(scheme()).then(() => {
        for (const plot of plots) {
          plot.group = plot.place.closest("[data-group]")?.dataset.group;
          if (plot.drawn && plot.followsTime) follow(plot);
        }
      });
      system.addEventListener("change", () => drawAll(scheme()));
      // Nothing that is awaited happens before the paper is printed, so all are drawn at once.
      addEventListener("beforeprint", () => {
        root.classList.add("printing");
        plots.forEach(plot => attempt(plot, "light"));
      });
      addEventListener("afterprint", () => {
        root.classList.remove("printing");
        drawAll(scheme());
      });
    })();
    """
}
