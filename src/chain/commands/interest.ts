import { isoDate, VostroError } from "../../errors/index.js";
import { type InterestItem, interestPages, type InterestPlan, planInterest } from "../interest.js";
import {
  type BatchMinted,
  buildMintBatch,
  mintBatch,
  mintBatchCall,
  type RefusedItem,
  signMintBatch,
} from "../issue.js";
import { ask, chainTime } from "../send.js";
import { readToken } from "../token.js";
import type { MintBatch } from "../typedData.js";
import type { Context, Outcome, Person } from "./context.js";
import { InputError } from "./exitCodes.js";
import { type ApprovedPage, readRunApproval, writeRunApproval } from "./interestApproval.js";
import { readInterest, refuseAll } from "./interestFile.js";
import { type Fact, factLines, perform, receipt } from "./perform.js";
import { count, every } from "./progress.js";
import { personOf, signerOf } from "./signers.js";

/*
 * The interest run: what the core has computed and booked, minted to its customers by two people. It may be repeated as often
 * as one likes, after a break too: a booking is minted once, by the token's own rule.
 */

const HOURS = { usual: 24, most: 168 } as const;

export async function interest(context: Context, step: string): Promise<Outcome> {
  const lines = await readInterest(context);
  const { bank, currency } = context;
  const plan = await planInterest(bank, currency, lines, every(1_000, lines.length, "looked up", context));
  refuseAll(
    context.required("file"),
    plan.problems.map(({ line, column, problem, fix }) => `line ${line}, ${column}: ${problem}. ${fix}`),
  );
  if (step === "show") return { text: describe(context, plan).join("\n"), data: dataOf(plan) };
  if (plan.pending.length === 0) {
    const text = [...describe(context, plan), "Nothing to send."].join("\n");
    return { text, data: { ...dataOf(plan), transactions: [] } };
  }
  return step === "approve" ? approve(context, plan) : mint(context, plan);
}

/** Signs every page, into the file of --out. */
async function approve(context: Context, plan: InterestPlan): Promise<Outcome> {
  const approver = await personOf(context, "APPROVER");
  const expiry = await expiryOf(context);
  const until: Fact = ["approval", `by ${approver.address}, until ${isoDate(expiry)}`];
  const lines = [...describe(context, plan), ...factLines([until])];
  if (context.dryRun)
    return { text: [...lines, "Nothing was signed."].join("\n"), data: { dryRun: true, ...dataOf(plan) } };
  const out = context.required("out");
  const pages = await approved(context, approver, await batchesOf(context, plan.pending, expiry));
  await writeRunApproval(context, out, pages);
  const signed = `Signed ${pages.length} page(s) into ${out}: the issuer sends them with interest mint --approval ${out}.`;
  return { text: [...lines, signed].join("\n"), data: { ...dataOf(plan), file: out, pages: pages.length } };
}

async function mint(context: Context, plan: InterestPlan): Promise<Outcome> {
  const { bank, currency } = context;
  const issuer = await personOf(context, "ISSUER");
  const path = context.text("approval");
  const approver = path === undefined ? await personOf(context, "APPROVER", "approverAs") : undefined;
  if (approver?.address === issuer.address) {
    throw new InputError("--approver-as", "is the issuer", "Two people mint: another key approves.");
  }
  await requireRoom(context, plan, issuer.address);
  const ready =
    path === undefined
      ? undefined
      : await readRunApproval(context, path, [...plan.pending, ...plan.minted], plan.pending);
  const batches = ready?.map(({ batch }) => batch) ?? (await batchesOf(context, plan.pending, await expiryOf(context)));
  const pages = async (): Promise<readonly ApprovedPage[]> => ready ?? approved(context, approver!, batches);
  const who = approver?.address ?? ready?.[0]?.approval.approver ?? "";
  const canSign = ready !== undefined || approver?.signer !== undefined;
  const uncovered = plan.pending.length - batches.reduce((sum, { items }) => sum + items.length, 0);
  return perform(context, {
    does: describe(context, plan)[0]!,
    facts: describe(context, plan)
      .slice(1)
      .map((line) => ["of it", line.trim()] as const),
    sender: issuer,
    as: "ISSUER",
    signatures: [{ who, as: "APPROVER", what: `approves exactly these ${batches.length} page(s)` }],
    calls: async () =>
      canSign ? (await pages()).map(({ batch, approval }) => mintBatchCall(bank, batch, approval)) : undefined,
    send: async (signer) => {
      const [sent, progress]: [BatchMinted[], (done: number) => void] = [
        [],
        every(PROGRESS, plan.pending.length, "minted", context),
      ];
      let done = 0;
      for (const { batch, approval } of await pages()) {
        sent.push(await mintBatch(bank, signer, batch, approval));
        progress((done += batch.items.length));
      }
      return sent;
    },
    done: (sent) => outcome(context, plan, sent, uncovered, currency),
  });
}

const PROGRESS = 500;

function outcome(
  context: Context,
  plan: InterestPlan,
  sent: readonly BatchMinted[],
  uncovered: number,
  currency: string,
): Outcome {
  const money = (amount: bigint): string => context.money(amount, currency);
  const minted = sent.reduce((sum, page) => sum + page.minted, 0n);
  const refused = sent.flatMap((page) => page.refused);
  const lineOf = ({ depositReference }: RefusedItem): InterestItem | undefined =>
    plan.pending.find((item) => item.depositReference === depositReference);
  const lines = [
    `Minted interest of ${money(minted)} out of ${money(totalOf(plan.pending))} to be minted, in ${sent.length} page(s).`,
    ...refused.map((item) => {
      const { line, customer } = lineOf(item)!;
      return `NOT minted, line ${line}, customer ${customer}: ${money(item.amount)}. ${item.reason}.`;
    }),
    ...(uncovered === 0
      ? []
      : [`NOT minted: ${count(uncovered)} line(s) that the approval does not cover. Have them approved.`]),
    ...sent.map(receipt),
  ];
  const transactions = sent.map(({ minted: _, refused: __, batch: ___, ...transaction }) => transaction);
  const data = { ...dataOf(plan), minted, refused, uncovered, transactions };
  // What was refused stays an ordinary deposit and needs a person; the same file may be run again.
  return { text: lines.join("\n"), data, failed: refused.length + uncovered > 0 };
}

/** Totals, by period. */
function describe(context: Context, { pending, minted }: InterestPlan): string[] {
  const money = (amount: bigint): string => context.money(amount, context.currency);
  const periods = [...new Set(pending.map(({ period }) => period))].sort();
  return [
    `Interest of ${money(totalOf(pending))} is to be minted to ${count(pending.length)} customer line(s); ` +
      `${money(totalOf(minted))} in ${count(minted.length)} was minted before.`,
    ...periods.map((period) => {
      const items = pending.filter((item) => item.period === period);
      return `  ${period}: ${count(items.length)} line(s), ${money(totalOf(items))}`;
    }),
  ];
}

const dataOf = ({ pending, minted: before }: InterestPlan): Record<string, unknown> => ({
  pending: pending.length,
  total: totalOf(pending),
  before: before.length,
  totalBefore: totalOf(before),
});

const totalOf = (items: readonly InterestItem[]): bigint => items.reduce((sum, { amount }) => sum + amount, 0n);

/** A run that would stop half-way is not begun. @throws VostroError InterestExceedsQuota, InterestExceedsBacking */
async function requireRoom(context: Context, { pending }: InterestPlan, issuer: string): Promise<void> {
  const { bank, currency } = context;
  const total = totalOf(pending);
  const { available } = await ask(bank, bank.issuanceDesk.quotaOf(issuer, bank.tokens[currency]!), currency);
  const { headroom } = await readToken(bank, currency);
  const refuse = (name: string, room: string, left: bigint, fix: string): never => {
    const sentence = `The run mints ${context.money(total, currency)}, ${room} leaves ${context.money(left, currency)}.`;
    throw new VostroError({ name, args: { total, left }, sentence, fix });
  };
  if (total > available) {
    refuse(
      "InterestExceedsQuota",
      "the issuer's quota",
      available,
      "Have it raised (quota raise), or split the file. Nothing was sent.",
    );
  }
  if (total > headroom) {
    const fix = "Attest the deposits with the booked interest first. Nothing was sent.";
    refuse("InterestExceedsBacking", "the attested deposits' backing", headroom, fix);
  }
}

async function expiryOf(context: Context): Promise<bigint> {
  const hours = context.integer("hours", 1, HOURS.most) ?? HOURS.usual;
  return (await chainTime(context.bank)) + BigInt(hours) * 3_600n;
}

const batchesOf = ({ bank, currency }: Context, items: readonly InterestItem[], expiry: bigint): Promise<MintBatch[]> =>
  Promise.all(interestPages(items).map((page) => buildMintBatch(bank, { currency, items: page.map(itemOf), expiry })));

const itemOf = ({ payee, amount, depositReference }: InterestItem) => ({ payee, amount, depositReference });

async function approved({ bank }: Context, approver: Person, batches: readonly MintBatch[]): Promise<ApprovedPage[]> {
  const signer = signerOf(approver, "APPROVER");
  return Promise.all(batches.map(async (batch) => ({ batch, approval: await signMintBatch(bank, signer, batch) })));
}
