"use strict";
// Every page is complete without this script. It adds filters to long tables and searches to long lists, and marks the
// words of a note.

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Text as it is searched: in lower case, without accents and other marks on letters. */
const plain = (text) => text.normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase();

/** Rows of cells as CSV. An apostrophe marks text that a spreadsheet would read as a formula. */
function asCsv(rows) {
  const cell = (text) => {
    const line = text.replace(/\s+/g, " ").trim();
    return `"${(/^[=+\-@]/.test(line) ? `'${line}` : line).replaceAll('"', '""')}"`;
  };
  return rows.map((row) => row.map(cell).join(",")).join("\r\n");
}

/** The visible rows of a table, with their ids. */
function cellsOf(table) {
  const words = (row) => [...row.cells].map((cell) => cell.innerText);
  const rows = [...table.tBodies[0].rows].filter((row) => !row.hidden);
  return [["id", ...words(table.tHead.rows[0])], ...rows.map((row) => [row.id.replace(/[^\w.-]/g, ""), ...words(row)])];
}

function saveAsCsv(rows, name) {
  // The byte order mark tells spreadsheets that the file is UTF-8.
  const address = URL.createObjectURL(new Blob(["\ufeff", asCsv(rows)], { type: "text/csv" }));
  element("a", { href: address, download: `${name}.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

const choiceOf = (values) => element("select", {}, element("option", { value: "" }, "any"),
  ...values.map((value) => element("option", { value }, value)));

function addFilter(table) {
  const rows = [...table.tBodies[0].rows];
  if (rows.length < 6) return;
  const texts = rows.map((row) => plain(row.textContent));
  const box = element("input", { type: "search" });
  const count = element("output", {});
  const facets = [...table.tHead.rows[0].cells].filter((head) => head.dataset.facet).map((head) => {
    const values = [...new Set(rows.map((row) => row.cells[head.cellIndex].dataset.value).filter(Boolean))].sort();
    return { column: head.cellIndex, choice: choiceOf(values), words: head.dataset.facet, useful: values.length > 1 };
  }).filter((facet) => facet.useful);
  const apply = () => {
    const wanted = plain(box.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, number) => {
      const fits = wanted.every((word) => texts[number].includes(word))
        && facets.every(({ column, choice }) => !choice.value || row.cells[column].dataset.value === choice.value);
      row.hidden = !fits;
      shown += fits;
    });
    table.dispatchEvent(new Event("filtered"));
    count.textContent = shown === rows.length ? "" : `${shown} of ${rows.length} ${table.dataset.filter}`;
  };
  box.addEventListener("input", apply);
  facets.forEach(({ choice }) => choice.addEventListener("change", apply));
  const bar = element("div", { className: "filter" }, element("label", {}, `Find in these ${table.dataset.filter} `, box),
    ...facets.map(({ choice, words }) => element("label", {}, `${words} `, choice)),
    element("button", { type: "button", onclick: () => saveAsCsv(cellsOf(table), table.dataset.filter) }, "Save as CSV"), count);
  table.parentElement.before(bar);
}

/** A search through a list of many pages; its files are loaded when the search is first used. */
function addSearch(place) {
  const { files, count, entries, headings } = place.dataset;
  const names = headings.split("|"), table = document.querySelector("table[data-filter]"), MOST = 200;
  const linked = /^(claims|events)-/.test(files.split("/").pop()) ? 1 : 0;
  const list = table.dataset.filter, ofPage = [...document.querySelectorAll(".pager, .scroll, .timeline, .more")];
  const rows = [], texts = [];
  const box = element("input", { type: "search" });
  const status = element("output", {});
  const choices = names.slice(2).map((name) => ({ name, choice: choiceOf([]) }));
  const save = element("button", { type: "button", disabled: true }, "Save as CSV");
  const results = element("div", { className: "scroll", hidden: true });
  let fitting = [], loading = null;
  // The search files call this with rows of text.
  window.found = (read) => {
    for (const row of read) {
      rows.push(row);
      texts.push(plain(row.slice(1).join(" ")));
    }
  };
  const load = async () => {
    for (let number = 1; number <= Number(count); number += 1) {
      status.textContent = `Reading the list: ${number} of ${count}`;
      await new Promise((done, failed) => {
        const script = element("script", { src: `${files}${number}.js`, onload: done, onerror: failed });
        document.head.append(script);
      });
    }
    status.textContent = "";
    choices.forEach(({ choice }, at) => {
      const values = [...new Set(rows.map((row) => row[at + 3]).filter(Boolean))].sort();
      if (values.length < 2 || values.length > 60) choice.parentElement.hidden = true;
      choice.append(...values.slice(0, 60).map((value) => element("option", { value }, value)));
    });
  };
  const asRow = (row) => {
    const safe = /^(articles\/art-[0-9a-f]{16}|people(-\d+)?)\.html(#|$)/.test(row[0]);
    return element("tr", {}, ...row.slice(1).map((text, at) => element("td", { className: at > 1 ? "small" : at ? "words" : "" },
      safe && at === linked ? element("a", { href: row[0] }, text || "no text") : text)));
  };
  const show = () => {
    const wanted = plain(box.value).split(/\s+/).filter(Boolean);
    const chosen = choices.map(({ choice }) => choice.value);
    const searching = wanted.length > 0 || chosen.some(Boolean);
    ofPage.forEach((one) => { one.hidden = searching; });
    results.hidden = !searching;
    fitting = searching ? rows.filter((row, at) => chosen.every((value, number) => !value || row[number + 3] === value)
      && wanted.every((word) => texts[at].includes(word))) : [];
    save.disabled = !fitting.length;
    status.textContent = searching ? `${fitting.length.toLocaleString("en")} of ${Number(entries).toLocaleString("en")} ${list}`
      + (fitting.length > MOST ? `; the first ${MOST} are shown, the CSV has all` : "") : "";
    results.replaceChildren(element("table", { className: "stack" },
      element("thead", {}, element("tr", {}, ...names.map((name) => element("th", { scope: "col" }, name)))),
      element("tbody", {}, ...fitting.slice(0, MOST).map(asRow))));
  };
  let waiting;
  const begin = () => {
    loading ??= load().then(() => true, () => {
      status.textContent = "The files of this search, in the folder “search” beside this page, cannot be read.";
      return false;
    });
    return loading;
  };
  const search = () => begin().then((read) => {
    clearTimeout(waiting);
    if (read) waiting = setTimeout(show, 120);
  });
  box.addEventListener("input", search);
  choices.forEach(({ choice }) => choice.addEventListener("change", search));
  // The filters need the list, too.
  for (const near of ["focusin", "pointerenter"]) place.addEventListener(near, begin);
  save.addEventListener("click", () => saveAsCsv([["page", ...names], ...fitting], list));
  place.className = "filter";
  place.hidden = false;
  place.append(element("label", {}, `Search all ${Number(entries).toLocaleString("en")} ${list} `, box),
    ...choices.map(({ name, choice }) => element("label", {}, `${name.toLowerCase()} `, choice)), save, status);
  place.after(results);
}

/** The marks of a claim or event, of its speaker, cue and trigger. */
function marksOf(id, within) {
  return [...within.querySelectorAll("mark")].filter((mark) =>
    mark.dataset.ids?.split(" ").some((other) => other === id || other.startsWith(`${id}.`)));
}

function lookAt(id, within, on) {
  marksOf(id, within).forEach((mark) => mark.classList.toggle("looked-at", on));
}

/** A path quoted for a shell. */
const quoted = (path) => (/^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\"'\"'")}'`);

/** Adds the dataset's folder to the commands; it is known only for a report opened from disk. */
function nameDataset() {
  if (location.protocol !== "file:") return;
  const folder = decodeURIComponent(new URL(document.body.dataset.dataset, location.href).pathname)
    .replace(/(?<=.)\/$/, "").replace(/^\/(?=[A-Za-z]:)/, "");
  document.querySelectorAll("code.command").forEach((command) => command.append(` --out ${quoted(folder)}`));
}

nameDataset();
const whole = document.getElementById("search");
if (whole) addSearch(whole);
else document.querySelectorAll("table[data-filter]").forEach(addFilter);
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
