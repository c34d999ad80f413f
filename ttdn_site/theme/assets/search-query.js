// Reads the search index of one language: fetches the parts a query needs, ranks pages, returns what results show.
// Mirrors ttdn_site/search (analysis.py, index.py, postings.py, numbering.py); the tests run both on the same texts.
// No dependency, no eval; runs in browsers and, for the tests, in Node. One file although it is long: search.js imports
// it at the first use with its own `?v=`, which a static import further down could not carry on.

const PAIR = "_", NUMBER = "#", START = "^";
const NUMBERS_A_YEAR = 2 ** 19, FIRST_YEAR = 1900, NUMBER_BITS = 28, HASH_BITS = 16;
const LONGEST_QUERY = 300, MOST_UNITS = 20, MOST_STARTS = 24;
// Sizes in the manifest count characters, of which about three quarters are left after compression.
const TERM_BUDGET = 110000;
// How much a term weighs by its level: body once, twice, often; summary, document number, heading, title.
const WEIGHT = [0, 1, 1.3, 1.6, 2.5, 3.2, 4, 7];
// A page that only has the word with other marks comes after every page that has it as typed.
const OTHER_MARKS = 0.1, BEGINNING = 0.5, WHOLE_NUMBER = 4;
const LAST = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const MORE = "!#$%&'()*+,./:;<=>?@[]^`{}~";

export class SearchError extends Error {
  // reason: "offline" or "missing"
  constructor(reason, detail) {
    super(`${reason}: ${detail}`);
    this.reason = reason;
  }
}

export function normal(text) {
  return text.normalize("NFKC").toLowerCase().normalize("NFKC");
}

// Analysis by the rules of the index: what is a word, what is a run, the key and the form of a word.
export class Analyzer {
  constructor(rules, plural) {
    const span = (name) => rules[name].map(([low, high]) => `\\u{${low.toString(16)}}-\\u{${high.toString(16)}}`).join("");
    const run = span("runs"), joined = span("joined");
    this.plural = plural;
    this.longest = rules.word;
    this.letters = new Map(Object.entries(rules.letters));
    this.tones = new Set(rules.tones.map((code) => String.fromCodePoint(code)));
    this.marks = new RegExp(`[${span("marks")}]`, "gu");
    const letter = `(?![${run}])[\\p{L}\\p{N}]`;
    this.cut = new RegExp(`([${run}]+)|(${letter}(?:${letter}|[${joined}])*)`, "gu");
    this.katakana = new RegExp(`[${span("katakana")}]{3,}`, "gu");
  }

  pieces(text) {
    return Array.from(text.matchAll(this.cut), ([, run, word]) => [run ?? "", word ?? ""]);
  }

  keyAndForm(word, plural = this.plural) {
    const parts = word.normalize("NFD");
    let key = Array.from(parts.replace(this.marks, "").normalize("NFC"), (letter) => this.letters.get(letter) ?? letter).join("");
    key = cutTo(key, this.longest);
    const letters = Array.from(parts);
    const rest = letters.filter((letter) => !this.tones.has(letter)).join("");
    const tones = letters.filter((letter) => this.tones.has(letter)).join("");
    const form = cutTo((rest + tones).normalize("NFC"), this.longest);
    if (/^[0-9]+$/.test(key)) key = key.replace(/^0+(?=.)/, "");
    else if (plural) key = singular(key);
    return [key, form === key ? "" : form];
  }
}

function cutTo(text, size) {
  return text.length <= size ? text : Array.from(text).slice(0, size).join("");
}

function singular(key) {
  if (Array.from(key).length < 4 || !key.endsWith("s") || /(?:ss|us|is)$/.test(key)) return key;
  if (key.endsWith("ies") && Array.from(key).length > 4) return key.slice(0, -3) + "y";
  return /(?:ches|shes|xes|zes|sses)$/.test(key) ? key.slice(0, -2) : key.slice(0, -1);
}

function fnv(text) {
  let mixed = 2166136261;
  for (const letter of text) mixed = Math.imul(mixed ^ letter.codePointAt(0), 16777619) >>> 0;
  return mixed;
}

// The term of two neighbouring words: a hash of 18 bits in three signs.
export function pairTerm(first, second) {
  const mixed = (fnv(first) & 0x3ffff) ^ (Math.imul(fnv(second), 2654435761) >>> 14);
  return PAIR + LAST[mixed >>> 12] + LAST[(mixed >>> 6) & 63] + LAST[mixed & 63];
}

export function termPath(key) {
  const head = key[0] === PAIR ? key : key[0] === NUMBER ? key.split("/", 1)[0] : Array.from(key).slice(0, 4).join("");
  const mixed = fnv(head);
  return ((mixed ^ (mixed >>> 15)) & 0xffff).toString(2).padStart(HASH_BITS, "0") + key;
}

export function decode(text) {
  const numbers = [];
  let value = 0, last = -1;
  for (const sign of text) {
    const end = LAST.indexOf(sign);
    if (end < 0) value = value * MORE.length + MORE.indexOf(sign) + 1;
    else {
      last += value * LAST.length + end + 1;
      numbers.push(last);
      value = 0;
    }
  }
  return numbers;
}

export function yearOf(page) {
  const block = Math.floor(page / NUMBERS_A_YEAR);
  return block ? block + FIRST_YEAR - 1 : 0;
}

// The files of one part kind: prefix → version and size; names as in index.py.
class Parts {
  constructor(listed, letter) {
    this.letter = letter;
    this.all = new Map();
    for (const line of listed ? listed.split("\n") : []) {
      const [version, size] = line.split(" ", 2);
      this.all.set(line.slice(version.length + size.length + 2), { version, size: Number(size) });
    }
  }

  home(path) {
    for (let length = 0; length <= path.length; length++) {
      const prefix = path.slice(0, length);
      if (this.all.has(prefix)) return prefix;
    }
    return null;
  }

  below(path) {
    return Array.from(this.all.keys()).filter((prefix) => prefix.startsWith(path));
  }

  file(prefix) {
    const name = Array.from(prefix, (sign) => (/[a-z0-9]/.test(sign) ? sign : `-${sign.codePointAt(0).toString(16)}-`)).join("");
    return `${this.letter}${name}.json?v=${this.all.get(prefix).version}`;
  }
}

export class SearchIndex {
  // folder: address of the language's search folder, with its slash. get: (address, init) → Response, `fetch` by default.
  constructor(folder, get = (address, init) => fetch(address, init)) {
    this.folder = folder;
    this.get = get;
    this.loaded = new Map();
    this.opening = null;
  }

  open() {
    this.opening ??= this.#open().catch((error) => {
      this.opening = null;
      throw error;
    });
    return this.opening;
  }

  async #open() {
    const told = await this.#fetch("index.json", { cache: "no-cache" });
    const aliases = told.aliases ? await this.#fetch(`aliases.json?v=${told.aliases}`) : {};
    this.pages = told.pages;
    this.sections = told.sections;
    this.analyzer = new Analyzer(told.rules, told.plural);
    this.aliases = new Map(Object.entries(aliases));
    this.longestAlias = Math.max(0, ...Array.from(this.aliases.keys(), (name) => name.length));
    this.terms = new Parts(told.terms, "t");
    this.cardParts = new Parts(told.cards, "d");
  }

  async #fetch(name, init) {
    let response;
    try {
      response = await this.get(new URL(name, this.folder).href, init);
    } catch (error) {
      throw new SearchError("offline", error.message);
    }
    if (!response.ok) throw new SearchError("missing", `${response.status} ${name}`);
    try {
      return await response.json();
    } catch (error) {
      throw new SearchError("missing", `${name}: ${error.message}`);
    }
  }

  #part(parts, prefix) {
    const file = parts.file(prefix);
    if (!this.loaded.has(file)) {
      const wanted = this.#fetch(file);
      wanted.catch(() => this.loaded.delete(file));
      this.loaded.set(file, wanted);
    }
    return this.loaded.get(file);
  }

  // Runs `work`; when a part is gone because the site was published anew meanwhile, once more with a new manifest.
  async #again(work) {
    await this.open();
    try {
      return await work();
    } catch (error) {
      if (error.reason !== "missing") throw error;
      this.opening = null;
      this.loaded.clear();
      await this.open();
      return work();
    }
  }

  // → { pages: page numbers, best first; complete: every page has all words; skipped: words too frequent to be asked for }
  // options: section: a filter term from `sections`; year: number; typing: the last word is not finished.
  find(text, options = {}) {
    return this.#again(() => this.#find(text, options));
  }

  async #find(text, { section = "", year = 0, typing = false }) {
    const query = parse(text, this.analyzer, this.aliases, this.longestAlias, typing);
    const nothing = { pages: [], complete: true, skipped: [], query };
    if (!query.units.length || !this.pages) return nothing;
    const entries = await this.#load(query, section);
    return { query, ...rank(query, entries, this.pages, section, year) };
  }

  // Fetches the parts of a query, the small ones first, as far as the budget goes; → lookups in them.
  async #load(query, section) {
    const costs = new Map();
    const want = (prefix, factor) => {
      if (prefix !== null) costs.set(prefix, Math.min(costs.get(prefix) ?? Infinity, this.terms.all.get(prefix).size * factor));
    };
    const home = (key) => this.terms.home(termPath(key) + "$");
    for (const unit of query.units) for (const way of unit.ways) for (const { key } of way.terms) want(home(key), 1);
    for (const { key } of query.extras) want(home(key), 1.5);
    const start = query.start && this.terms.home(termPath(query.start));
    const starts = !query.start ? [] : start !== null ? [start] : this.terms.below(termPath(query.start));
    for (const prefix of starts) want(prefix, 2);
    const chosen = new Set(section ? [home(section)].filter((prefix) => prefix !== null) : []);
    let spent = 0;
    for (const [prefix] of Array.from(costs).sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1))) {
      const { size } = this.terms.all.get(prefix);
      if (spent > 0 && spent + size > TERM_BUDGET) continue;
      spent += size;
      chosen.add(prefix);
    }
    const read = new Map();
    await Promise.all(Array.from(chosen, async (prefix) => read.set(prefix, await this.#part(this.terms, prefix))));
    return {
      // undefined: was not asked for; null: no page has it
      get: (key) => {
        const prefix = home(key);
        if (prefix === null) return null;
        const part = read.get(prefix);
        return part && (Object.hasOwn(part, key) ? part[key] : null);
      },
      starting: (beginning) =>
        starts
          .flatMap((prefix) => Object.entries(read.get(prefix) ?? {}))
          .filter(([key]) => key.startsWith(beginning) && key !== beginning)
          .sort((a, b) => JSON.stringify(b[1]).length - JSON.stringify(a[1]).length || (a[0] < b[0] ? -1 : 1))
          .slice(0, MOST_STARTS)
          .map(([key]) => key),
    };
  }

  // What results show, for page numbers in their order: { url, title, date, section, kind, snippet, headings }.
  cards(pages) {
    return this.#again(async () => {
      const home = (page) => this.cardParts.home(page.toString(2).padStart(NUMBER_BITS, "0"));
      const rows = await Promise.all(
        pages.map(async (page) => {
          const prefix = home(page);
          if (prefix === null) throw new SearchError("missing", `page ${page}`);
          return (await this.#part(this.cardParts, prefix)).find(([number]) => number === page);
        }),
      );
      return rows
        .filter((row) => row)
        .map(([, url, title, date, section, kind, snippet, headings]) => ({ url, title, date, section, kind, snippet, headings }));
    });
  }
}

// A query is units that a page should all have. A unit has ways (its own spelling, aliases, word beginnings); a way has
// terms, of which a page needs so many. Extras only raise a page: neighbouring words, document numbers, katakana words.
export function parse(text, analyzer, aliases = new Map(), longestAlias = 0, typing = false) {
  const cut = Array.from(text).slice(0, LONGEST_QUERY).join("");
  const pieces = analyzer.pieces(normal(cut));
  const finished = !typing && /[^\p{L}\p{N}\p{M}]$/u.test(cut);
  const units = [], extras = [], keys = [];
  const marked = pieces.some(([, word]) => word && analyzer.keyAndForm(word)[1] && !/^[0-9]+$/.test(word));
  const add = (...ways) => units.length < MOST_UNITS && units.push({ ways });
  let place = 0;
  while (place < pieces.length) {
    const [run] = pieces[place];
    if (run) {
      for (const part of cutAtAliases(run, aliases, longestAlias)) {
        add(runWay(part), ...(aliases.get(part) ?? []).map((name) => nameWay(name, analyzer)));
      }
      for (const [word] of run.matchAll(analyzer.katakana)) extras.push({ key: word });
      place += 1;
      continue;
    }
    let end = place;
    while (end < pieces.length && !pieces[end][0]) end += 1;
    const words = pieces.slice(place, end).map(([, word]) => word);
    const read = words.map((word) => analyzer.keyAndForm(word));
    const plain = words.map((word) => analyzer.keyAndForm(word, false)[0]);
    for (let at = 0; at < words.length; ) {
      let length = Math.min(words.length - at, 6);
      while (length > 1 && !aliases.has(plain.slice(at, at + length).join(" "))) length -= 1;
      const others = aliases.get(plain.slice(at, at + length).join(" ")) ?? [];
      const own = read.slice(at, at + length).map(([key, form]) => ({ key, form }));
      add({ terms: own, need: length }, ...others.map((name) => nameWay(name, analyzer)));
      at += length;
    }
    for (let at = 0; at + 1 < words.length; at++) extras.push({ key: pairTerm(read[at][0], read[at + 1][0]) });
    for (let at = 0; at + 1 < words.length; at++) {
      if (!/^\p{N}/u.test(words[at])) continue;
      for (let length = 2; length <= 5 && at + length <= words.length; length++) {
        extras.push({ key: NUMBER + plain.slice(at, at + length).join("/"), whole: true });
      }
    }
    keys.push(...read.map(([key]) => key));
    place = end;
  }
  const query = { units, extras: extras.slice(0, 2 * MOST_UNITS), marked, start: "", keys, runs: pieces.map(([run]) => run).filter(Boolean) };
  const last = pieces.at(-1)?.[1];
  if (last && !finished && units.length && units.length < MOST_UNITS) {
    const key = keys.at(-1), size = Array.from(key).length, unit = units.at(-1);
    query.beginning = key;
    unit.last = unit.ways[0].terms.length === 1;
    if (unit.last && size >= 4) query.start = key;
    if (unit.last && (size === 2 || size === 3)) {
      unit.ways.push({ terms: [{ key: START + key }], need: 1, factor: beginningFactor(unit) });
    }
    if (typing && size === 1 && units.length > 1 && !/^[0-9]$/.test(key)) {
      units.pop();
      const pair = keys.length > 1 ? pairTerm(keys.at(-2), key) : "";
      query.extras = query.extras.filter((extra) => extra.key !== pair);
    }
  }
  return query;
}

// Words that only begin like the last one count half; marks cannot be compared there, so little when it has any.
function beginningFactor(unit) {
  return unit.ways[0].terms[0].form ? OTHER_MARKS : BEGINNING;
}

function runWay(run) {
  const letters = Array.from(run);
  if (letters.length === 1) return { terms: [{ key: run }], need: 1 };
  const pairs = Array.from(new Set(letters.slice(1).map((letter, place) => letters[place] + letter)));
  return { terms: pairs.map((key) => ({ key })), need: pairs.length <= 3 ? pairs.length : Math.ceil(pairs.length * 0.75) };
}

function nameWay(name, analyzer) {
  const [[run]] = analyzer.pieces(name);
  if (run) return runWay(run);
  const words = name.split(" ");
  const pairs = words.slice(1).map((word, place) => pairTerm(words[place], word));
  const terms = [...words, ...pairs].map((key) => ({ key }));
  return { terms, need: terms.length };
}

function cutAtAliases(run, aliases, longest) {
  const parts = [];
  let from = 0;
  for (let at = 0; at < run.length; ) {
    let size = Math.min(longest, run.length - at);
    while (size > 1 && !aliases.has(run.slice(at, at + size))) size -= 1;
    if (size > 1) {
      if (from < at) parts.push(run.slice(from, at));
      parts.push(run.slice(at, at + size));
      from = at + size;
    }
    at += Math.max(size, 1);
  }
  if (from < run.length) parts.push(run.slice(from));
  return parts;
}

// page → weight of one term, by its best level
function weights(entry, form, marked) {
  const found = new Map();
  if (!entry) return found;
  const forms = typeof entry === "string" ? { "": entry } : entry;
  for (const [written, postings] of Object.entries(forms)) {
    const factor = marked && form !== undefined && written !== form ? OTHER_MARKS : 1;
    for (const list of postings.split("|")) {
      const weight = WEIGHT[Number(list[0])] * factor;
      for (const page of decode(list.slice(1))) if (!(found.get(page) >= weight)) found.set(page, weight);
    }
  }
  return found;
}

function rarity(found, pages) {
  return Math.log(1 + (Math.max(pages - found, 0) + 0.5) / (found + 0.5));
}

// page → mean weight of a way's terms, for pages that have as many as it needs; null: none of them was asked for.
function wayWeights(way, entries, marked) {
  const known = way.terms.map(({ key, form }) => [entries.get(key), form]).filter(([entry]) => entry !== undefined);
  if (!known.length) return null;
  const need = Math.min(way.need, known.length), share = (way.factor ?? 1) / known.length;
  const sums = new Map(), counts = new Map();
  for (const [entry, form] of known) {
    for (const [page, weight] of weights(entry, form, marked)) {
      sums.set(page, (sums.get(page) ?? 0) + weight * share);
      counts.set(page, (counts.get(page) ?? 0) + 1);
    }
  }
  for (const [page, count] of counts) if (count < need) sums.delete(page);
  return sums;
}

// A unit counts by how few pages have it in any way, so that a rare alias does not outweigh the usual name.
function unitScores(unit, query, entries, pages) {
  const ways = unit.ways.slice();
  if (unit.last && query.start) {
    ways.push(...entries.starting(query.start).map((key) => ({ terms: [{ key }], need: 1, factor: beginningFactor(unit) })));
  }
  const found = ways.map((way) => wayWeights(way, entries, query.marked));
  if (found[0] === null && !found.some((weighed) => weighed?.size)) return null;
  const best = new Map();
  for (const weighed of found) {
    for (const [page, weight] of weighed ?? []) if (!(best.get(page) >= weight)) best.set(page, weight);
  }
  const factor = rarity(best.size, pages) * unit.ways[0].terms.length;
  for (const [page, weight] of best) best.set(page, weight * factor);
  return best;
}

function rank(query, entries, pages, section, year) {
  const scores = new Map(), matched = new Map(), skipped = [];
  let asked = 0;
  for (const unit of query.units) {
    const found = unitScores(unit, query, entries, pages);
    if (found === null) {
      skipped.push(unit.ways[0].terms.map(({ key }) => key).join(" "));
      continue;
    }
    asked += 1;
    for (const [page, score] of found) {
      scores.set(page, (scores.get(page) ?? 0) + score);
      matched.set(page, (matched.get(page) ?? 0) + 1);
    }
  }
  for (const { key, whole } of query.extras) {
    const found = weights(entries.get(key));
    const factor = rarity(found.size, pages) * (whole ? WHOLE_NUMBER : 1);
    for (const [page, weight] of found) if (scores.has(page)) scores.set(page, scores.get(page) + weight * factor);
  }
  const inSection = section ? weights(entries.get(section)) : null;
  let most = 0;
  const kept = [];
  for (const page of scores.keys()) {
    if ((inSection && !inSection.has(page)) || (year && yearOf(page) !== year)) continue;
    kept.push(page);
    most = Math.max(most, matched.get(page));
  }
  if (most * 2 < asked) return { pages: [], complete: true, skipped };
  const least = most === asked ? asked : Math.ceil(most * 0.6);
  const listed = kept.filter((page) => matched.get(page) >= least);
  listed.sort((a, b) => matched.get(b) - matched.get(a) || scores.get(b) - scores.get(a) || b - a);
  return { pages: listed, complete: most === asked, skipped };
}

// Cuts a text into [piece, marked] for display: words with a key of the query, and its runs' characters in a row.
export function highlights(text, query, analyzer) {
  const keys = new Set(query.keys), parts = [];
  const put = (piece, marked) => {
    if (parts.length && parts.at(-1)[1] === marked) parts.at(-1)[0] += piece;
    else if (piece) parts.push([piece, marked]);
  };
  const pairs = new Set(query.runs.flatMap((run) => runWay(run).terms.map(({ key }) => key)));
  for (const [segment] of text.matchAll(/[\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]+/gu)) {
    const pieces = analyzer.pieces(normal(segment));
    if (!pieces.some(([run]) => run)) {
      put(segment, pieces.some(([, word]) => isWanted(analyzer.keyAndForm(word)[0], keys, query.beginning)));
      continue;
    }
    const letters = Array.from(segment), hit = new Array(letters.length).fill(false);
    letters.forEach((letter, place) => {
      const one = normal(letter), two = normal(letter + (letters[place + 1] ?? ""));
      if (pairs.has(one)) hit[place] = true;
      if (place + 1 < letters.length && pairs.has(two)) hit[place] = hit[place + 1] = true;
    });
    let from = 0;
    for (const [run, word] of pieces) {
      const size = Array.from(run || word).length;
      if (word && isWanted(analyzer.keyAndForm(word)[0], keys, query.beginning)) hit.fill(true, from, from + size);
      from += size;
    }
    letters.forEach((letter, place) => put(letter, hit[place]));
  }
  return parts;
}

function isWanted(key, keys, beginning) {
  return keys.has(key) || (beginning !== undefined && Array.from(beginning).length >= 2 && key.startsWith(beginning));
}
