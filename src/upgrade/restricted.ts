import type { BuildOutput, ContractAt } from "./layout.js";

interface Node {
  readonly id: number;
  readonly nodeType: string;
  readonly name?: string;
  readonly functionSelector?: string;
  readonly linearizedBaseContracts?: readonly number[];
  readonly modifiers?: readonly { readonly modifierName: { readonly name?: string } }[];
  readonly nodes?: readonly Node[];
}

/**
 * The external functions of a contract that carry the AccessManager's modifier, inherited ones among them, in the alphabet's
 * order. `upgradeToAndCall` is one of them: its guard is in `_authorizeUpgrade`.
 */
export function restrictedIn({ sources }: BuildOutput, { source, contract }: ContractAt): string[] {
  const all = Object.values(sources).flatMap(({ ast }) => ast.nodes as unknown as readonly Node[]);
  const contracts = new Map(
    all.filter(({ nodeType }) => nodeType === "ContractDefinition").map((node) => [node.id, node]),
  );
  const own = (sources[source]!.ast.nodes as unknown as readonly Node[]).find(({ name }) => name === contract)!;
  // The most derived definition of a function counts: it may have dropped the modifier.
  const seen = new Map<string, Node>();
  for (const id of own.linearizedBaseContracts ?? []) {
    for (const node of contracts.get(id)?.nodes ?? []) {
      if (node.nodeType !== "FunctionDefinition") continue;
      const key = node.functionSelector ?? node.name ?? "";
      if (!seen.has(key)) seen.set(key, node);
    }
  }
  const guarded = [...seen.values()].filter((node) => isRestricted(node));
  const names = guarded.map(({ name }) => (name === "_authorizeUpgrade" ? "upgradeToAndCall" : (name ?? "")));
  return [...new Set(names)].sort();
}

const isRestricted = ({ modifiers = [] }: Node): boolean =>
  modifiers.some(({ modifierName }) => modifierName.name === "restricted");
