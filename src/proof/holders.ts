import type { Bank } from "../chain/bank.js";
import { tokenOf } from "../chain/checks.js";
import { ask, providerOf } from "../chain/send.js";
import { chooseBlock } from "../chain/supply.js";
import { VostroError } from "../errors/index.js";
import { balancesThen } from "./balances.js";
import { buildClaims, type Claims } from "./claims.js";

/**
 * The claims on a token at the end of a block: balances from events alone, which must add up to the supply in storage where the
 * node still has the state of that block. Take a final block: of another one the chain may still change its mind.
 * @param block the latest if left out
 * @param secret the bank's 32 bytes, of which the salts are made
 * @throws VostroError UnknownToken, NoSuchBlock, NoClaims, ClaimsDoNotAddUp
 */
export async function claimsAt(
  bank: Bank,
  currency: string,
  block: number | undefined,
  secret: string,
): Promise<Claims> {
  const token = String(tokenOf(bank, currency).target);
  const at = await chooseBlock(bank, block);
  const blockHash = await blockHashAt(bank, at);
  const { balances, overdrawn } = await balancesThen(bank, currency, at);
  if (overdrawn !== undefined) throw doNotAddUp(currency, at, `${overdrawn} would have paid more than it had`);
  const place = { chainId: bank.addresses.chainId, token, currency, block: at, blockHash };
  const claims = buildClaims(place, balances, secret);
  const supply = await storedSupply(bank, currency, at);
  if (supply === undefined || supply === claims.total) return claims;
  throw doNotAddUp(currency, at, `balances add up to ${claims.total}, the supply is ${supply} by storage`);
}

/** The block's hash as the node has it now. @throws VostroError NoSuchBlock */
export async function blockHashAt(bank: Bank, block: number): Promise<string> {
  const found = await ask(bank, providerOf(bank).getBlock(block));
  if (found?.hash) return found.hash;
  throw new VostroError({
    name: "NoSuchBlock",
    args: { block },
    sentence: `The node does not know the block ${block}.`,
    fix: "Ask a node that is synced, and has the block.",
  });
}

async function storedSupply(bank: Bank, currency: string, block: number): Promise<bigint | undefined> {
  try {
    return await tokenOf(bank, currency).totalSupply({ blockTag: block });
  } catch {
    // Not an archive node: every client says so in its own words.
    return undefined;
  }
}

const doNotAddUp = (currency: string, block: number, problem: string): VostroError =>
  new VostroError({
    name: "ClaimsDoNotAddUp",
    args: { currency, block, problem },
    sentence: `The balances of ${currency} at block ${block} are not its supply: ${problem}.`,
    fix: "Read from the block in which the bank was deployed (fromBlock), at a node that keeps all logs.",
  });
