import { tokenOf } from "../../chain/checks.js";
import { ask, providerOf } from "../../chain/send.js";
import { decodePolicy, decodeSupplyWord } from "../../chain/words.js";
import type { Gateway } from "../gateway.js";

/** What one issuer may mint, minor units. */
export interface IssuerQuota {
  readonly issuer: string;
  readonly limit: bigint;
  readonly available: bigint;
}

/** What the chain says of minting in a currency, at one block. */
export interface MintState {
  readonly block: number;
  /** the chain's time, unix seconds */
  readonly time: number;
  /** not paused, and the attestation is fresh */
  readonly running: boolean;
  /** minor units that the backing still carries */
  readonly headroom: bigint;
  readonly quotas: readonly IssuerQuota[];
}

/** Addresses of the issuers whose keys are at hand. */
export async function issuersOf({ keys }: Gateway): Promise<string[]> {
  return Promise.all((keys.ISSUER ?? []).map((key) => key.getAddress()));
}

export async function readMintState(
  gateway: Gateway,
  currency: string,
  issuers: readonly string[],
): Promise<MintState> {
  const { bank } = gateway;
  const token = tokenOf(bank, currency);
  const provider = providerOf(bank);
  const head = await ask(bank, provider.getBlock("latest"), currency);
  if (head === null) throw new Error("the node has no block");
  const at = { blockTag: head.number };
  const [[word], [policy, review], ...quotas] = await ask(
    bank,
    Promise.all([
      token.supplyWords(at),
      token.policyWords(at),
      ...issuers.map((issuer) => bank.issuanceDesk.quotaOf(issuer, token.target, at)),
    ]),
    currency,
  );
  const { totalSupply, backing, attestedAt, maxAge } = decodeSupplyWord(word);
  const isFresh = BigInt(head.timestamp) <= attestedAt + maxAge;
  return {
    block: head.number,
    time: head.timestamp,
    running: isFresh && !decodePolicy(policy, review).paused.includes("mint"),
    headroom: backing > totalSupply ? backing - totalSupply : 0n,
    quotas: quotas.map(([limit, available], i) => ({ issuer: issuers[i]!, limit, available })),
  };
}
