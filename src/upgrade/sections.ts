import type { BankAddresses } from "../chain/bank.js";
import { hex } from "../chain/books/comparison.js";

/** The part of the state that a figure belongs to, by how its name begins; the first that fits. */
const SECTIONS: readonly (readonly [RegExp, string])[] = [
  [/^account word|^allowance|^permit nonce|^authorization /, "accounts"],
  [/^hold word/, "holds"],
  [/^reference /, "references"],
  [/^supply|^backing|^attestation|^flow word/, "supply"],
  [/^policy word|^review word/, "corridors"],
  [/^party|^wallet /, "parties"],
  [/^country|^programme|^institution|^tokens|^wallet code/, "register"],
  [/^quota|^used of the quota|^spent batch/, "quotas"],
  [/^redemption /, "redemptions"],
  [/^(perPayment|windowValue|holdingCap|windowCount|windowHours|wallets of party|travel threshold) /, "limits"],
  [/^clearance|^travel record/, "clearances"],
  [/^order|^act /, "orders"],
  [/^lien|more frozen in/, "liens"],
  [/^block|^custody/, "law"],
  [/^resolution|^register of/, "resolution"],
  [/^role /, "roles"],
  [/^function /, "functions"],
  [/^limits |^identity/, "identity"],
];

export const sectionOf = (what: string): string =>
  what.startsWith("wallet code") ? "register" : (SECTIONS.find(([name]) => name.test(what))?.[1] ?? "other");

const PLACED_HOURS = 0x7fffn << 80n;
const BLOCK_NUMBER = 0xffffffffn;

/** The figure without what the moment of mining put into it; undefined when nothing else is left. */
export function timeless(what: string, stored: string): string | undefined {
  if (/^attestation time|^used of the quota|: times$/.test(what)) return undefined;
  if (what.startsWith("hold word")) return hex(BigInt(stored) & ~PLACED_HOURS);
  if (what.startsWith("reference ")) return hex(BigInt(stored) & ~BLOCK_NUMBER);
  const words = stored.split(" ");
  if (what.startsWith("resolution of")) return words.slice(0, 3).join(" ");
  if (what.startsWith("register of")) return [words[0], words[1], ...words.slice(3)].join(" ");
  if (what.startsWith("clearance of")) return words[1];
  return what.startsWith("travel record of") ? words[0] : stored;
}

/** Puts the names of a suite's contracts in the place of their addresses, also inside of words. */
export function namesIn(addresses: BankAddresses): (text: string) => string {
  const { tokens, bank: _bank, chainId: _chain, fromBlock: _from, ...single } = addresses;
  const named = [...Object.entries(single), ...Object.entries(tokens).map(([code, token]) => [`${code} token`, token])];
  const names = new Map(named.map(([name, address]) => [address!.slice(2).toLowerCase(), name!]));
  const pattern = new RegExp(`(?:0x)?(${[...names.keys()].join("|")})`, "gi");
  return (text) => text.replace(pattern, (_, address: string) => `<${names.get(address.toLowerCase())}>`);
}
