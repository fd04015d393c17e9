import { getAddress, isHexString } from "ethers";
import { z } from "zod";

import { isoDate } from "../../errors/index.js";
import type { InterestItem } from "../interest.js";
import type { Approval } from "../issue.js";
import { chainTime } from "../send.js";
import type { MintBatch } from "../typedData.js";
import type { Context } from "./context.js";
import { InputError } from "./exitCodes.js";
import { readInput, writeNew } from "./files.js";

/*
 * An approver's yes to a run, page by page, carried to the issuer's machine. Nothing in it is secret or can be changed: the
 * desk checks each signature, and the issuer's own file must say the same of every item.
 */

/** A page that an approver signed. */
export interface ApprovedPage {
  readonly batch: MintBatch;
  readonly approval: Approval;
}

const whole = z
  .string()
  .regex(/^[0-9]{1,20}$/)
  .transform(BigInt);
const address = z.string().transform((text) => getAddress(text));
const item = z.strictObject({
  payee: address,
  amount: whole,
  depositReference: z.string().refine((text) => isHexString(text, 32)),
});
const approvals = z.strictObject({
  chainId: z.number().int(),
  token: address,
  approver: address,
  expiry: whole,
  pages: z.array(
    z.strictObject({ items: z.array(item).min(1), signature: z.string().refine((text) => isHexString(text)) }),
  ),
});

/** @throws InputError when the file is there already */
export async function writeRunApproval(context: Context, path: string, pages: readonly ApprovedPage[]): Promise<void> {
  const { token, expiry } = pages[0]!.batch;
  await writeNew(path, {
    chainId: context.bank.addresses.chainId,
    ...{ token, approver: pages[0]!.approval.approver, expiry },
    pages: pages.map(({ batch: { items }, approval: { signature } }) => ({ items, signature })),
  });
}

/**
 * The approved pages of which every item is in the issuer's own file and still to be minted.
 * @throws InputError: malformed, of another token, over, or of anything that the issuer's file does not say
 */
export async function readRunApproval(
  context: Context,
  path: string,
  all: readonly InterestItem[],
  pending: readonly InterestItem[],
): Promise<ApprovedPage[]> {
  const { chainId, token, approver, expiry, pages } = parse(path, await readInput(path, "--approval"));
  if (chainId !== context.bank.addresses.chainId || token !== context.bank.tokens[context.currency]!.target) {
    throw new InputError(path, `approves mints of ${token} on chain ${chainId}`, "Name the approval of this token.");
  }
  if (expiry <= (await chainTime(context.bank))) {
    throw new InputError(path, `was good until ${isoDate(expiry)}`, "Have the run approved again.");
  }
  const own = new Map(all.map((one) => [one.depositReference, one]));
  const open = new Set(pending.map(({ depositReference }) => depositReference));
  for (const { payee, amount, depositReference } of pages.flatMap(({ items }) => items)) {
    const mine = own.get(depositReference);
    if (mine?.payee === payee && mine.amount === amount) continue;
    const problem = `approves ${amount} minor units to ${payee} for deposit ${depositReference}, which the file does not say`;
    throw new InputError(path, problem, "Send with the file that was approved, or have this one approved.");
  }
  // A page of which something was minted is spent: what it left needs an approval of its own.
  const fresh = pages.filter(({ items }) => items.every(({ depositReference }) => open.has(depositReference)));
  return fresh.map(({ items, signature }) => ({
    batch: {
      ...{ token, items, expiry, count: BigInt(items.length) },
      total: items.reduce((sum, { amount }) => sum + amount, 0n),
    },
    approval: { approver, signature },
  }));
}

function parse(path: string, text: string): z.infer<typeof approvals> {
  try {
    return approvals.parse(JSON.parse(text));
  } catch {
    throw new InputError(path, "is no approval of an interest run", "Name the file that `interest approve` wrote.");
  }
}
