"""Search: one index per language, in parts that a browser fetches when it needs them.

`record.extract` takes from a page what the index needs; `index.build` makes all files of a language, `index.update`
only those that differ after an edit. `theme/assets/search.js` (box and results) loads `search-query.js` (reading and
ranking) at the first use. Nothing is fetched before that, nothing is evaluated, every request goes to the site itself.

    analyzer = Analyzer("vi", aliases)                         # aliases.version tells when to build everything anew
    extracts = [extract(record, analyzer) for record in records]     # in any process; keep one per page
    files = build(extracts, analyzer)                          # {"index.json": b"…", "t0110.json": b"…", …}

    numbers = number((item.url, item.date) for item in all_now)
    touched = edited | moved(numbers_before, numbers)
    changes = update(Before(read, numbers_before), numbers, old_of_touched, new_of_touched, analyzer)

Why our own
-----------
lunr, which MkDocs uses, loads the whole text with the page, and its Vietnamese trimmer cuts words (`nghệ` → `ngh`).
Pagefind 1.5.2 leaves đ unfolded, needs `wasm-unsafe-eval`, starts from nothing at each build, and its parts carry every
position of a word. Neither keeps marks apart, so that `đường` could come before `dương`.

Figures of `benchmarks/search_bytes.py --peers --languages vi` (10,000 invented Vietnamese pages of 320 words, CPU
seconds of CPython 3.11 on a busy machine, kB of 1,000 bytes after gzip -9, manifest and ten results included):

    what             on load   per query, median / worst   from nothing   one edit          memory   files
    lunr             8,643 kB  0                           -              everything        -        1
    Pagefind 1.5.2   0         1,780 / 4,831 kB            21 s           21 s, everything  2.6 GB   10,076
    ours             0         118 / 134 kB                15 s           0.03 s, 3 files   0.3 GB   3,021

Without `--peers`, all four languages, median / worst kB per query: vi 118 / 134, en 95 / 123, zh 98 / 131,
ja 108 / 142; from nothing 15 s, 16 s, 20 s, 25 s; a new page 0.5 to 1.1 s and 570 to 900 files. Text with fewer
different words costs less. The client is 12 kB, of which 5 come with a page.

What decided the form
---------------------
- Page numbers come from date and address (`numbering`), not from a count: another page never changes them, distances
  between them are short, and the reader's browser knows order and year of every hit without asking.
- An entry says for every page the best field a term is in (seven levels), not where: 12 bits a page.
- Parts split by size on a hash (`partition`), so that a query costs about the same in every script.
- No part depends on the number of pages or on averages: a page that comes touches only parts with its terms.
- The client plans before it fetches: parts of rare terms first, up to 110,000 characters; words too frequent for that
  (in nearly every page, so they tell little) are left out. That keeps the promise of 150 kB at 10,000 pages.
- Caching: only the manifest is asked for anew; parts carry their content's hash as `?v=`. A part that is gone because
  the site was published meanwhile makes the client read the manifest once more.
"""
