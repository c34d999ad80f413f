// Comforts of every page: text size, colours, printing, menus that close, filters of registers. Nothing needs them.
const root = document.documentElement;
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

function keep(name, value) {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch { /* the choice then lasts as long as the page */ }
}

// Text size: three steps above the browser's own.
const LARGEST = 3;
function showSize() {
  const size = Number(root.dataset.size || 0);
  for (const button of all("[data-step]")) {
    const step = Number(button.dataset.step);
    const end = step < 0 ? size === 0 : step > 0 ? size === LARGEST : size === 0;
    button.setAttribute("aria-disabled", String(end));
  }
}
function setSize(step) {
  const size = step ? Math.min(LARGEST, Math.max(0, Number(root.dataset.size || 0) + step)) : 0;
  if (size) root.dataset.size = size;
  else delete root.dataset.size;
  keep("ttdn-size", size && String(size));
  showSize();
}

// Colours: the system's until the reader chooses.
const system = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
function showTheme() {
  for (const button of all("[data-toggle-theme]")) button.setAttribute("aria-pressed", String(isDark()));
}
system.addEventListener("change", showTheme);

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.step) setSize(Number(button.dataset.step));
  if (button && "toggleTheme" in button.dataset) {
    root.dataset.theme = isDark() ? "light" : "dark";
    keep("ttdn-theme", root.dataset.theme);
    showTheme();
  }
  if (button && "print" in button.dataset) print();
  for (const open of all("details.menu[open], details.toc[open]")) {
    if (!open.contains(event.target) || event.target.closest(".toc a")) open.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of all("details.menu[open], details.toc[open]")) {
    open.open = false;
    if (open.contains(document.activeElement)) open.querySelector("summary").focus();
  }
});

// Where a narrow window shows lines as cards, some browsers forget that this is a table.
const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };
for (const table of all("table.stacked, table.budget")) {
  for (const part of [table, ...all("thead, tbody, tfoot, tr, td, th", table)]) {
    const role = ROLES[part.tagName] || (part.scope.startsWith("col") ? "columnheader" : "rowheader");
    part.setAttribute("role", role);
  }
}

// Registers. Words are compared without marks, so that "nghi dinh" finds "Nghị định".
const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");
for (const register of all("[data-register]")) {
  const form = register.querySelector("form");
  if (!form) continue;
  const rows = all("tbody tr", register).map((row) => ({ row, text: plain(row.textContent) }));
  const count = register.querySelector("[data-count]"), none = register.querySelector("[data-none]");
  const filter = () => {
    const words = plain(form.querySelector("[data-text]").value).split(/\s+/).filter(Boolean);
    const chosen = all("[data-filter]", form).filter((field) => field.value);
    let shown = 0;
    for (const { row, text } of rows) {
      const fits = words.every((word) => text.includes(word))
        && chosen.every((field) => row.dataset[field.dataset.filter] === field.value);
      row.hidden = !fits;
      shown += fits;
    }
    count.textContent = words.length || chosen.length
      ? count.dataset.count.replace("{shown}", shown).replace("{all}", rows.length) : "";
    none.hidden = shown > 0;
  };
  const fold = form.closest("details");
  fold.hidden = false;
  // On a phone the list comes first; the filters wait behind their title.
  fold.open = matchMedia("(min-width: 47.5em)").matches;
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
}

// Tables of plans: rows that fit, with the rows they stand under; a year chooses columns or, in a task list, rows.
for (const part of all("[data-plan-table]")) {
  const box = part.querySelector(".filter-box"), form = part.querySelector("form");
  if (!form) continue;
  const lines = all("tbody tr", part), byId = new Map(lines.map((row) => [row.dataset.row, row]));
  const words = (value) => (value || "").split(" ").filter(Boolean);
  const facts = new Map();
  for (const row of lines) {
    const above = facts.get(byId.get(row.dataset.parent)) || {};
    const own = words(row.dataset.bodies);
    facts.set(row, { text: plain(row.textContent), bodies: own.length ? own : above.bodies || [], years: words(row.dataset.years) });
  }
  const dated = all("tbody [data-years]", part).length > 0;
  const cells = all("[data-year]", part), spans = all("thead [colspan]", part).map((cell) => [cell, cell.colSpan]);
  const count = part.querySelector("[data-count]"), none = part.querySelector("[data-none]");
  const fits = (row, chosen) => {
    const known = facts.get(row);
    return chosen.words.every((word) => known.text.includes(word))
      && (!chosen.bodies || known.bodies.includes(chosen.bodies))
      && (!chosen.group || row.dataset.group === chosen.group)
      && (!chosen.status || row.dataset.status === chosen.status)
      && (!chosen.year || !dated || known.years.includes(chosen.year));
  };
  const apply = () => {
    const chosen = { words: plain(form.querySelector("[data-words]").value).split(/\s+/).filter(Boolean) };
    for (const field of all("[data-filter]", form)) chosen[field.dataset.filter] = field.value;
    const active = chosen.words.length || chosen.bodies || chosen.group || chosen.status || (dated && chosen.year);
    const kept = new Set();
    let shown = 0;
    for (const row of lines) {
      if (!fits(row, chosen)) continue;
      shown += 1;
      for (let at = row; at && !kept.has(at); at = byId.get(at.dataset.parent)) kept.add(at);
    }
    for (const row of lines) row.hidden = !kept.has(row);
    for (const cell of cells) cell.hidden = !dated && Boolean(chosen.year) && cell.dataset.year !== chosen.year;
    for (const [cell, width] of spans) {
      const under = cells.filter((leaf) => leaf.scope === "col" && !leaf.hidden).length;
      cell.colSpan = chosen.year && !dated && under ? Math.min(width, under) : width;
    }
    count.textContent = active ? count.dataset.count.replace("{shown}", shown).replace("{all}", lines.length) : "";
    none.hidden = shown > 0;
  };
  box.hidden = false;
  box.open = matchMedia("(min-width: 47.5em)").matches;
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
}

showSize();
showTheme();
