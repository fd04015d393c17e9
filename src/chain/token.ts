import { ZeroAddress } from "ethers";

import { tokenOf } from "./checks.js";
import type { Bank } from "./bank.js";
import { ask, chainTime } from "./send.js";
import { decodeFlowWord, decodePolicy, decodeSupplyWord, type Flows, type Policy } from "./words.js";

/** One token of the bank as it stands. */
export interface TokenInfo {
  readonly currency: string;
  readonly address: string;
  readonly name: string;
  readonly symbol: string;
  readonly decimals: number;
  /** minor units, as all amounts here */
  readonly supply: bigint;
  readonly backing: bigint;
  /** what could still be minted; 0 when the backing is short */
  readonly headroom: bigint;
  /** unix seconds of which the last attestation speaks; 0 for never */
  readonly attestedAt: bigint;
  /** seconds since then by the chain's clock; undefined for never */
  readonly attestationAge: bigint | undefined;
  /** seconds for which an attestation allows minting */
  readonly attestationMaxAge: bigint;
  /** older than that: nothing is minted until the attestor attests */
  readonly stale: boolean;
  readonly flows: Flows;
  readonly policy: Policy;
  /** the bank's Limits contract; undefined for none, and then no limited party moves */
  readonly limits: string | undefined;
  readonly registry: string;
}

/**
 * Reads a token.
 * @throws VostroError UnknownToken, NoContract
 */
export async function readToken(bank: Bank, currency: string): Promise<TokenInfo> {
  const token = tokenOf(bank, currency);
  const [name, symbol, decimals, [supplyWord, flowWord], [policy, review], limits, registry, now] = await ask(
    bank,
    Promise.all([
      token.name(),
      token.symbol(),
      token.decimals(),
      token.supplyWords(),
      token.policyWords(),
      token.limits(),
      token.registry(),
      chainTime(bank),
    ]),
    currency,
  );
  const { totalSupply, backing, attestedAt, maxAge } = decodeSupplyWord(supplyWord);
  return {
    currency,
    address: String(token.target),
    name,
    symbol,
    decimals: Number(decimals),
    supply: totalSupply,
    backing,
    headroom: backing > totalSupply ? backing - totalSupply : 0n,
    attestedAt,
    attestationAge: attestedAt === 0n ? undefined : now - attestedAt,
    attestationMaxAge: maxAge,
    stale: now > attestedAt + maxAge,
    flows: decodeFlowWord(flowWord),
    policy: decodePolicy(policy, review),
    limits: limits === ZeroAddress ? undefined : limits,
    registry,
  };
}
