/* The own list: rows dragged by their handle or moved with the arrow keys; each change is saved at once, one after the
   other. Without it the buttons post as they stand. Hooks: #lista, ol.rank, li[data-put], .grip, form[data-rank]. */
(() => {
  "use strict";
  const list = () => document.getElementById("lista");
  const rows = () => [...(list()?.querySelectorAll("ol.rank > li") ?? [])];
  const changes = [];
  let saving = false;
  let failed = false;

  /* An answer without the list (signed out, a fault) takes nothing away: the page stays and says that nothing was saved. */
  document.addEventListener("htmx:before:swap", (event) => {
    const { sourceElement, text } = event.detail.ctx;
    if (sourceElement?.id !== "lista" || text.includes('id="lista"')) return;
    event.preventDefault();
    failed = true;
  });
  document.addEventListener("htmx:error", (event) => { failed ||= event.detail.ctx?.sourceElement?.id === "lista"; });

  const send = async ({ url, values, focus }) => {
    const value = (name, root = document) => root.querySelector(`[name=${name}]`)?.value ?? "";
    const place = values();
    failed = false;
    await window.htmx.ajax("POST", url, {
      source: list(), target: "#lista", swap: "outerMorph",
      values: { ...place, shown: value("shown", list()), csrfmiddlewaretoken: value("csrfmiddlewaretoken") },
    });
    if (failed) {
      changes.length = 0;
      const said = document.getElementById("lista-sagt");
      said.textContent = said.dataset.fail;
    }
    keep(focus);
  };

  /* Each change is told relative to the list as the page has it then, so it waits for the answer to the one before. */
  const change = async (url, focus, values = () => ({})) => {
    changes.push({ url, values, focus });
    if (saving) return;
    saving = true;
    while (changes.length) await send(changes.shift());
    saving = false;
    sortable();
  };

  /* Focus stays on the row that moved: on the same button, or where that cannot be pressed any more on the handle. */
  const keep = ([button, key]) => {
    const wanted = [button, `flytta-${key}`].map((id) => document.getElementById(id)).find((one) => one && !one.disabled);
    (wanted ?? document.getElementById("lista-sagt"))?.focus();
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("#lista form, form[data-rank]");
    if (!form) return;
    event.preventDefault();
    const url = event.submitter?.getAttribute("formaction") ?? form.getAttribute("action");
    change(url, [event.submitter?.id, form.closest("li")?.id.replace("rad-", "")]);
  }, true);

  const KEYS = { ArrowUp: (at) => at, ArrowDown: (at) => at + 2, Home: () => 1, End: (_at, all) => all };
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.(".grip")?.closest("li");
    const wanted = KEYS[event.key];
    if (!row || !wanted || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { id, dataset } = row;
    const place = () => {
      const all = rows();
      return { place: Math.max(1, wanted(all.findIndex((one) => one.id === id), all.length)) };
    };
    const key = id.replace("rad-", "");
    change(dataset.put, [`flytta-${key}`, key], place);
  });

  const sortable = () => {
    const ordered = list()?.querySelector("ol.rank");
    if (!ordered?.querySelector(".grip") || window.Sortable.get(ordered)) return;
    window.Sortable.create(ordered, {
      handle: ".grip", forceFallback: true, fallbackTolerance: 3, ghostClass: "moving", fallbackClass: "carried",
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      onEnd: ({ item, oldIndex, newIndex }) => {
        const key = item.id.replace("rad-", "");
        if (oldIndex !== newIndex) change(item.dataset.put, [`flytta-${key}`, key], () => ({ place: newIndex + 1 }));
      },
    });
  };
  sortable();
})();
