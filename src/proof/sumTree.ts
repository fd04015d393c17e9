import { innerNode, type SumNode } from "./hash.js";

/** A sibling on the way from a leaf to the top. */
export interface PathStep extends SumNode {
  /** where the sibling stands */
  readonly side: "left" | "right";
}

/** All levels, leaves first, the top last. */
export type SumTree = readonly (readonly SumNode[])[];

/**
 * The tree over these leaves, in memory: two nodes a leaf.
 * @param leaves a power of two of them
 * @throws VostroError SumOutOfRange: the leaves add up to more than 128 bits
 */
export function sumTree(leaves: readonly SumNode[]): SumTree {
  const levels = [leaves];
  for (let level = leaves; level.length > 1; levels.push(level)) {
    const below = level;
    level = Array.from({ length: below.length / 2 }, (_, i) => innerNode(below[2 * i]!, below[2 * i + 1]!));
  }
  return levels;
}

export const topOf = (tree: SumTree): SumNode => tree.at(-1)![0]!;

/** The siblings of a leaf, from the bottom. */
export function pathOf(tree: SumTree, leaf: number): PathStep[] {
  return tree.slice(0, -1).map((level, height) => {
    const at = Math.floor(leaf / 2 ** height);
    return { side: at % 2 === 0 ? "right" : "left", ...level[at ^ 1]! };
  });
}

/** Where a path leads from a leaf. @throws VostroError SumOutOfRange, BadBytes */
export function climb(leaf: SumNode, path: readonly PathStep[]): SumNode {
  return path.reduce<SumNode>(
    (node, sibling) => (sibling.side === "left" ? innerNode(sibling, node) : innerNode(node, sibling)),
    leaf,
  );
}
