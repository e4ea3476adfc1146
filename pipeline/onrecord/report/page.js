"use strict";
// Without this script every page is complete; it adds a filter to long tables, and shows which words a note stands on.

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** The rows that are shown, as CSV. What a spreadsheet would take for a formula is marked as text by an apostrophe. */
function asCsv(table) {
  const cells = (row) => [...row.cells].map((cell) => {
    const text = cell.innerText.replace(/\s+/g, " ").trim();
    return `"${(/^[=+\-@]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  });
  const rows = [...table.tBodies[0].rows].filter((row) => !row.hidden);
  return [["id", ...cells(table.tHead.rows[0])], ...rows.map((row) => [`"${row.id.replace(/[^\w.-]/g, "")}"`, ...cells(row)])]
    .map((line) => line.join(",")).join("\r\n");
}

function saveAsCsv(table) {
  // The mark at the beginning tells spreadsheets that it is UTF-8.
  const address = URL.createObjectURL(new Blob(["\ufeff", asCsv(table)], { type: "text/csv" }));
  element("a", { href: address, download: `${table.dataset.filter}.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

function addFilter(table) {
  const rows = [...table.tBodies[0].rows];
  if (rows.length < 6) return;
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const box = element("input", { type: "search" });
  const count = element("output", {});
  const facets = [...table.tHead.rows[0].cells].filter((head) => head.dataset.facet).map((head) => {
    const values = [...new Set(rows.map((row) => row.cells[head.cellIndex].dataset.value).filter(Boolean))].sort();
    const choice = element("select", {}, element("option", { value: "" }, "any"), ...values.map((value) => element("option", { value }, value)));
    return { column: head.cellIndex, choice, words: head.dataset.facet, useful: values.length > 1 };
  }).filter((facet) => facet.useful);
  const apply = () => {
    const wanted = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, number) => {
      const fits = wanted.every((word) => texts[number].includes(word))
        && facets.every(({ column, choice }) => !choice.value || row.cells[column].dataset.value === choice.value);
      row.hidden = !fits;
      shown += fits;
    });
    table.dispatchEvent(new Event("filtered"));
    count.textContent = shown === rows.length ? "" : `${shown} of ${rows.length} ${table.dataset.filter} on this page`;
  };
  box.addEventListener("input", apply);
  facets.forEach(({ choice }) => choice.addEventListener("change", apply));
  const bar = element("div", { className: "filter" }, element("label", {}, `Find in these ${table.dataset.filter} `, box),
    ...facets.map(({ choice, words }) => element("label", {}, `${words} `, choice)),
    element("button", { type: "button", onclick: () => saveAsCsv(table) }, "Save as CSV"), count);
  table.parentElement.before(bar);
}

/** The marks of a row: of the claim or event itself, its speaker, cue and trigger. */
function marksOf(id, within) {
  return [...within.querySelectorAll("mark")].filter((mark) =>
    mark.dataset.ids?.split(" ").some((other) => other === id || other.startsWith(`${id}.`)));
}

function lookAt(id, within, on) {
  marksOf(id, within).forEach((mark) => mark.classList.toggle("looked-at", on));
}

document.querySelectorAll("table[data-filter]").forEach(addFilter);
document.querySelectorAll(".notes li").forEach((note) => {
  const article = note.closest(".article");
  note.addEventListener("mouseenter", () => lookAt(note.dataset.row, article, true));
  note.addEventListener("mouseleave", () => lookAt(note.dataset.row, article, false));
});
const target = decodeURIComponent(location.hash.slice(1));
if (target) {
  lookAt(target, document, true);
  (marksOf(target, document)[0] ?? document.getElementById(target))?.scrollIntoView({ block: "center" });
}
