import { sql } from "kysely";

import { tokenOf } from "../../chain/checks.js";
import { ask } from "../../chain/send.js";
import { decodeFlowWord, type Flows } from "../../chain/words.js";
import type { Gateway } from "../gateway.js";
import { finalHead } from "../transactions/finality.js";
import type { Alarm } from "./alarm.js";

/** The watcher's place in `chain_cursor`: its movements are complete up to that block. */
const WATCH = "watch";

/** A final block at which chain and control account agree on every burn, and the token's totals there. */
export interface Agreed {
  readonly block: number;
  readonly hash: string;
  readonly flows: Flows;
}

/** undefined: not yet; a list: they disagree, and only people can say why. */
export type Agreement = Agreed | readonly Alarm[] | undefined;

interface Unpaid {
  readonly block: number;
  readonly reference: string;
  readonly amount: bigint;
  readonly state: string | null;
  readonly paid: bigint | null;
}

/**
 * Finds the last final block up to which every burned redemption has its pay-out in the control account. One that is being booked just
 * now moves the block back before it: the token takes off by itself what was burned after the block that an attestation names. One that the
 * bank never paid stops attesting.
 */
export async function findAgreement(gateway: Gateway, currency: string): Promise<Agreement> {
  const { store } = gateway;
  const cursor = await store.selectFrom("chain_cursor").select("block").where("name", "=", WATCH).executeTakeFirst();
  if (cursor === undefined) return beforeWatching(gateway, currency);
  const open = await unpaidBurns(gateway, currency, cursor.block);
  const orphans = open.filter(isOrphan);
  if (orphans.length > 0) return orphans.map((burn) => orphanBurn(currency, burn));
  const block = Math.min(cursor.block, ...open.map((burn) => burn.block - 1));
  const at = await flowsAt(gateway, currency, block);
  const { rows } = await sql<{ burned: bigint }>`
    select coalesce(sum(amount), 0) as burned from movement
    where currency = ${currency} and kind = 'burn' and block <= ${block}`.execute(store);
  const { burned } = rows[0]!;
  if (burned === at.flows.burned) return at;
  const message = `${currency}: ${burned} minor units of burns were read up to block ${block}, the token counts ${at.flows.burned}`;
  return [{ reason: "SUPPLY", message, redemption: null }];
}

/** A young bank: nothing was ever burned, so nothing can disagree. */
async function beforeWatching(gateway: Gateway, currency: string): Promise<Agreed | undefined> {
  const head = await finalHead(gateway);
  const at = await flowsAt(gateway, currency, head.number);
  return at.flows.burned === 0n ? at : undefined;
}

async function flowsAt({ bank }: Gateway, currency: string, block: number): Promise<Agreed> {
  const token = tokenOf(bank, currency);
  const provider = token.runner?.provider;
  const [named, [, flows]] = await ask(
    bank,
    Promise.all([provider?.getBlock(block), token.supplyWords({ blockTag: block })]),
    currency,
  );
  if (named?.hash === undefined || named.hash === null) throw new Error(`the node has no block ${block}`);
  return { block, hash: named.hash, flows: decodeFlowWord(flows) };
}

/** Burned redemptions whose pay-out is not in the control account with that amount; those before the last attestation agreed then. */
async function unpaidBurns({ store }: Gateway, currency: string, upTo: number): Promise<Unpaid[]> {
  const { rows } = await sql<Unpaid>`
    select m.block, m.reference, m.amount, r.state, p.paid
    from movement m
    left join redemption r on r.id = m.reference
    left join lateral (
      select sum(amount) as paid from control_entry where subject = 'redemption:' || m.reference and kind = 'payout'
    ) p on true
    where m.currency = ${currency} and m.kind = 'burn' and m.reference is not null and m.block <= ${upTo}
      and m.block > coalesce((select max(block) from attestation where currency = ${currency}), -1)
      and p.paid is distinct from -m.amount
    order by m.block, m.log_index`.execute(store);
  return rows;
}

/** In these states the bank has confirmed the payment, and its booking is on its way. */
const PAYING = new Set(["paid", "settling", "settled"]);

const isOrphan = ({ state, paid }: Unpaid): boolean => paid !== null || state === null || !PAYING.has(state);

function orphanBurn(currency: string, { block, reference, amount, state, paid }: Unpaid): Alarm {
  const known = state === null ? "no redemption that the gateway knows" : `a redemption in state ${state}`;
  const booked = paid === null ? "no pay-out is booked" : `${-paid} are booked as paid out`;
  const message = `${currency}: block ${block} burned ${amount} minor units for ${known}, and ${booked}`;
  return { reason: "ORPHAN_BURN", message, redemption: reference };
}
