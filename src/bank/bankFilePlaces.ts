import { type Draft, unique, values } from "./bankFileDraft.js";
import type { Problems } from "./bankFileErrors.js";
import type { SafeDraft } from "./bankFilePlacesSchema.js";
import { LOCAL_CHAINS } from "./testAccounts.js";

/* Where a bank may be deployed, and who signs together: rules between these values. */

/** A chain on which the file may be deployed. */
export interface BankNetwork {
  readonly name: string;
  readonly chainId: number;
  /** blocks to wait for each transaction; undefined is Ignition's own number */
  readonly confirmations: number | undefined;
}

/** A multisig that holds roles; an audit compares its owners and threshold with the chain. */
export type BankSafe = SafeDraft;

export function judgePlaces(draft: Draft, problems: Problems): void {
  judgeNetworks(draft, problems);
  judgeSafes(draft, problems);
}

function judgeNetworks({ networks, local }: Draft, problems: Problems): void {
  unique(
    networks,
    ([, { chainId }]) => String(chainId),
    (at, first) => problems.add(`${at}.chainId`, `is that of ${first}`, "name a chain once"),
  );
  for (const { path, value } of networks) {
    const [, { chainId }] = value;
    const isLocalChain = LOCAL_CHAINS.includes(chainId);
    if (isLocalChain && !local) {
      problems.add(`${path}.chainId`, `${chainId} is a local test chain`, 'name a real chain, or write "local": true');
    } else if (!isLocalChain && local) {
      const problem = `${chainId} is no local test chain, and this file is local`;
      problems.add(`${path}.chainId`, problem, `use one of ${LOCAL_CHAINS.join(", ")}`);
    }
  }
}

function judgeSafes({ safes, local }: Draft, problems: Problems): void {
  unique(
    safes,
    ({ address }) => address,
    (at, first) => problems.add(`${at}.address`, `is that of ${first}`, "name a Safe once"),
  );
  const addresses = new Set(values(safes).map(({ address }) => address));
  for (const { path, value } of safes) {
    const { owners, threshold } = value;
    unique(
      owners.map((owner, i) => ({ path: `${path}.owners[${i}]`, value: owner })),
      (owner) => owner,
      (at, first) => problems.add(at, `is ${first} again`, "name an owner once: each has one signature"),
    );
    owners.forEach((owner, i) => {
      if (addresses.has(owner))
        problems.add(`${path}.owners[${i}]`, `${owner} is a Safe itself`, "name a person's key");
    });
    if (threshold > owners.length) {
      problems.add(`${path}.threshold`, `${threshold} of ${owners.length} owners can never sign`, "write fewer");
    } else if (threshold === 1 && !local) {
      const problem = "1 lets every owner act alone, and a dangerous act takes two people";
      problems.add(`${path}.threshold`, problem, "write at least 2");
    }
  }
}

export const readNetworks = ({ networks }: Draft): BankNetwork[] =>
  values(networks).map(([name, { chainId, confirmations }]) => ({ name, chainId, confirmations }));
