/** The parts of an OpenAPI document that the reference shows. */
export interface ApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  /** In the order in which they are shown. */
  readonly tags?: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly unknown[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses?: Readonly<
    Record<
      string,
      {
        readonly description?: string;
        readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
      }
    >
  >;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly examples?: readonly unknown[];
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem;color:#1d1d28;background:#fff}
code,pre{font:14px/1.4 ui-monospace,monospace;background:#f3f3f8;border-radius:4px}code{padding:.1em .3em}pre{padding:.7em;overflow:auto}
h2{margin-top:2.5em;border-bottom:1px solid #ddd}table{border-collapse:collapse;width:100%;margin:.5em 0}td,th{border-top:1px solid #e5e5ee;padding:.3em .5em;text-align:left;vertical-align:top}
.method{font-weight:700;color:#5b2a86}summary{cursor:pointer}@media(prefers-color-scheme:dark){body{color:#e8e8f0;background:#14141c}code,pre{background:#22222e}.method{color:#c9a2f0}td,th,h2{border-color:#333}a{color:#9db8ff}}`;

/** The reference as one page of plain HTML: it needs no script and prints well. */
export function referencePage(document: ApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const tags = (document.tags ?? []).map(({ name }) => name);
  const sections = tags.map((tag) => {
    const own = operations.filter(({ operation }) => operation.tags?.[0] === tag);
    return `<h2 id="${escapeHtml(tag)}">${escapeHtml(tag)}</h2>${own.map(operationHtml).join("")}`;
  });
  const { title, version, description } = document.info;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} API reference</title><style>${STYLE}</style></head><body>
<h1>${escapeHtml(title)} <small>${escapeHtml(version)}</small></h1>${prose(description)}
<p>${tags.map((tag) => `<a href="#${escapeHtml(tag)}">${escapeHtml(tag)}</a>`).join(" · ")} · <a href="/docs">try it</a> · <a href="/openapi.json">openapi.json</a></p>
${sections.join("\n")}</body></html>`;
}

function operationHtml({
  path,
  method,
  operation,
}: {
  path: string;
  method: string;
  operation: Operation;
}): string {
  const body = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
  const answers = Object.entries(operation.responses ?? {}).map(([status, response]) => {
    const schema = Object.values(response.content ?? {})[0]?.schema;
    const fails = Number(status) >= 400;
    return fails || !schema
      ? ""
      : `<details><summary>${escapeHtml(status)}</summary>${schemaHtml(schema)}</details>`;
  });
  const failures = Object.keys(operation.responses ?? {}).filter((status) => Number(status) >= 400);
  return `<section><h3><span class="method">${method}</span> <code>${escapeHtml(path)}</code></h3>
<p>${escapeHtml(operation.summary ?? "")}${operation.security ? " <em>(bearer token)</em>" : ""}</p>${prose(operation.description)}
${parametersHtml(operation.parameters ?? [])}
${body ? `<details open><summary>Body</summary>${schemaHtml(body)}</details>` : ""}
${answers.join("")}<p>${failures.length > 0 ? `Problems: ${failures.join(", ")}` : ""}</p></section>`;
}

function parametersHtml(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return "";
  return `<table>${parameters
    .map(
      ({ name, in: place, required, schema, description }) =>
        `<tr><td><code>${escapeHtml(name)}</code></td><td>${escapeHtml(place)}${required ? ", required" : ""}</td><td>${typeHtml(schema)}</td><td>${escapeHtml(description ?? schema.description ?? "")}</td></tr>`,
    )
    .join("")}</table>`;
}

function schemaHtml(schema: Schema): string {
  const object = schema.properties ? schema : (schema.items ?? schema);
  if (!object.properties) return `<p>${typeHtml(schema)} ${escapeHtml(schema.description ?? "")}</p>`;
  const rows = Object.entries(object.properties).map(([name, property]) => {
    const required = object.required?.includes(name) && property.default === undefined ? ", required" : "";
    const nested = property.properties || property.items?.properties ? schemaHtml(property) : "";
    const example = property.examples?.[0];
    const shown = example === undefined ? "" : `<pre>${escapeHtml(JSON.stringify(example, null, 1))}</pre>`;
    return `<tr><td><code>${escapeHtml(name)}</code></td><td>${typeHtml(property)}${required}</td><td>${escapeHtml(property.description ?? "")}${shown}${nested}</td></tr>`;
  });
  return `<table>${rows.join("")}</table>`;
}

function typeHtml(schema: Schema): string {
  const parts: string[] = [];
  if (schema.enum)
    parts.push(schema.enum.map((value) => `<code>${escapeHtml(String(value))}</code>`).join(" | "));
  else if (schema.const !== undefined) parts.push(`<code>${escapeHtml(JSON.stringify(schema.const))}</code>`);
  else if (schema.anyOf) parts.push(schema.anyOf.map(typeHtml).join(" | "));
  else if (schema.type === "array")
    parts.push(`list of ${schema.items ? typeHtml(schema.items) : "anything"}`);
  else parts.push(escapeHtml(schema.type ?? "anything"));
  if (schema.minimum !== undefined || schema.maximum !== undefined) {
    parts.push(`${schema.minimum ?? ""}..${schema.maximum ?? ""}`);
  }
  if (schema.default !== undefined)
    parts.push(`= <code>${escapeHtml(JSON.stringify(schema.default))}</code>`);
  return parts.join(" ");
}

function prose(text: string | undefined): string {
  if (!text) return "";
  return text
    .split("\n\n")
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll(/`([^`]+)`/g, "<code>$1</code>")}</p>`)
    .join("");
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
