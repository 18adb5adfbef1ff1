// The page: one search box over the HTTP API. What comes from the catalogue is set as text, never as markup.

const byId = (id) => document.getElementById(id);
const form = byId("search");
const summary = byId("summary");
const understood = byId("understood");
const results = byId("results");
const more = byId("more");
const facets = byId("facets");
const dialog = byId("entry");
const weight = byId("weight");

const FACETS = [
  { field: "type", label: "Format" },
  { field: "genres", label: "Genre" },
  { field: "demographics", label: "For" },
  { field: "decade", label: "Decade" },
];
/** Chosen values per field. */
const chosen = new Map();
/** Ids of what was read from the query and taken back by the reader. */
let ignored = [];
let cursor;
let newest = 0;
/** The file that is searched by. */
let picture;

function element(name, props = {}, ...children) {
  const node = Object.assign(document.createElement(name), props);
  node.append(...children.filter((child) => child !== undefined && child !== ""));
  return node;
}

async function ask(path, options) {
  const response = await fetch(`/api/v1/${path}`, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail ?? response.statusText);
  return answer;
}

/** A form, as searches by picture take it: what is structured goes as JSON. */
function postForm(path, fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    const isPlain = typeof value !== "object" || value instanceof Blob;
    body.append(name, isPlain ? value : JSON.stringify(value));
  }
  return ask(path, { method: "POST", body });
}

function post(path, body) {
  return ask(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

function request() {
  const query = byId("query").value.trim();
  const filter = Object.fromEntries(
    [...chosen].filter(([, values]) => values.size > 0).map(([field, values]) => [field, [...values]]),
  );
  return { ...(query === "" ? {} : { query }), filter };
}

/** One page: by words, by a picture, or by both. */
function find(taken, paging) {
  const { query, filter } = request();
  if (picture === undefined) return post("search", { ...request(), ...taken, ...paging });
  if (query === undefined) return postForm("search/image", { image: picture, filter, ...paging });
  const image_weight = weight.value;
  return postForm("search/multimodal", { query, image: picture, image_weight, filter, ...taken, ...paging });
}

async function search({ append = false } = {}) {
  const turn = ++newest;
  try {
    const taken = ignored.length > 0 ? { ignore_understood: ignored } : {};
    const answer = await find(taken, { limit: 20, ...(append ? { cursor } : {}) });
    // An answer that a later search has overtaken is of no use.
    if (turn !== newest) return;
    cursor = answer.next_cursor;
    more.hidden = cursor === undefined;
    if (!append) results.replaceChildren();
    results.append(...answer.results.map(card));
    summary.textContent = describe(answer);
    understood.replaceChildren(...answer.understood.map(chip));
    if (!append) await showFacets(turn);
  } catch (error) {
    if (turn !== newest) return;
    results.replaceChildren();
    understood.replaceChildren();
    more.hidden = true;
    summary.textContent = error.message;
  }
}

/** What was read from the query, each to be taken back: its words are then searched for by meaning. */
function chip({ id, text, effect }) {
  return element("button", {
    className: effect,
    textContent: `${text} ×`,
    title:
      effect === "filter"
        ? "Results must fit this. Take it back"
        : "Results that fit this come first. Take it back",
    onclick: () => {
      ignored.push(id);
      search();
    },
  });
}

function describe({ query, total, took_ms, no_good_match, degraded }) {
  if (degraded) return `Not everything could be used: ${degraded.join("; ")}`;
  if (no_good_match) return "Nothing in the catalogue fits. Try fewer or other words.";
  const number = total.value.toLocaleString("en");
  const found = total.relation === "gte" ? `The best of more than ${number}` : `${number} anime`;
  if (query === null && picture !== undefined) return `The most alike first · ${took_ms.toFixed(1)} ms`;
  return query === null ? `${found}, the most popular first` : `${found} · ${took_ms.toFixed(1)} ms`;
}

/** The cover that the service has for an anime; it is another's picture on no other server. */
function cover({ id, title }) {
  return element("img", {
    className: "cover",
    src: `/api/v1/anime/${encodeURIComponent(id)}/cover`,
    alt: `Cover of ${title}`,
    width: 300,
    height: 420,
    loading: "lazy",
    // Where covers are off, or the entry is gone, there is no hole.
    onerror: (event) => event.target.remove(),
  });
}

function card({ id, title, slug, payload }) {
  const english = payload.title_english && payload.title_english !== title ? ` ${payload.title_english}` : "";
  const facts = [
    payload.type,
    payload.year,
    payload.episodes > 1 ? `${payload.episodes} episodes` : undefined,
    payload.average_score ? `★ ${payload.average_score.toFixed(2)}` : undefined,
    (payload.studios ?? []).join(", "),
  ].filter(Boolean);
  return element(
    "li",
    {},
    cover({ id, title }),
    element(
      "h3",
      {},
      element("button", { textContent: title, onclick: () => show(slug) }),
      element("small", { textContent: english }),
    ),
    element("p", { className: "facts", textContent: facts.join(" · ") }),
    element("p", {
      className: "tags",
      textContent: [...(payload.genres ?? []), ...(payload.demographics ?? [])].join(" · "),
    }),
    element("p", { textContent: cut(payload.synopsis ?? "") }),
  );
}

/** Listings hold the first 300 characters of a synopsis: ended at a word, and shown to be cut. */
function cut(synopsis) {
  return synopsis.length < 300 ? synopsis : synopsis.replace(/\s+\S*$/, " …");
}

async function showFacets(turn) {
  const { query, filter } = request();
  const counts = await Promise.all(
    FACETS.map(async ({ field }) => {
      // A field's own choice does not narrow its own list: several values of it can be picked.
      const { [field]: _own, ...others } = filter;
      const answer = await post("facets", {
        ...(query ? { query } : {}),
        filter: others,
        facets: [{ field, size: 12 }],
      });
      return answer.facets[field];
    }),
  );
  if (turn !== newest) return;
  facets.replaceChildren(
    ...FACETS.flatMap(({ field, label }, i) => [
      element("h2", { textContent: label }),
      ...counts[i].map(({ value, count }) => choice(field, value, count)),
    ]),
  );
}

function choice(field, value, count) {
  const values = chosen.get(field) ?? new Set();
  const box = element("input", { type: "checkbox", checked: values.has(value) });
  box.onchange = () => {
    if (box.checked) values.add(value);
    else values.delete(value);
    chosen.set(field, values);
    search();
  };
  return element(
    "label",
    {},
    box,
    element("span", { textContent: value }),
    element("span", { textContent: count.toLocaleString("en") }),
  );
}

/** A row of covers that look like the entry's own. */
function lookalikes({ results: alike }) {
  if (alike.length === 0) return [];
  const tiles = alike.map(({ id, slug, title }) =>
    element(
      "button",
      { className: "lookalike", type: "button", title, onclick: () => show(slug) },
      cover({ id, title }),
    ),
  );
  return [
    element("h3", { textContent: "Looks like this" }),
    element("div", { className: "lookalikes" }, ...tiles),
  ];
}

async function show(slug) {
  const path = `anime/${encodeURIComponent(slug)}`;
  let entry;
  let similar;
  let alike;
  try {
    [entry, similar, alike] = await Promise.all([
      ask(path),
      ask(`${path}/similar?limit=6&exclude_franchise=true`),
      ask(`${path}/similar?limit=8&by=visual`),
    ]);
  } catch (error) {
    summary.textContent = error.message;
    return;
  }
  const rows = [
    ["English", entry.title_english],
    ["Japanese", entry.title_japanese],
    ["Format", entry.type],
    ["Aired", [entry.season?.toLowerCase(), entry.year].filter(Boolean).join(" ")],
    ["Episodes", entry.episodes],
    ["Rating", entry.rating],
    ["Genres", entry.genres?.join(", ")],
    ["Themes", entry.themes?.map(({ name }) => name).join(", ")],
    ["Studios", entry.staff_data?.studios?.map(({ name }) => name).join(", ")],
    [
      "Characters",
      entry.characters
        ?.slice(0, 8)
        .map(({ name }) => name)
        .join(", "),
    ],
  ].filter(([, value]) => value);
  dialog
    .querySelector("div")
    .replaceChildren(
      cover(entry),
      element("h2", { textContent: entry.title }),
      element("p", { textContent: entry.synopsis ?? "" }),
      element(
        "dl",
        {},
        ...rows.flatMap(([name, value]) => [
          element("dt", { textContent: name }),
          element("dd", { textContent: String(value) }),
        ]),
      ),
      ...lookalikes(alike),
      element("h3", { textContent: "Similar" }),
      element("ol", {}, ...similar.results.map(card)),
    );
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
}

// Beside the results there is room for the filters; above them they are opened when wanted.
byId("filters").open = matchMedia("(min-width: 45.01rem)").matches;

/** Searches by a file from now on, or by none any more. */
function searchBy(file) {
  picture = file;
  byId("picture").hidden = file === undefined;
  byId("file").value = "";
  if (file !== undefined) {
    const reader = new FileReader();
    reader.onload = () => {
      byId("shown").src = reader.result;
    };
    reader.readAsDataURL(file);
  }
  showBalance();
  search();
}

/** How words and picture are weighed is asked only where there are both. */
function showBalance() {
  byId("balance").hidden = picture === undefined || byId("query").value.trim() === "";
}

function firstPicture(files) {
  return [...(files ?? [])].find(({ type }) => type.startsWith("image/"));
}

byId("file").onchange = (event) => {
  const file = firstPicture(event.target.files);
  if (file !== undefined) searchBy(file);
};
byId("drop").onclick = () => searchBy(undefined);
byId("query").oninput = showBalance;
weight.onchange = () => search();
document.addEventListener("paste", (event) => {
  const file = firstPicture(event.clipboardData?.files);
  if (file === undefined) return;
  event.preventDefault();
  searchBy(file);
});
document.addEventListener("dragover", (event) => {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  document.body.classList.add("dropping");
});
document.addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) document.body.classList.remove("dropping");
});
document.addEventListener("drop", (event) => {
  document.body.classList.remove("dropping");
  if (!event.dataTransfer.types.includes("Files")) return;
  // Else the browser would leave the page for the file.
  event.preventDefault();
  const file = firstPicture(event.dataTransfer.files);
  if (file === undefined) summary.textContent = "That is no picture.";
  else searchBy(file);
});

form.onsubmit = (event) => {
  event.preventDefault();
  showBalance();
  ignored = [];
  const query = byId("query").value.trim();
  history.pushState({}, "", query === "" ? "/" : `/?q=${encodeURIComponent(query)}`);
  search();
};
more.onclick = () => search({ append: true });
dialog.querySelector(".close").onclick = () => dialog.close();
window.onpopstate = () => {
  byId("query").value = new URLSearchParams(location.search).get("q") ?? "";
  showBalance();
  search();
};
window.onpopstate();
