"use strict";
// Draws the events of the table by date; the table's filter also applies here. All words come from the table's cells, as
// text.
(() => {
  const table = document.querySelector("table[data-filter]");
  const chart = document.getElementById("chart");
  if (!table || !chart) return;
  const rows = [...table.tBodies[0].rows];
  const DAY = 86400000;
  const midnight = (day) => new Date(`${day}T00:00:00`);
  const words = (node) => node.textContent.replace(/\s+/g, " ").trim();
  const days = rows.flatMap((row) => [row.dataset.start, row.dataset.end]).filter(Boolean).map((day) => +midnight(day));
  const earliest = Math.min(...days), latest = Math.max(...days) + DAY;
  const margin = Math.max((latest - earliest) / 20, 7 * DAY);

  /** An event without a beginning or an end in the text reaches to the edge and fades. */
  const item = (row, number) => {
    const { start, end } = row.dataset, [kind, report, status] = row.cells;
    const names = [start && start === end ? "day" : "doubt", start ? "" : "open-left", end ? "" : "open-right",
      ["happened", "ongoing"].includes(status.dataset.value) ? "" : "unsure"];
    return {
      id: number, group: kind.dataset.value, className: names.filter(Boolean).join(" "),
      start: start ? midnight(start) : new Date(earliest - margin),
      end: end ? new Date(+midnight(end) + DAY) : new Date(latest + margin),
      title: element("div", {}, element("b", {}, words(status)), element("br", {}), `“${words(report.firstChild)}”`),
      label: row.dataset.label,
    };
  };
  const items = rows.map(item);
  const shown = () => items.filter(({ id }) => !rows[id].hidden);
  const data = new vis.DataSet(items);
  const everything = [new Date(earliest - margin), new Date(latest + margin)];
  /** The window with the middle nine tenths of the events, where a few distant ones would leave no room for the others. */
  const first = () => {
    const middle = (values, share) => values.sort((one, other) => one - other)[Math.floor((values.length - 1) * share)];
    const start = middle(items.map((one) => +one.start), 0.05), end = middle(items.map((one) => +one.end), 0.95);
    if (end <= start || (end - start) * 3 > everything[1] - everything[0]) return everything;
    const room = Math.max((end - start) / 20, 7 * DAY);
    document.getElementById("beyond").hidden = false;
    return [new Date(start - room), new Date(end + room)];
  };
  const [from, to] = first();
  const types = [...new Set(items.map(({ group }) => group))];
  const lanes = chart.querySelector(".lanes");
  chart.hidden = false;
  const timeline = new vis.Timeline(lanes, data, types.map((id, order) => ({ id, order, content: element("span", {}, id) })), {
    type: "range", orientation: "top", stack: true, maxHeight: "34rem", verticalScroll: true, zoomKey: "ctrlKey",
    showCurrentTime: false, margin: { item: { horizontal: 2, vertical: 3 }, axis: 4 }, locale: "en",
    min: new Date(earliest - 2 * margin), max: new Date(latest + 2 * margin), zoomMin: 2 * DAY,
    start: from, end: to,
    template: ({ label }) => element("span", {}, label ?? ""),
    tooltip: { followMouse: true, overflowMethod: "flip" }, groupOrder: "order",
  });
  document.getElementById("drawn").classList.add("is-replaced");

  const picked = document.getElementById("picked");
  const linkOf = (id) => rows[id].querySelector('a[href*="articles/"]');
  const pick = (id) => {
    const [kind, report, status, where] = rows[id].cells;
    const link = linkOf(id)?.cloneNode(true) ?? words(where);
    const self = element("a", { href: `#${encodeURIComponent(rows[id].id)}` }, "its row in the table");
    picked.replaceChildren(element("p", {}, element("b", {}, words(kind)), ` · ${words(status)}`),
      element("p", { className: "words" }, `“${words(report.firstChild)}”`), element("p", { className: "small" }, link, " · ", self));
  };
  timeline.on("select", ({ items: [id] }) => { if (id !== undefined) pick(id); });
  timeline.on("doubleClick", ({ item: id }) => { if (id !== null && id !== undefined) linkOf(id)?.click(); });
  table.addEventListener("filtered", () => {
    const wanted = new Set(shown().map(({ id }) => id));
    data.remove(data.getIds().filter((id) => !wanted.has(id)));
    data.update(items.filter(({ id }) => wanted.has(id)));
  });

  const all = () => timeline.setWindow(...everything, { animation: false });
  const tools = { in: () => timeline.zoomIn(0.5), out: () => timeline.zoomOut(0.5), all };
  chart.querySelectorAll("button[data-do]").forEach((button) => button.addEventListener("click", tools[button.dataset.do]));
  const step = (by) => {
    const order = shown().sort((one, other) => one.start - other.start || one.end - other.end || one.id - other.id);
    if (!order.length) return;
    const [current] = timeline.getSelection();
    const at = order.findIndex(({ id }) => id === current);
    const next = order[at < 0 ? (by > 0 ? 0 : order.length - 1) : Math.min(Math.max(at + by, 0), order.length - 1)];
    timeline.setSelection([next.id]);
    const { start, end } = timeline.getWindow();
    const middle = new Date((+next.start + +next.end) / 2);
    if (middle < start || middle > end) timeline.moveTo(middle, { animation: false });
    pick(next.id);
  };
  const keys = {
    ArrowRight: () => step(1), ArrowDown: () => step(1), ArrowLeft: () => step(-1), ArrowUp: () => step(-1),
    "+": tools.in, "=": tools.in, "-": tools.out, 0: all,
    Enter: () => { const [id] = timeline.getSelection(); if (id !== undefined) linkOf(id)?.click(); },
  };
  lanes.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
})();
