/* What a page does beyond HTML; every page works without it. No framework: htmx does the fetching.
   Hooks: data-chart, data-paste, data-guard, data-tick, data-autosave, data-key, data-grid, data-menu, data-find, data-focus. */
(() => {
  "use strict";
  const plotlyAt = document.currentScript?.dataset.plotly;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* Charts are made in the light scheme's colours; each is a token, drawn as the page's scheme has it. */
  const TOKENS = {
    "#17262b": "--ink", "#4a5a60": "--ink-2", "#7d8a90": "--grey", "#dcd8cf": "--line", "#e5e1d8": "--line",
    "#0b5566": "--accent", "#ffffff": "--paper", "#fff": "--paper", "#e2eef0": "--accent-soft", "#f6f4ef": "--ground",
  };
  const tinted = (value, style) => {
    if (typeof value === "string") {
      const token = TOKENS[value.toLowerCase()];
      return token ? style.getPropertyValue(token).trim() : value;
    }
    if (Array.isArray(value)) return value.map((one) => tinted(one, style));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, tinted(one, style)]));
    }
    return value;
  };

  /* On a phone there is no room beside a line's end: its label goes to a key under the chart, with its line or mark. */
  const KEY = "http://www.w3.org/2000/svg";
  const swatch = (trace) => {
    const shape = (name, attributes) => {
      const made = document.createElementNS(KEY, name);
      Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
      return made;
    };
    const drawn = shape("svg", { viewBox: "0 0 24 12", width: 24, height: 12, "aria-hidden": "true" });
    const { color, width, dash } = trace.line;
    const last = (value) => (Array.isArray(value) ? value.at(-1) : value);
    const mark = { fill: last(trace.marker.color), stroke: trace.marker.line?.color ?? color, "stroke-width": 1.5 };
    if (trace.mode.includes("lines")) drawn.append(shape("path", { d: "M0 6H24", stroke: color, "stroke-width": width, "stroke-dasharray": dash === "solid" ? "none" : "2 3" }));
    if (String(last(trace.marker.symbol)).startsWith("diamond")) drawn.append(shape("path", { d: "M12 1L17 6L12 11L7 6Z", ...mark }));
    else if (trace.mode.includes("markers")) drawn.append(shape("circle", { cx: 12, cy: 6, r: 3.5, ...mark }));
    return drawn;
  };
  const marks = (note) => (trace) => trace.marker && trace.x?.some((x, i) => x === note.x && trace.y[i] === note.y);
  /* Small multiples stand under one another; what has its own room beside its marks keeps it. */
  const stacked = (layout, { panels, row, title, years }) => {
    layout.height = panels * row;
    for (let at = 0; at < panels; at += 1) {
      const name = at ? at + 1 : "";
      layout[`xaxis${name}`].domain = [0, 1];
      layout[`yaxis${name}`].domain = [1 - ((at + 1) * row - years) / layout.height, 1 - (at * row + title) / layout.height];
    }
  };
  const narrow = (place, spec, layout) => {
    if (layout.meta?.panels) return stacked(layout, layout.meta);
    if (layout.meta?.narrow === "keep") return;
    const beside = (note) => note.xanchor === "left" && note.xref !== "paper";
    const key = document.createElement("ul");
    key.className = "chart-key";
    layout.annotations?.filter(beside).forEach((note) => {
      const row = document.createElement("li");
      const trace = [...spec.data].reverse().find(marks(note));
      if (trace) row.append(swatch(trace));
      row.append(new DOMParser().parseFromString(note.text.replaceAll("<br>", " "), "text/html").body.textContent);
      key.append(row);
    });
    if (key.children.length) place.after(key);
    layout.annotations = layout.annotations?.filter((note) => !beside(note));
    layout.margin = { ...layout.margin, l: Math.min(layout.margin?.l ?? 44, 96), r: 14 };
  };

  const draw = (place) => {
    const script = document.getElementById(place.dataset.chart);
    if (!script || !window.Plotly) return;
    const style = getComputedStyle(document.documentElement);
    const spec = tinted(JSON.parse(script.textContent), style);
    const layout = { ...spec.layout, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)" };
    layout.font = { family: '"Source Sans 3", system-ui, sans-serif', size: 14, color: style.getPropertyValue("--ink-2").trim(), ...layout.font };
    if (place.nextElementSibling?.matches(".chart-key")) place.nextElementSibling.remove();
    if (place.clientWidth < 480) narrow(place, spec, layout);
    window.Plotly.react(place, spec.data, layout, { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false });
    place.classList.add("drawn");
  };

  let loading = null;
  const plotly = () => loading ??= new Promise((done) => {
    if (window.Plotly || !plotlyAt) return done();
    const script = document.createElement("script");
    script.src = plotlyAt;
    script.onload = script.onerror = done;
    document.head.append(script);
  });
  const charts = async (root = document) => {
    if (!root.querySelector("[data-chart]")) return;
    await plotly();
    all("[data-chart]", root).forEach(draw);
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts());

  /* A chart was drawn as wide as the window; paper is narrower. */
  const resize = (width) => window.Plotly && all(".chart.drawn").forEach((place) => window.Plotly.relayout(place, width ? { width } : { width: null, autosize: true }));
  addEventListener("beforeprint", () => resize(640));
  addEventListener("afterprint", () => resize(0));

  /* A form once sent is not sent again by a double click; a form half filled asks before it is left. */
  const written = new Set();
  const saving = new Map();
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-guard]");
    if (form) written.add(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    if (saving.has(form)) {
      saving.set(form, event.submitter);
      return event.preventDefault();
    }
    form.dataset.sent = "1";
    written.delete(form);
    setTimeout(() => delete form.dataset.sent, 8000);
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));
  addEventListener("beforeunload", (event) => {
    if ([...written].some((form) => form.isConnected && !form.dataset.sent)) event.preventDefault();
  });

  /* A link that asks for the page with all its boxes ticked ticks them where they stand. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-tick]");
    if (!link) return;
    event.preventDefault();
    all(`input[name="${CSS.escape(link.dataset.tick)}"]`, link.closest("form")).forEach((box) => { box.checked = true; });
  });

  /* On the way back a browser may fetch a form anew, and restores only what was written: the form gets back its key,
     so that what was sent already is known again. */
  const keepKeys = () => {
    const keys = all('input[type="hidden"][name="once"]');
    const kept = history.state?.keys ?? [];
    keys.forEach((key, at) => { key.value = kept[at] ?? key.value; });
    if (keys.length) history.replaceState({ ...history.state, keys: keys.map((key) => key.value) }, "");
  };

  /* What saves itself carries the revision it began from, so only one thing is sent at a time: a button pressed
     meanwhile waits for it, and what was typed meanwhile is saved after it. What could not be saved is said. */
  const ANSWERS = [200, 409, 422];
  const formOf = (event) => event.target.closest?.("[data-autosave]")?.closest("form");
  document.addEventListener("htmx:before:request", (event) => {
    const form = formOf(event);
    if (!form) return;
    if (form.dataset.sent) return event.preventDefault();
    saving.set(form, null);
    written.delete(form);
  });
  document.addEventListener("htmx:before:response", (event) => {
    if (formOf(event) && !ANSWERS.includes(event.detail.ctx.response.status)) event.preventDefault();
  });
  document.addEventListener("htmx:finally:request", (event) => {
    const { sourceElement: saver, target: line, response } = event.detail.ctx;
    const form = line?.closest("form");
    if (!saver.matches("[data-autosave]") || !saving.has(form)) return;
    const [button, newer] = [saving.get(form), written.has(form)];
    saving.delete(form);
    if (!ANSWERS.includes(response?.status)) line.replaceChildren(line.querySelector("input"), Object.assign(document.createElement("span"), { textContent: line.dataset.failed }));
    if (response?.status !== 200 || line.querySelector("[data-unsaved]")) written.add(form);
    if (line.querySelector("[data-stops]")) saver.remove();
    if (button) form.requestSubmit(button);
    else if (newer && response?.status === 200) saver.dispatchEvent(new Event("spara"));
  });

  /* A column or block copied from a spreadsheet fills the boxes downwards and to the right, not one box alone. What is
     empty in it leaves a box as it is; what finds no box is counted. */
  const boxIn = (cell, kind) => cell?.querySelector(`input[data-paste="${kind}"]`) ?? cell?.querySelector("input[data-paste]");
  const gridOf = (box) => all("tbody tr", box.closest("table"));
  document.addEventListener("paste", (event) => {
    const start = event.target.closest?.("input[data-paste]");
    const lines = (event.clipboardData?.getData("text") ?? "").replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));
    if (!start || (lines.length === 1 && lines[0].length === 1)) return;
    event.preventDefault();
    const [rows, cell, count] = [gridOf(start), start.closest("td"), { in: 0, out: 0 }];
    lines.forEach((line, down) => line.forEach((text, right) => {
      if (!text.trim()) return;
      const box = boxIn(rows[rows.indexOf(cell.parentElement) + down]?.cells[cell.cellIndex + right], start.dataset.paste);
      if (box) box.value = text.trim();
      count[box ? "in" : "out"] += 1;
    }));
    const said = document.querySelector("[data-pasted]");
    if (said) said.textContent = `${said.dataset.pasted} ${count.in}. ${count.out ? `${said.dataset.outside} ${count.out}.` : ""}`;
    start.dispatchEvent(new Event("input", { bubbles: true }));
  });

  /* In a grid, Enter and the arrows up and down go to the box below or above, as in a spreadsheet. */
  const STEPS = { ArrowDown: 1, ArrowUp: -1, Enter: 1 };
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest?.("[data-grid] input[data-paste]");
    if (!box || !STEPS[event.key] || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    event.preventDefault();
    const [rows, cell] = [gridOf(box), box.closest("td")];
    const step = event.shiftKey && event.key === "Enter" ? -1 : STEPS[event.key];
    for (let at = rows.indexOf(cell.parentElement) + step; rows[at]; at += step) {
      const next = boxIn(rows[at].cells[cell.cellIndex], box.dataset.paste);
      if (next) return next.select(), next.focus();
    }
  });

  /* The arrow keys turn pages of what is read, but never while somebody writes. */
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return all("details[data-menu][open]").forEach(close);
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], .phases, .main-nav, [data-chart]")) return;
    document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
  });
  const close = (menu) => {
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("details[data-menu] a[href^='#']")) event.target.closest("details").open = false;
    all("details[data-menu][open]").filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
  });

  /* What a search finds stands under its box while one types: Enter goes to the first of it and sends nothing. */
  document.addEventListener("keydown", (event) => {
    const search = event.key === "Enter" && event.target.closest?.("[data-find]");
    if (!search) return;
    event.preventDefault();
    search.nextElementSibling?.querySelector("button")?.focus();
  });
  /* A row that the server filled in is as good as typed: it is checked and saved like it. */
  document.addEventListener("htmx:after:swap", () => all("form .line-form [autofocus]").forEach((field) => {
    field.removeAttribute("autofocus");
    field.closest(".line-form").dispatchEvent(new Event("input", { bubbles: true }));
  }));

  /* The menu, where it scrolls sideways, shows where one is. */
  const scrollers = () => all(".main-nav ul").forEach((list) => {
    const current = list.querySelector("[aria-current]");
    if (!current) return;
    const [outer, inner] = [list.getBoundingClientRect(), current.getBoundingClientRect()];
    if (inner.right > outer.right || inner.left < outer.left) list.scrollLeft += inner.left - outer.left - 24;
  });
  addEventListener("resize", scrollers);

  const begin = () => {
    scrollers();
    keepKeys();
    charts();
    document.querySelector("[data-focus]")?.focus();
    all("form[data-typed]").forEach((form) => form.dispatchEvent(new Event("input", { bubbles: true }))); // filled in, not yet saved
  };
  document.addEventListener("htmx:after:swap", () => charts());
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
