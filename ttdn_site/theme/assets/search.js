// Search box and results page. Load as `<script type="module">`; nothing is fetched before somebody types or asks.
//
//   <form role="search" data-ttdn-search data-index="…/search/vi/" data-base="…/" action="…/search/">
//     <input type="search" name="q" aria-label="…"><button>…</button></form>
//   <div data-ttdn-results aria-live="polite"></div>      on the search page
//
// data-index: folder of the language's index; data-base: the site's base, against which results' addresses are read; both
// relative to the page. data-locale (optional): BCP 47 tag
// for numbers, else the page's language. data-dates (optional): how a day of each month is written, as a list of twelve. Text becomes text nodes only.

// The words of ttdn_site/search/words.py by key; a site serves this file once in each language, with its words here.
const WORDS = {};
const SUGGESTIONS = 8, RESULTS = 10, PAUSE = 150;
const LONE_CHARACTER = /\p{scx=Han}|\p{scx=Hira}|\p{scx=Kana}|\p{scx=Hang}|\p{scx=Thai}|\p{scx=Laoo}/u;

let modules = null;
const indexes = new Map();

function loadModule() {
  const address = new URL("./search-query.js", import.meta.url);
  address.search = new URL(import.meta.url).search;
  modules ??= import(address.href).catch((error) => {
    modules = null;
    throw Object.assign(error, { reason: navigator.onLine === false ? "offline" : "missing" });
  });
  return modules;
}

async function loadIndex(folder) {
  const module = await loadModule();
  if (!indexes.has(folder)) indexes.set(folder, new module.SearchIndex(folder));
  return [module, indexes.get(folder)];
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

// What a form tells: where the index is, and its words.
class Setting {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector('input[name="q"]');
    this.folder = new URL(form.dataset.index, document.baseURI).href;
    this.base = new URL(form.dataset.base ?? ".", document.baseURI).href;
    this.action = new URL(form.getAttribute("action") ?? "", document.baseURI);
    this.locale = form.dataset.locale || document.documentElement.lang || undefined;
    this.words = WORDS;
    this.dates = form.dataset.dates ? JSON.parse(form.dataset.dates) : null;
  }

  word(key, values = {}) {
    return (this.words[key] ?? "").replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  }

  count(number) {
    const form = new Intl.PluralRules(this.locale).select(number) === "one" ? "count_one" : "count_other";
    return this.word(form, { count: new Intl.NumberFormat(this.locale).format(number) });
  }

  date(iso) {
    if (!iso) return null;
    const [year, month, day] = iso.split("-");
    const text = this.dates
      ? this.dates[month - 1].replace("{year}", year).replace("{dd}", day).replace("{d}", Number(day))
      : new Intl.DateTimeFormat(this.locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${iso}T00:00:00Z`));
    return element("time", { datetime: iso }, text);
  }

  address(url) {
    const address = new URL(url, this.base);
    return /^(https?|file):$/.test(address.protocol) ? address.href : this.base;
  }

  problem(error) {
    const offline = error.reason === "offline" && navigator.onLine === false;
    return this.word(offline ? "offline" : "missing");
  }

  resultsAddress(query, section = "", year = 0) {
    const address = new URL(this.action);
    address.searchParams.set("q", query);
    if (section) address.searchParams.set("section", section);
    if (year) address.searchParams.set("year", year);
    return address;
  }
}

function marked(text, found, module, index) {
  return module
    .highlights(text, found.query, index.analyzer)
    .map(([piece, hit]) => (hit ? element("mark", {}, piece) : document.createTextNode(piece)));
}

// The list of suggestions under a search box: a combobox with a listbox (WAI-ARIA Authoring Practices).
class Suggestions {
  constructor(setting, place) {
    this.setting = setting;
    this.input = setting.input;
    this.turn = 0;
    this.active = -1;
    this.list = element("ul", {
      id: `ttdn-suggestions-${place}`,
      class: "ttdn-search__suggestions",
      role: "listbox",
      "aria-label": setting.word("suggestions"),
    });
    this.status = element("p", { class: "ttdn-search__status", role: "status" });
    this.list.hidden = this.status.hidden = true;
    setting.form.append(this.list, this.status);
    for (const [key, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id, autocomplete: "off",
    })) this.input.setAttribute(key, value);
    this.input.addEventListener("input", (event) => event.isComposing || this.later());
    this.input.addEventListener("compositionend", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    // mousedown would take the focus away and close the list before the click arrives
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.go(event.target.closest("[role=option]")));
  }

  later() {
    clearTimeout(this.timer);
    this.turn += 1;
    this.timer = setTimeout(() => this.suggest(this.turn), PAUSE);
  }

  async suggest(turn) {
    const text = this.input.value.trim();
    if (Array.from(text).length < 2 && !LONE_CHARACTER.test(text)) return this.close();
    try {
      const [module, index] = await loadIndex(this.setting.folder);
      const found = await index.find(text, { typing: true });
      const cards = await index.cards(found.pages.slice(0, SUGGESTIONS));
      if (turn === this.turn && document.activeElement === this.input) this.show(text, found, cards, module, index);
    } catch (error) {
      if (turn === this.turn) this.tell(this.setting.problem(error));
    }
  }

  show(text, found, cards, module, index) {
    const options = cards.map((card) => {
      const option = element("li", { role: "option", "aria-selected": "false" }, ...marked(card.title, found, module, index));
      option.dataset.url = this.setting.address(card.url);
      return option;
    });
    if (options.length) {
      const all = element("li", { role: "option", "aria-selected": "false", class: "ttdn-search__all" }, this.setting.word("all", { query: text }));
      all.dataset.url = this.setting.resultsAddress(text).href;
      options.push(all);
    }
    options.forEach((option, place) => (option.id = `${this.list.id}-${place}`));
    this.list.replaceChildren(...options);
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.open(options.length > 0);
    this.tell(options.length ? "" : this.setting.word("none"));
  }

  tell(text) {
    if (text) this.open(false);
    this.status.textContent = text;
    this.status.hidden = !text;
  }

  open(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }

  close() {
    clearTimeout(this.timer);
    this.turn += 1;
    this.open(false);
    this.tell("");
    this.select(-1);
  }

  select(place) {
    const options = Array.from(this.list.children);
    this.active = place;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    if (place < 0 || !options[place]) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", options[place].id);
    options[place].scrollIntoView?.({ block: "nearest" });
  }

  key(event) {
    if (event.isComposing) return;
    const size = this.list.hidden ? 0 : this.list.children.length;
    if (event.key === "Escape" && !(this.list.hidden && this.status.hidden)) {
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown" && !size) {
      this.later();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!size) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.select(this.active < 0 && step < 0 ? size - 1 : ((this.active + 1 + step + size + 1) % (size + 1)) - 1);
    } else if (event.key === "Enter" && this.active >= 0 && size) {
      event.preventDefault();
      this.go(this.list.children[this.active]);
    }
  }

  go(option) {
    if (option) location.assign(option.dataset.url);
  }
}

// The search page: the query of the address, filters by section and year, results ten at a time.
class Results {
  constructor(setting, place) {
    this.setting = setting;
    this.turn = 0;
    // Only the line with the count is read out, not every result.
    place.removeAttribute("aria-live");
    this.status = element("p", { class: "ttdn-search__count", role: "status" });
    this.filters = element("div", { class: "ttdn-search__filters" });
    this.list = element("ol", { class: "ttdn-search__results" });
    this.more = element("button", { type: "button", class: "ttdn-search__more" }, setting.word("more"));
    this.filters.hidden = this.more.hidden = true;
    place.replaceChildren(this.status, this.filters, this.list, this.more);
    this.place = place;
    this.more.addEventListener("click", () => this.showMore(true));
    addEventListener("popstate", () => this.fromAddress());
  }

  fromAddress() {
    const asked = new URL(location.href).searchParams;
    const year = Number.parseInt(asked.get("year") ?? "", 10);
    return this.run(asked.get("q") ?? "", asked.get("section") ?? "", Number.isFinite(year) ? year : 0);
  }

  async run(text, section, year) {
    const turn = ++this.turn;
    const { setting } = this;
    if (setting.input.value !== text) setting.input.value = text;
    this.list.replaceChildren();
    this.more.hidden = this.filters.hidden = true;
    this.status.textContent = "";
    if (!text.trim()) return;
    this.status.textContent = setting.word("loading");
    this.place.setAttribute("aria-busy", "true");
    try {
      const [module, index] = await loadIndex(setting.folder);
      await index.open();
      const term = index.sections.find(([label]) => label === section)?.[1] ?? "";
      const all = await index.find(text, { section: term });
      const found = year ? await index.find(text, { section: term, year }) : all;
      if (turn !== this.turn) return;
      Object.assign(this, { text, module, index, found, shown: 0 });
      const count = found.pages.length ? setting.count(found.pages.length) : setting.word("none");
      this.status.textContent = found.complete || !found.pages.length ? count : `${count} ${setting.word("some")}`;
      this.showFilters(text, term ? section : "", year, all, module);
      await this.showMore(false);
    } catch (error) {
      if (turn === this.turn) this.status.textContent = setting.problem(error);
    } finally {
      if (turn === this.turn) this.place.removeAttribute("aria-busy");
    }
  }

  showFilters(text, section, year, all, module) {
    const { setting } = this;
    const years = Array.from(new Set(all.pages.map(module.yearOf))).filter(Boolean).sort((a, b) => b - a);
    const choose = (name, label, none, values, chosen) => {
      const select = element("select", { name });
      for (const [value, shown] of [["", none], ...values]) select.append(new Option(shown, value, false, String(value) === String(chosen)));
      select.addEventListener("change", () => {
        const changed = { section, year, [name]: select.value };
        history.pushState(null, "", setting.resultsAddress(text, changed.section, changed.year));
        this.focusNext = name;
        this.fromAddress();
      });
      return element("label", {}, element("span", {}, label), select);
    };
    const sections = this.index.sections.map(([label]) => [label, label]);
    this.filters.replaceChildren();
    if (sections.length > 1) this.filters.append(choose("section", setting.word("section"), setting.word("all_sections"), sections, section));
    if (years.length > 1 || year) this.filters.append(choose("year", setting.word("year"), setting.word("all_years"), years.map((each) => [each, each]), year || ""));
    this.filters.hidden = !this.filters.children.length || (!all.pages.length && !section && !year);
    if (this.focusNext) this.filters.querySelector(`[name="${this.focusNext}"]`)?.focus();
    this.focusNext = "";
  }

  async showMore(focus) {
    const { found, turn } = this;
    const next = found.pages.slice(this.shown, this.shown + RESULTS);
    try {
      const cards = await this.index.cards(next);
      if (turn !== this.turn) return;
      const items = cards.map((card) => this.item(card));
      this.list.append(...items);
      this.shown += next.length;
      this.more.hidden = this.shown >= found.pages.length;
      if (focus) items[0]?.querySelector("a").focus();
    } catch (error) {
      if (turn === this.turn) this.status.textContent = this.setting.problem(error);
    }
  }

  item(card) {
    const { setting, found, module, index } = this;
    const href = setting.address(card.url);
    const date = setting.date(card.date);
    const about = element("p", { class: "ttdn-search__about" });
    if (card.section) about.append(element("span", { class: "ttdn-search__section" }, card.section));
    if (date) about.append(card.section ? " · " : "", date);
    const headings = card.headings
      .map(([id, text]) => [id, marked(text, found, module, index)])
      .filter(([, parts]) => parts.some((part) => part.nodeName === "MARK"))
      .slice(0, 3)
      .map(([id, parts]) => element("li", {}, element("a", { href: `${href}#${encodeURIComponent(id)}` }, ...parts)));
    return element(
      "li",
      { class: "ttdn-search__result", "data-kind": card.kind },
      element("a", { class: "ttdn-search__title", href }, ...marked(card.title, found, module, index)),
      about.childNodes.length ? about : null,
      card.snippet ? element("p", { class: "ttdn-search__snippet" }, ...marked(card.snippet, found, module, index)) : null,
      headings.length ? element("ul", { class: "ttdn-search__headings" }, ...headings) : null,
    );
  }
}

function start() {
  const settings = Array.from(document.querySelectorAll("form[data-ttdn-search]"), (form) => new Setting(form)).filter(({ input }) => input);
  const place = document.querySelector("[data-ttdn-results]");
  // On the search page the form beside the results leads; a page with the header's form only uses that one.
  const leading = settings.find(({ form }) => place && form.closest("main, article")) ?? settings[0];
  const results = place && leading ? new Results(leading, place) : null;
  settings.forEach((setting, at) => {
    const suggestions = results && setting.form.closest("main, article") ? null : new Suggestions(setting, at);
    // Handled here because the site's policy forbids forms to leave the page (`form-action 'none'`).
    setting.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = setting.input.value.trim();
      if (!text) return;
      suggestions?.close();
      const address = setting.resultsAddress(text);
      if (results && address.pathname === location.pathname) {
        history.pushState(null, "", address);
        results.fromAddress();
      } else location.assign(address.href);
    });
  });
  results?.fromAddress();
}

start();
