import { createRequire } from "node:module";

import type { getStorageLayout, SolcInput, SolcOutput } from "@openzeppelin/upgrades-core";

type StorageLayout = ReturnType<typeof getStorageLayout>;

/** What the compiler was given and gave, as Hardhat keeps both. */
export type BuildInput = SolcInput & { readonly settings: Readonly<Record<string, unknown>> };
export type BuildOutput = SolcOutput;

/** A contract in its source. */
export interface ContractAt {
  readonly source: string;
  readonly contract: string;
}

const require = createRequire(import.meta.url);

/**
 * Where a contract keeps what, as OpenZeppelin's upgrades-core reads it. The sources that it needs are compiled again, with a
 * state variable for each namespaced struct, since the compiler gives no layout of structs that no variable has.
 */
export async function layoutOf(
  input: BuildInput,
  output: BuildOutput,
  at: ContractAt,
  solcVersion: string,
): Promise<{ layout: object; unsafe: string[] }> {
  const core = await import("@openzeppelin/upgrades-core");
  const solc = require("solc") as { compile: (input: string) => string };
  const needed = importsOf(output, at.source);
  const only = <T>(all: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => needed.has(name)));
  const given = { ...input, sources: only(input.sources) };
  const got = { ...output, sources: only(output.sources), contracts: only(output.contracts) };
  const namespaced = JSON.parse(solc.compile(JSON.stringify(core.makeNamespacedInput(given, got)))) as BuildOutput & {
    readonly errors?: readonly { severity: string; formattedMessage: string }[];
  };
  const failed = namespaced.errors?.find(({ severity }) => severity === "error");
  if (failed !== undefined)
    throw new Error(`The layout of ${at.contract} cannot be compiled: ${failed.formattedMessage}`);
  const data = core.validate(got, core.solcInputOutputDecoder(given, got), solcVersion, given, namespaced);
  const version = core.getContractVersion(data, `${at.source}:${at.contract}`);
  const errors = core.getErrors([data], version, { kind: "uups" });
  return {
    layout: steady(core.getStorageLayout([data], version)),
    unsafe: errors
      .filter(({ kind }) => !OF_INITIALIZERS.test(kind))
      .map(({ kind, src }) => `${kind} at ${fileOf(src)}`),
  };
}

/** The source and all that it imports. */
function importsOf({ sources }: BuildOutput, source: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [source];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    for (const node of sources[next]!.ast.nodes) if (node.nodeType === "ImportDirective") open.push(node.absolutePath);
  }
  return found;
}

const fileOf = (src: string): string => src.replace(/:\d+$/, "");

/** An upgrade runs no initialiser, and those of the first deployment are proven by its own check. */
const OF_INITIALIZERS = /initializer/;

/** Without line numbers and the compiler's own numbers of types, which every change of a comment or an import moves. */
function steady(layout: StorageLayout): object {
  const text = JSON.stringify(layout, (key, value: unknown) =>
    key === "src" && typeof value === "string" ? fileOf(value) : value,
  );
  const plain = text.replace(/(t_(?:struct|enum|userDefinedValueType|contract)\(\w+\))\d+/g, "$1");
  const steadied = JSON.parse(plain) as StorageLayout;
  const same = Object.keys(steadied.types).length === Object.keys(layout.types).length;
  // Two types of one name would become one: then the numbers stay.
  return same ? steadied : (JSON.parse(text) as object);
}
