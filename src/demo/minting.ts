import { type Customer, type Deposit, depositReference } from "../bank/index.js";
import {
  attest,
  buildMintBatch,
  buildMintOrder,
  chainTime,
  mintBatch,
  mintOrder,
  signMintBatch,
  signMintOrder,
} from "../chain/index.js";
import { VostroError } from "../errors/index.js";
import { formatAmount } from "../money/index.js";
import type { DemoBank } from "./chain.js";

/** From this many deposits of a currency on, they go in batches of 100: one approval and a third of the gas an item. */
const BATCH_FROM = 10;
const BATCH_SIZE = 100;

/** A deposit with its customer, and what became of it on chain. */
export interface Minted {
  readonly deposit: Deposit;
  readonly customer: Customer;
  readonly reference: string;
  /** minted now; minted before or waiting in suspense (the same deposit came again); or refused now, and why */
  readonly outcome: "minted" | "known" | "parked" | { readonly refused: string };
}

export interface Accepted {
  readonly deposit: Deposit;
  readonly customer: Customer;
}

type Referenced = Accepted & { readonly reference: string };

export type Say = (line: string) => void;

/**
 * Mints accepted deposits of one currency, each once: the token is asked first which references it knows, so that a
 * statement that comes twice sends nothing the second time. Attests before minting what the new ones bring.
 * @param parked references that a rule refused before: they wait for a person, not for the next file
 */
export async function mintDeposits(
  demo: DemoBank,
  currency: string,
  accepted: readonly Accepted[],
  parked: ReadonlySet<string>,
  say: Say,
): Promise<Minted[]> {
  const token = demo.bank.tokens[currency]!;
  const before: Minted[] = [];
  const fresh: Referenced[] = [];
  const seen = new Set<string>();
  for (const { deposit, customer } of accepted) {
    const reference = depositReference(demo.salt, deposit.key);
    const known = seen.has(reference) || (await token.depositReference(reference)) !== 0n;
    if (known) before.push({ deposit, customer, reference, outcome: "known" });
    else if (parked.has(reference)) before.push({ deposit, customer, reference, outcome: "parked" });
    else fresh.push({ deposit, customer, reference });
    seen.add(reference);
  }
  if (fresh.length === 0) return before;

  const incoming = fresh.reduce((total, { deposit }) => total + deposit.amount, 0n);
  await attestDeposits(demo, currency, (await token.totalSupply()) + incoming, say);
  const mint = fresh.length >= BATCH_FROM ? inBatches : oneByOne;
  return [...before, ...(await mint(demo, currency, fresh, say))];
}

/** The attestor states the control account's figure: accepted credits less confirmed pay-outs, minor units. */
export async function attestDeposits(demo: DemoBank, currency: string, figure: bigint, say: Say): Promise<void> {
  const { backing } = await attest(demo.bank, await demo.person("ATTESTOR"), {
    currency,
    figure,
    asOf: await chainTime(demo.bank),
  });
  say(`attested: deposits of ${formatAmount(backing, currency)} ${currency} back the token`);
}

async function oneByOne(demo: DemoBank, currency: string, fresh: Referenced[], say: Say): Promise<Minted[]> {
  const [issuer, approver] = [await demo.person("ISSUER"), await demo.person("APPROVER")];
  const minted: Minted[] = [];
  for (const [i, { deposit, customer, reference }] of fresh.entries()) {
    const payee = customer.wallets[0].address;
    const order = await buildMintOrder(demo.bank, {
      currency,
      payee,
      amount: deposit.amount,
      depositReference: reference,
    });
    const label = `mint ${i + 1} of ${fresh.length}: ${formatAmount(deposit.amount, currency)} ${currency} to ${customer.customer}`;
    try {
      const { gas } = await mintOrder(demo.bank, issuer, order, await signMintOrder(demo.bank, approver, order));
      say(`${label}, gas ${gas.toLocaleString("en")}`);
      minted.push({ deposit, customer, reference, outcome: "minted" });
    } catch (error) {
      // What a rule refuses stays an ordinary deposit; anything else is a fault of the run.
      if (!(error instanceof VostroError) || error.contract === undefined) throw error;
      say(`${label}: REFUSED. ${error.sentence}`);
      minted.push({ deposit, customer, reference, outcome: { refused: error.sentence } });
    }
  }
  return minted;
}

async function inBatches(demo: DemoBank, currency: string, fresh: Referenced[], say: Say): Promise<Minted[]> {
  const [issuer, approver] = [await demo.person("ISSUER"), await demo.person("APPROVER")];
  const minted: Minted[] = [];
  for (let start = 0; start < fresh.length; start += BATCH_SIZE) {
    const page = fresh.slice(start, start + BATCH_SIZE);
    const items = page.map(({ deposit, customer, reference }) => ({
      payee: customer.wallets[0].address,
      amount: deposit.amount,
      depositReference: reference,
    }));
    const batch = await buildMintBatch(demo.bank, { currency, items });
    const result = await mintBatch(demo.bank, issuer, batch, await signMintBatch(demo.bank, approver, batch));
    const refused = new Map(result.refused.map(({ depositReference: reference, reason }) => [reference, reason]));
    for (const item of page) {
      const reason = refused.get(item.reference);
      minted.push({ ...item, outcome: reason === undefined ? "minted" : { refused: reason } });
    }
    const done = Math.min(start + BATCH_SIZE, fresh.length);
    const perItem = (result.gas / BigInt(page.length)).toLocaleString("en");
    say(`minted ${done} of ${fresh.length} deposits in ${currency}, ${refused.size} refused, gas ${perItem} an item`);
  }
  return minted;
}
