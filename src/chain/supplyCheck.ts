import { formatAmount, MINOR_UNITS } from "../money/index.js";
import type { Bank } from "./bank.js";
import { tokenOf } from "./checks.js";
import { heldIn, type Rebuilt, supplyOf } from "./rebuild.js";
import { decodeAccountWord, decodeFlowWord, decodeHoldWord, decodeSupplyWord } from "./words.js";

/** Something about supply that is not as it must be. */
export interface SupplyFinding {
  /** "supply", "backing", "balance of 0x...", "hold 0x...", ... */
  readonly what: string;
  readonly message: string;
}

/** Storage reads at once: enough to be quick, few enough for a public node. */
const AT_ONCE = 50;

/**
 * Compares what events say with what storage holds at the block.
 * @returns compared false where the node keeps no state of that block; then the findings are about events alone
 */
export async function compareWithStorage(
  bank: Bank,
  currency: string,
  block: number,
  rebuilt: Rebuilt,
): Promise<{ compared: boolean; findings: SupplyFinding[] }> {
  const findings = judgeEvents(rebuilt, currency);
  const at = { blockTag: block };
  const token = tokenOf(bank, currency);
  let words: readonly [bigint, bigint];
  try {
    words = await token.supplyWords(at);
  } catch {
    // Not an archive node: "missing trie node", "state pruned", "header not found", every client in its own words.
    return { compared: false, findings };
  }
  const differ = (what: string, byEvents: unknown, stored: unknown): void => {
    if (byEvents === stored) return;
    findings.push({ what, message: `${what}: ${String(byEvents)} by its events, ${String(stored)} in storage` });
  };
  const stored = { ...decodeSupplyWord(words[0]), ...decodeFlowWord(words[1]) };
  differ("supply", supplyOf(rebuilt), stored.totalSupply);
  differ("backing", rebuilt.backing, stored.backing);
  differ("attestation time", rebuilt.attestation?.asOf ?? 0n, stored.attestedAt);
  differ("burned", rebuilt.burned, stored.burned);
  differ("received", rebuilt.received, stored.received);

  const accounts = new Set([...rebuilt.balances.keys(), ...[...rebuilt.holds.values()].map(({ payer }) => payer)]);
  await inPages([...accounts], async (account) => {
    const word = decodeAccountWord(await token.accountWord(account, at));
    differ(`balance of ${account}`, rebuilt.balances.get(account) ?? 0n, word.balance);
    differ(`held by ${account}`, heldIn(rebuilt, account), word.held);
  });
  await inPages([...rebuilt.holds.values()], async ({ id, remaining, status }) => {
    const word = decodeHoldWord(await token.holdWord(id, at));
    differ(`hold ${id}`, `${status} with ${remaining}`, `${word.status} with ${word.remaining}`);
  });
  return { compared: true, findings };
}

/** What must never be, whatever storage says. */
function judgeEvents(rebuilt: Rebuilt, currency: string): SupplyFinding[] {
  const say = (amount: bigint): string =>
    MINOR_UNITS.has(currency) ? `${currency} ${formatAmount(amount, currency)}` : `${amount} minor units`;
  const findings = rebuilt.contradictions.map((message) => ({ what: "events", message: `events: ${message}` }));
  const supply = supplyOf(rebuilt);
  const sum = [...rebuilt.balances.values()].reduce((total, balance) => total + balance, 0n);
  if (sum !== supply) {
    findings.push({ what: "balances", message: `balances add up to ${say(sum)}, the supply is ${say(supply)}` });
  }
  if (supply > rebuilt.backing) {
    const message = `backing: deposits of ${say(rebuilt.backing)} do not cover the supply of ${say(supply)}`;
    findings.push({ what: "backing", message });
  }
  return findings;
}

async function inPages<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  for (let i = 0; i < items.length; i += AT_ONCE) await Promise.all(items.slice(i, i + AT_ONCE).map(act));
}
