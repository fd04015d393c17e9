import type { Signer } from "ethers";
import { sql } from "kysely";

import { ROLES } from "../../bank/roles.js";
import { signMintBatch } from "../../chain/issue.js";
import { ask, chainTime } from "../../chain/send.js";
import { mintBatchHash } from "../../chain/mintBatchWords.js";
import { record } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { isHalted } from "../halt/halt.js";
import { type BatchRow, mintBatchOf } from "./batchOf.js";
import { approverIsIssuer, batchRefused, halted, notProposed, type Problem } from "./errors.js";
import { type Evidence, findProblems, needsPerson, readEvidence } from "./evidence.js";
import { retry, suspend } from "./moves.js";
import { issuersOf } from "./room.js";

/** Seconds for which a worker has a batch to itself. */
const LEASE = 60;
const AT_ONCE = 16;
/** An approval that lives longer than settings say by this many seconds is nobody's honest proposal. */
const SLACK = 600;
/** In `mint_batch.reason` of a batch that the policy may not approve. */
export const AWAITS_PERSON = "awaits a person";

/**
 * The approver's side of a mint, in production a process of its own with the approver's key alone. Believes nothing that the
 * proposer wrote: each deposit is derived again from what the bank reported. What is not right is not signed, and its deposits
 * go to a person.
 * @returns batches decided
 * @throws VostroError ApproverIsIssuer
 */
export async function approveBatches(gateway: Gateway): Promise<number> {
  const approver = gateway.keys.APPROVER?.[0];
  if (approver === undefined) return 0;
  const batches = await claim(gateway);
  if (batches.length === 0) return 0;
  await requireSecondPerson(gateway, approver);
  const moved = await Promise.all(batches.map((batch) => decide(gateway, approver, batch)));
  return moved.reduce((sum, one) => sum + one, 0);
}

/**
 * A person approves a batch that the policy may not: above the limit, or of a kind that asks for judgement. Everything else is
 * checked as for any batch.
 * @throws VostroError ApproverIsIssuer, BatchNotProposed, BatchRefused, IssuingHalted
 */
export async function approveBatch(gateway: Gateway, person: Signer, id: number): Promise<void> {
  const { store } = gateway;
  await requireSecondPerson(gateway, person);
  const batch = await store.selectFrom("mint_batch").selectAll().where("id", "=", id).executeTakeFirst();
  if (batch?.state !== "proposed") throw notProposed(id, batch?.state);
  if (await isHalted(store, batch.currency)) throw halted(batch.currency);
  const { evidence, problems } = await examine(gateway, batch);
  if (problems.length > 0) {
    await refuse(gateway, await person.getAddress(), batch, { evidence, problems });
    throw batchRefused(id, problems);
  }
  const signed = await sign(gateway, person, batch, evidence);
  if (signed === 0) throw notProposed(id, "changed meanwhile");
}

async function requireSecondPerson(gateway: Gateway, approver: Signer): Promise<void> {
  const address = await approver.getAddress();
  const { bank } = gateway;
  if ((await issuersOf(gateway)).includes(address)) throw approverIsIssuer(address);
  const [isIssuer] = await ask(bank, bank.accessManager.hasRole(ROLES.ISSUER, address));
  if (isIssuer) throw approverIsIssuer(address);
}

function claim({ store, worker }: Gateway): Promise<BatchRow[]> {
  return store.transaction().execute((trx) =>
    trx
      .updateTable("mint_batch")
      .set({ leased_by: worker, leased_until: sql<Date>`now() + make_interval(secs => ${LEASE})` })
      .where("id", "in", (eb) =>
        eb
          .selectFrom("mint_batch as batch")
          .select("batch.id")
          .where("batch.state", "=", "proposed")
          .where("batch.reason", "is", null)
          .where((or) => or.or([or("batch.leased_until", "is", null), or("batch.leased_until", "<", sql<Date>`now()`)]))
          .where("batch.currency", "not in", (halt) =>
            halt.selectFrom("halt").select("halt.currency").where("halt.lifted_at", "is", null),
          )
          .orderBy("batch.id")
          .limit(AT_ONCE)
          .forUpdate()
          .skipLocked(),
      )
      .returningAll()
      .execute(),
  );
}

interface Examined {
  readonly evidence: readonly Evidence[];
  readonly problems: readonly Problem[];
}

async function examine(gateway: Gateway, batch: BatchRow): Promise<Examined> {
  const evidence = await readEvidence(gateway.store, batch.id);
  const problems = await findProblems(gateway, batch, evidence);
  const now = Number(await chainTime(gateway.bank));
  const { approvalSeconds } = gateway.settings.minting;
  const lives = batch.expiry - now;
  if (lives > approvalSeconds + SLACK) problems.push({ message: `its approval would live for ${lives} seconds` });
  return { evidence, problems };
}

async function decide(gateway: Gateway, approver: Signer, batch: BatchRow): Promise<number> {
  const { evidence, problems } = await examine(gateway, batch);
  if (problems.length > 0) return refuse(gateway, await approver.getAddress(), batch, { evidence, problems });
  const why = needsPerson(gateway, evidence);
  if (why === undefined) return sign(gateway, approver, batch, evidence);
  gateway.log.info({ batch: batch.id, why }, "a batch awaits a person");
  const { numUpdatedRows } = await gateway.store
    .updateTable("mint_batch")
    .set({ reason: AWAITS_PERSON, leased_by: null, leased_until: null })
    .where("id", "=", batch.id)
    .where("state", "=", "proposed")
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

async function sign(gateway: Gateway, signer: Signer, batch: BatchRow, evidence: readonly Evidence[]): Promise<number> {
  const items = evidence.map((deposit) => ({ ...deposit, state: "batched" as const }));
  const content = mintBatchOf(gateway, batch, items);
  const { approver, signature } = await signMintBatch(gateway.bank, signer, content);
  const digest = mintBatchHash(content);
  return gateway.store.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("mint_batch")
      .set({ state: "approved", approver, signature, digest, reason: null, leased_by: null, leased_until: null })
      .where("id", "=", batch.id)
      .where("state", "=", "proposed")
      .where("expiry", "=", batch.expiry)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return 0;
    const data = { approver, digest, total: content.total, count: evidence.length };
    await record(trx, { actor: gateway.worker, act: "batch approved", subject: `batch:${batch.id}`, data });
    return 1;
  });
}

/** Nothing was signed, so the batch can go at once. Deposits with a fault go to a person, the others back to the queue. */
async function refuse(
  gateway: Gateway,
  approver: string,
  batch: BatchRow,
  { evidence, problems }: Examined,
): Promise<number> {
  gateway.log.error({ batch: batch.id, problems }, "the approver refuses a batch");
  return gateway.store.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("mint_batch")
      .set({
        state: "dissolved",
        reason: batchRefused(batch.id, problems).sentence,
        leased_by: null,
        leased_until: null,
      })
      .where("id", "=", batch.id)
      .where("state", "=", "proposed")
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return 0;
    const faulty = new Map(
      problems.flatMap(({ deposit, message, passing }) =>
        deposit === undefined || passing === true ? [] : [[deposit, message]],
      ),
    );
    for (const [deposit, message] of faulty) {
      await suspend(gateway, trx, [deposit], { reason: "approval-refused", message });
    }
    const others = evidence.flatMap(({ id }) => (faulty.has(id) ? [] : [id]));
    const message = `batch ${batch.id} was refused`;
    await retry(gateway, trx, others, { reason: "approval-refused", message });
    const data = { approver, problems: problems.map((problem) => problem.message) };
    await record(trx, { actor: gateway.worker, act: "batch refused", subject: `batch:${batch.id}`, data });
    return 1;
  });
}
