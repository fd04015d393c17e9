import type { Signer } from "ethers";

import { buildLegalOrder, type LegalOrderRequest } from "../../chain/law/order.js";
import { placeLienCall } from "../../chain/law/orderedActs.js";
import { legalActId, type OrderedLien, signLegalAct } from "../../chain/law/signing.js";
import { newTerms } from "../../chain/twoPeople.js";
import type { LegalOrder } from "../../chain/typedData.js";
import { VostroError } from "../../errors/index.js";
import { record, toJson } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { openCase } from "../redemption/cases.js";
import { queueCall } from "../transactions/queue.js";
import type { OutcomeHandler } from "../transactions/types.js";
import { recallIdOf, recallSubject } from "./rows.js";

/** A day: the second person is asked by the first, not found by chance. */
const APPROVAL_SECONDS = 86_400n;

/** What the first person signed, numbers as decimal text. */
interface Proposal {
  readonly order: Omit<LegalOrder, "issuedAt" | "validUntil"> & {
    readonly issuedAt: string;
    readonly validUntil: string;
  };
  readonly currency: string;
  readonly account: string;
  readonly amount: string;
  readonly salt: string;
  readonly expiry: string;
  readonly approver: string;
  readonly signature: string;
  readonly lienId: string;
}

/**
 * First of two people: recalled money that is minted is to be kept by a lien on the account it went to.
 * @param approver a compliance approver
 * @param request the paper on which the bank acts: an order, or the recall itself where the bank's terms allow it
 * @param amount minor units; what is recalled, up to the deposit, if left out
 * @throws VostroError RecallNotOpen, BadLegalOrder, OrderMismatch, BadAmount
 */
export async function proposeLien(
  gateway: Gateway,
  approver: Signer,
  id: number,
  request: LegalOrderRequest,
  amount?: bigint,
): Promise<void> {
  const { bank, store } = gateway;
  const found = await store
    .selectFrom("recall_case")
    .innerJoin("deposit", "deposit.id", "recall_case.deposit_id")
    .select(["recall_case.state", "deposit.state as deposit", "deposit.payee", "deposit.amount", "deposit.currency"])
    .select("recall_case.amount as recalled")
    .where("recall_case.id", "=", id)
    .executeTakeFirst();
  if (found?.state !== "open" || found.payee === null || !["minted", "final"].includes(found.deposit))
    throw notOpen(id);
  const { payee: account, currency } = found;
  const recalled = found.recalled !== null && found.recalled < found.amount ? found.recalled : found.amount;
  const order = await buildLegalOrder(bank, request);
  const lien: OrderedLien = { order, currency, account, amount: amount ?? recalled };
  const terms = await newTerms(bank, APPROVAL_SECONDS);
  const approval = await signLegalAct(bank, approver, "PlaceLien", lien, terms);
  const proposal = toJson({ ...lien, ...approval, lienId: legalActId(bank, "PlaceLien", lien, terms) });
  await store.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("recall_case")
      .set({ state: "lien-proposed", proposal, order_id: order.id, chain_tx: null, since: new Date() })
      .where("id", "=", id)
      .where("state", "=", "open")
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw notOpen(id);
    await record(trx, {
      actor: approval.approver,
      act: "lien proposed",
      subject: recallSubject(id),
      data: { order: order.id, amount: lien.amount, currency },
    });
  });
}

/**
 * Second person: the lien is sent, from the officer's own key.
 * @param officer compliance, with a key at hand; never who proposed
 * @throws VostroError LienNotProposed, SamePerson
 */
export async function confirmLien(gateway: Gateway, officer: Signer, id: number): Promise<void> {
  const { bank, store } = gateway;
  const sender = await officer.getAddress();
  const found = await store.selectFrom("recall_case").selectAll().where("id", "=", id).executeTakeFirst();
  if (found?.state !== "lien-proposed" || found.chain_tx !== null) throw notProposed(id);
  const { lien, approval } = readProposal(found.proposal);
  if (approval.approver === sender) {
    throw new VostroError({
      name: "SamePerson",
      args: { person: sender },
      sentence: `${sender} proposed the lien and cannot confirm it.`,
      fix: "Another person of compliance confirms.",
    });
  }
  const call = await placeLienCall(bank, lien, approval);
  await store.transaction().execute(async (trx) => {
    const now = await trx
      .selectFrom("recall_case")
      .select(["state", "chain_tx"])
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    if (now?.state !== "lien-proposed" || now.chain_tx !== null) throw notProposed(id);
    const subject = recallSubject(id);
    const chainTx = await queueCall(trx, { purpose: "lien", subject, sender, call, atStake: lien.amount });
    await trx.updateTable("recall_case").set({ chain_tx: chainTx }).where("id", "=", id).execute();
    await record(trx, { actor: sender, act: "lien confirmed", subject, data: { transaction: chainTx } });
  });
}

function readProposal(stored: unknown) {
  const { order, currency, account, amount, salt, expiry, approver, signature } = stored as Proposal;
  const lien: OrderedLien = {
    order: { ...order, issuedAt: BigInt(order.issuedAt), validUntil: BigInt(order.validUntil) },
    currency,
    account,
    amount: BigInt(amount),
  };
  return { lien, approval: { salt, expiry: BigInt(expiry), approver, signature } };
}

export const lienOutcome: OutcomeHandler = {
  purpose: "lien",

  async unmined(_gateway, trx, { subject }) {
    await trx
      .updateTable("recall_case")
      .set({ state: "lien-proposed" })
      .where("id", "=", recallIdOf(subject))
      .where("state", "=", "lien")
      .execute();
  },

  async final(gateway, trx, { subject, id }, { block }) {
    const { numUpdatedRows } = await trx
      .updateTable("recall_case")
      .set({ state: "lien", since: new Date() })
      .where("id", "=", recallIdOf(subject))
      .where("state", "=", "lien-proposed")
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    await record(trx, { actor: gateway.worker, act: "lien placed", subject, data: { transaction: id, block } });
  },

  async failed(gateway, trx, { subject }, { message }) {
    const found = await trx
      .updateTable("recall_case")
      .set({ state: "open", proposal: null, chain_tx: null, since: new Date() })
      .where("id", "=", recallIdOf(subject))
      .where("state", "=", "lien-proposed")
      .returning("deposit_id")
      .executeTakeFirst();
    if (found === undefined) return;
    const depositId = found.deposit_id ?? undefined;
    await openCase(trx, { reason: "lien-failed", message, depositId, owner: gateway.settings.owner });
  },
};

const notOpen = (id: number): VostroError =>
  new VostroError({
    name: "RecallNotOpen",
    args: { id },
    sentence: `The recall ${id} is not open about a deposit that is minted.`,
    fix: "A deposit that is not minted is kept back without a lien; look at the case's state.",
  });

const notProposed = (id: number): VostroError =>
  new VostroError({
    name: "LienNotProposed",
    args: { id },
    sentence: `No lien waits for a second person in the recall ${id}.`,
    fix: "Propose it first; one that is on its way is not sent twice.",
  });
