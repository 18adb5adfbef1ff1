/** How a report looks: one column, in the reader's light or dark, printable. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b2733; --soft: #5a6876; --faint: #e2e7ec;
  --series-1: #1f6fb2; --series-2: #d9822b; --series-3: #5b8c5a;
  --place-1: #1f5f9e; --place-2: #6ba3d6; --place-3: #c3d9ee; --place-4: #d8a48f;
  --better: #2f7d4f; --even: #7b8794; --worse: #c0392b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14191f; --ink: #e3e9ef; --soft: #9aa8b5; --faint: #2a333c;
    --series-1: #6ab0ea; --series-2: #eda65c; --series-3: #8fc08d;
    --place-1: #6ab0ea; --place-2: #3f7cb0; --place-3: #2b4f70; --place-4: #9c5b45;
    --better: #63b983; --even: #8795a3; --worse: #ea7466;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 1290px; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
p { margin: .25rem 0 .75rem; max-width: 75ch; }
.soft, figcaption { color: var(--soft); }
figure { margin: 0 0 1rem; overflow-x: auto; }
figcaption { margin-bottom: .5rem; }
.keys { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 0 0 .5rem; padding: 0; list-style: none; font-size: 13px; }
.keys i { display: inline-block; width: .75em; height: .75em; margin-right: .4em; border-radius: 2px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .5rem; text-align: right; vertical-align: top; border-bottom: 1px solid var(--faint); white-space: nowrap; }
th { font-weight: 600; }
th:first-child, td:first-child, .text { text-align: left; }
.long { white-space: normal; min-width: 16rem; text-align: left; overflow-wrap: anywhere; }
tr.total td { font-weight: 600; }
.better { color: var(--better); } .worse { color: var(--worse); font-weight: 600; }
.half { color: var(--soft); font-size: 11px; }
`;
