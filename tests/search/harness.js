// Jobs for the client's query module, run by client.py in Node or in Chromium.
async (module, jobs) => {
  const read = (files, log) => async (address) => {
    const name = new URL(address).pathname.slice(1);
    log.push(name);
    if (!(name in files)) return { ok: false, status: 404 };
    return { ok: true, status: 200, json: async () => JSON.parse(files[name]) };
  };
  const operations = {
    analyse: ({ rules, plural, texts }) => {
      const analyzer = new module.Analyzer(rules, plural);
      return texts.map((text) =>
        analyzer.pieces(module.normal(text)).map(([run, word]) => (run ? [run] : ["", ...analyzer.keyAndForm(word)])),
      );
    },
    decode: ({ texts }) => texts.map(module.decode),
    paths: ({ keys }) => keys.map((key) => `${module.termPath(key)}$`),
    pairs: ({ pairs }) => pairs.map(([first, second]) => module.pairTerm(first, second)),
    years: ({ pages }) => pages.map(module.yearOf),
    parse: ({ rules, texts }) => {
      const analyzer = new module.Analyzer(rules, false);
      return texts.map((text) => module.parse(text, analyzer).units.length);
    },
    find: async ({ files, queries }) => {
      const answers = [];
      for (const { q, options, cards = 10 } of queries) {
        const log = [];
        const index = new module.SearchIndex("http://site.example/", read(files, log));
        try {
          const found = await index.find(q, options ?? {});
          const shown = await index.cards(found.pages.slice(0, cards));
          answers.push({
            urls: shown.map(({ url }) => url), total: found.pages.length, complete: found.complete, skipped: found.skipped, log, cards: shown,
            marks: shown.map(({ title }) => module.highlights(title, found.query, index.analyzer)),
          });
        } catch (error) {
          answers.push({ error: error.reason ?? String(error), log });
        }
      }
      return answers;
    },
    // The site is published anew between two queries of one visitor.
    renewed: async ({ before, after, q }) => {
      const log = [];
      let files = before;
      const index = new module.SearchIndex("http://site.example/", (address) => read(files, log)(address));
      await index.open();
      files = after;
      const found = await index.find(q);
      return (await index.cards(found.pages)).map(({ url }) => url);
    },
  };
  const results = [];
  for (const job of jobs) results.push(await operations[job.op](job));
  return results;
}
