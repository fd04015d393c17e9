import { sql } from "kysely";

import type { Customer } from "../../bank/customers.js";
import { record, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { jsonText } from "../intake/json.js";
import { acceptDeposits } from "./accept.js";
import { caseErrors } from "./caseErrors.js";

/** What a person wants done with a case. */
export type Decision =
  /** the deposit is this customer's */
  | { readonly do: "mint"; readonly customer: string }
  /** it is never minted */
  | { readonly do: "dismiss"; readonly reason: string }
  /** somebody else looks after it; needs no second person */
  | { readonly do: "take"; readonly owner: string };

interface OpenCase {
  readonly id: number;
  readonly deposit_id: number | null;
  readonly redemption: string | null;
  readonly proposed_by: string | null;
  readonly proposal: Decision | null;
}

/**
 * Says what should become of a case; a later proposal replaces an earlier one. Nothing moves until another person confirms.
 * @param person who is authenticated: the caller sees to that
 * @throws VostroError UnknownCase, CaseClosed, RedemptionCase, NothingToMint, DepositNotInSuspense, ReturnedPayout, EntryAlreadyMinted,
 *   UnknownCustomer, KycExpired, NoReason, NoPerson
 */
export async function proposeDecision(gateway: Gateway, person: string, id: number, decision: Decision): Promise<void> {
  if (person.trim() === "") throw caseErrors.noPerson();
  await gateway.store.transaction().execute(async (trx) => {
    const open = await lockCase(trx, id);
    const subject = `suspense:${id}`;
    if (decision.do === "take") {
      if (decision.owner.trim() === "") throw caseErrors.noPerson();
      await trx.updateTable("suspense").set({ owner: decision.owner }).where("id", "=", id).execute();
      await record(trx, { actor: person, act: "case-taken", subject, data: { owner: decision.owner } });
      return;
    }
    // The redemption itself has to move; closing its case alone would lift the guard that the case is.
    if (open.redemption !== null) throw caseErrors.redemption(id, open.redemption);
    if (decision.do === "mint") await mintable(trx, await lockCase(trx, id), decision.customer);
    else if (decision.reason.trim() === "") throw caseErrors.noReason(id);
    await trx
      .updateTable("suspense")
      .set({ proposed_by: person, proposal: jsonText(decision) })
      .where("id", "=", id)
      .execute();
    await record(trx, { actor: person, act: "decision-proposed", subject, data: { do: decision.do } });
  });
}

/**
 * Does what somebody else proposed: accepts the deposit for the customer, or dismisses it for good.
 * @param person not the one who proposed
 * @throws VostroError SamePerson, NothingProposed, and as `proposeDecision`: what was right then may be wrong now
 */
export async function confirmDecision(gateway: Gateway, person: string, id: number): Promise<void> {
  if (person.trim() === "") throw caseErrors.noPerson();
  await gateway.store.transaction().execute(async (trx) => {
    const open = await lockCase(trx, id);
    const { proposed_by: first, proposal, deposit_id: deposit } = open;
    if (first === null || proposal === null) throw caseErrors.notProposed(id);
    if (first === person) throw caseErrors.samePerson(id, person);
    if (proposal.do === "mint") {
      const acceptance = { ...(await mintable(trx, open, proposal.customer)), matchedBy: "person" };
      await acceptDeposits(trx, first, [acceptance], { second: person, resolution: "minted" });
    } else if (proposal.do === "dismiss") {
      const resolution = `dismissed: ${proposal.reason}`;
      const closing = { closed_at: new Date(), closed_by: person, resolution };
      await trx.updateTable("suspense").set(closing).where("id", "=", id).execute();
      if (deposit !== null) {
        const dismissed = await trx
          .updateTable("deposit")
          .set({ state: "dismissed", since: new Date() })
          .where("id", "=", deposit)
          .where("state", "=", "suspense")
          .returning("id")
          .execute();
        const rest = trx.updateTable("suspense").set(closing).where("deposit_id", "=", deposit);
        if (dismissed.length > 0) await rest.where("closed_at", "is", null).execute();
      }
    }
    const data = { do: proposal.do, proposedBy: first, deposit };
    await record(trx, { actor: person, act: "decision-confirmed", subject: `suspense:${id}`, data });
  });
}

async function lockCase(trx: Trx, id: number): Promise<OpenCase> {
  const found = await trx
    .selectFrom("suspense")
    .select(["id", "deposit_id", "redemption", "proposed_by", "proposal", "closed_at", "closed_by"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (found === undefined) throw caseErrors.unknown(id);
  if (found.closed_at !== null) throw caseErrors.closed(id, found.closed_by);
  return { ...found, proposal: found.proposal as Decision | null };
}

/** What would be minted, if it may be. */
async function mintable(trx: Trx, { id, deposit_id }: OpenCase, number: string) {
  if (deposit_id === null) throw caseErrors.noDeposit(id);
  const deposit = await trx
    .selectFrom("deposit")
    .select(["id", "state", "return_of", "entry_key", "entry_id"])
    .where("id", "=", deposit_id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (deposit.state !== "suspense") throw caseErrors.notInSuspense(id, deposit.state);
  if (deposit.return_of !== null) throw caseErrors.returned(id);
  // Parts of one report stand beside each other; another report of the entry has it in its other form.
  const { rows } = await sql<{ id: number }>`
    select id from deposit
    where entry_key = ${deposit.entry_key}::uuid and id <> ${deposit.id}::bigint
      and state in ('ready', 'batched', 'minted', 'final')
      and exists (select from deposit_alias a where a.alias = entry_key and a.deposit_id = deposit.id)
        <> exists (select from deposit_alias a where a.alias = entry_key and a.deposit_id = ${deposit.id}::bigint)
    limit 1`.execute(trx);
  if (rows.length > 0) throw caseErrors.reported(id);
  const row = await trx.selectFrom("customer").select("data").where("customer", "=", number).executeTakeFirst();
  if (row === undefined) throw caseErrors.unknownCustomer(number);
  const { customer, wallets, validUntil } = row.data as Customer;
  if (validUntil < new Date().toISOString().slice(0, 10)) throw caseErrors.expired(customer, validUntil);
  return { id: deposit.id, customer, payee: wallets[0].address };
}
