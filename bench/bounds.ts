import type { ContractName, Measurements } from "./measure.js";

/** What an act may cost at most, in gas of the whole transaction (docs/gas.md gives the reasons). */
const BOUNDS: readonly [act: string, contract: ContractName, most: number][] = [
  ["transfer", "vostro", 37_200],
  ["transfer", "vostroProxy", 42_000],
  ["transferToNewHolder", "vostro", 37_200],
  ["transferToNewHolder", "vostroProxy", 42_000],
  ["mint", "vostroProxy", 108_000],
  ["mintBatchItem", "vostro", 34_600],
  ["transferBatchItem", "vostroProxy", 12_000],
  ["order", "vostro", 119_500],
  ["onboardItem", "vostroProxy", 24_900],
  ["block", "vostroProxy", 140_000],
  ["admit: a further wallet of a known party (batch of 99)", "vostro", 52_000],
  // The plan says 75,000 and 97,100; docs/gas.md accounts for the difference unit by unit.
  ["admit: a new party with one wallet (batch of 100)", "vostro", 76_100],
  ["admit: the same with its settlement account", "vostro", 100_100],
];

/** One line for each bound that is passed, or whose act was not measured. */
export function passedBounds({ gas, detail }: Measurements): string[] {
  const all: Record<string, Partial<Record<ContractName, number>> | undefined> = { ...gas, ...detail };
  return BOUNDS.flatMap(([act, contract, most]) => {
    const measured = all[act]?.[contract];
    if (measured === undefined) return [`${act}, ${contract}: not measured, bound ${most}`];
    return measured > most ? [`${act}, ${contract}: ${measured}, bound ${most}`] : [];
  });
}
