import type { Call } from "../../../src/chain/send.js";
import {
  broadcastSigned,
  bumpStuck,
  type ChainTx,
  type OutcomeHandler,
  queueCall,
  signQueued,
  watchTransactions,
} from "../../../src/gateway/transactions/index.js";
import type { Gateway, Step } from "../../../src/gateway/gateway.js";
import type { World } from "../support/world.js";

/** Notes what it is told, in the store's own transaction: "3 mined" for the transaction with subject 3. */
export function notingHandler(): OutcomeHandler & { readonly told: string[] } {
  const told: string[] = [];
  const note =
    (what: string) =>
    async (_gateway: Gateway, _trx: unknown, tx: ChainTx, last?: unknown): Promise<void> => {
      const name = what === "failed" ? ` ${(last as Error & { name: string }).name}` : "";
      told.push(`${tx.subject} ${what}${name}`);
    };
  return {
    purpose: "attest",
    told,
    mined: note("mined"),
    unmined: note("unmined"),
    final: note("final"),
    failed: note("failed"),
  };
}

/** A call that anybody may make and that shows on the chain how often it was made: an allowance of `amount`. */
export async function approveCall(world: World, amount: bigint): Promise<Call> {
  const token = world.bank.tokens["USD"]!;
  const { to, data } = await token.approve.populateTransaction(world.wallet("C-1002").address, amount);
  return { act: "DepositToken.approve", to, data, currency: "USD" };
}

/** Only the desk may mint: refused. */
export async function forbiddenCall(world: World): Promise<Call> {
  const token = world.bank.tokens["USD"]!;
  const { to, data } = await token.mint.populateTransaction(world.wallet("C-1001").address, 1n, `0x${"01".repeat(32)}`);
  return { act: "DepositToken.mint", to, data, currency: "USD" };
}

/** Queues allowances for C-1001 with subjects 1, 2, 3... */
export async function queueApprovals(world: World, count: number, more: { gasLimit?: bigint; atStake?: bigint } = {}) {
  const sender = world.wallet("C-1001").address;
  for (let i = 1; i <= count; i++) {
    const call = await approveCall(world, BigInt(i));
    await world.store
      .transaction()
      .execute((trx) =>
        queueCall(trx, { purpose: "attest", subject: String(i), sender, call, atStake: 10n ** 12n, ...more }),
      );
  }
}

/** All steps of the outbox, as a worker runs them. */
export const outboxSteps = (handler: OutcomeHandler): Step[] => [
  (gateway) => signQueued(gateway, [handler]),
  broadcastSigned,
  bumpStuck,
  (gateway) => watchTransactions(gateway, [handler]),
];

/** The keys of the world's bank, and of the customer that sends. */
export const withCustomerKey = (world: World): Gateway => ({
  ...world.gateway,
  keys: { ...world.gateway.keys, ISSUER: [world.wallet("C-1001")] },
});

/** Lets every lease end: steps look again at once. */
export const endLeases = (world: World): Promise<unknown> =>
  world.store
    .updateTable("chain_tx")
    .set({ leased_until: null, since: new Date(0) })
    .execute();

export const states = async (world: World): Promise<string[]> => {
  const rows = await world.store.selectFrom("chain_tx").select(["subject", "state"]).orderBy("id").execute();
  return rows.map(({ subject, state }) => `${subject} ${state}`);
};
