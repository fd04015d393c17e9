import { type Signer, TypedDataEncoder } from "ethers";

import type { RoleName } from "../../bank/roles.js";
import { isoDate } from "../../errors/index.js";
import { type Call, chainTime, simulate } from "../send.js";
import { type ActApproval, type ActTerms, approveAct, newTerms } from "../twoPeople.js";
import { signingDomain, type SigningContract, TYPED_DATA, type TypedDataName } from "../typedData.js";
import { type Approvable, readApproval, writeApproval } from "./approvalFile.js";
import type { Context, Outcome } from "./context.js";
import { flagOf } from "./definitions.js";
import { InputError } from "./exitCodes.js";
import { type Change, changeLines, type Fact, factLines, perform, type Signature } from "./perform.js";
import { membersOf, personOf, signerOf } from "./signers.js";

/*
 * Acts of two people, who may sit at two machines. The approver runs the act with --approve --out FILE: reads everything in
 * words, sees it tried, signs exactly it. The sender runs it with the same options and --approval FILE. On local chains the
 * two may be one run.
 */

/** An act that one person sends and another has signed. */
export interface JointAct<T> {
  /** the struct that is signed */
  readonly type: TypedDataName;
  /** who checks the signature */
  readonly contract: SigningContract & { readonly target: unknown };
  /** the fields of the struct, less `salt` and `expiry` */
  readonly content: object;
  /** the flag that gives a field of the content: `{ "order.id": "--order" }` */
  readonly flags: Readonly<Record<string, string>>;
  /** what changes, a sentence */
  readonly does: string;
  /** all that a person checks before signing */
  readonly facts: readonly Fact[];
  readonly changes: readonly Change[];
  readonly sender: RoleName;
  readonly approver: RoleName;
  /** for how many hours an approval is good: unless told, and at most */
  readonly hours: { readonly usual: number; readonly most: number };
  readonly call: (approval: ActApproval) => Promise<Call>;
  readonly send: (signer: Signer, approval: ActApproval) => Promise<T>;
  readonly done: (result: T) => Outcome;
}

/** A day's work, and at most a week: a signature should not lie in a drawer. */
export const ORDINARY_HOURS = { usual: 24, most: 168 } as const;

/** Approves the act, or sends it, or says what sending it would do. */
export async function actTogether<T>(context: Context, act: JointAct<T>): Promise<Outcome> {
  if (context.flag("approve")) {
    if (context.text("approval") === undefined) return approve(context, act);
    throw new InputError("--approve", "stands beside --approval", "Approve the act, or send it.");
  }
  const idle = context.text("approval") === undefined ? ["out"] : ["out", "hours", "approverAs"];
  const given = idle.find((option) => context.text(option) !== undefined);
  if (given !== undefined) throw new InputError(flagOf(given), "is for --approve", "Leave it out, or add --approve.");
  return context.text("approval") === undefined ? sendSigned(context, act) : sendApproved(context, act);
}

/** Signs, and writes the signature to a file. Nothing is sent. */
async function approve<T>(context: Context, act: JointAct<T>): Promise<Outcome> {
  const approver = await personOf(context, act.approver, "approverAs");
  const terms = await termsOf(context, act);
  const lines = [
    `${context.dryRun ? "Would approve" : "Approves"}: ${act.does}`,
    ...factLines([
      ...act.facts,
      ["approval", `by ${approver.address} as ${act.approver}, until ${isoDate(terms.expiry)}`],
    ]),
    ...changeLines(context, act.changes),
  ];
  const approvable = await approvableOf(context, act);
  const data = { does: act.does, changes: act.changes, approver: approver.address, ...terms };
  if (context.dryRun) {
    // What a key elsewhere (a Safe, a custodian) signs, in the form of eth_signTypedData_v4.
    const typedData = await payloadOf(act, terms);
    return { text: [...lines, "Nothing was signed."].join("\n"), data: { dryRun: true, ...data, typedData } };
  }
  const out = context.required("out");
  const approval = await approveAct(act.contract, signerOf(approver, act.approver), act.type, act.content, terms);
  const tried = await tryAsSender(context, act, approval);
  await writeApproval(out, approvable, approval);
  const text = [...lines, tried, `Signed into ${out}: send the act with the same options and --approval ${out}.`];
  return { text: text.join("\n"), data: { ...data, file: out, signature: approval.signature } };
}

/** An approval of what would be refused now is not given. */
async function tryAsSender<T>(context: Context, act: JointAct<T>, approval: ActApproval): Promise<string> {
  const contracts = Object.values<unknown>({ ...context.bank.addresses });
  const people = (await membersOf(context.bank, act.sender)).filter((member) => !contracts.includes(member));
  const sender = people.find((person) => person !== approval.approver);
  if (sender === undefined) return `Not tried: nobody else holds ${act.sender}.`;
  const { act: name, gas } = await simulate(context.bank, sender, await act.call(approval));
  return `Tried as ${sender}: ${name}, about ${gas} gas`;
}

/** With the approver's signature from a file. */
async function sendApproved<T>(context: Context, act: JointAct<T>): Promise<Outcome> {
  const path = context.required("approval");
  const approval = await readApproval(path, await approvableOf(context, act), act.flags);
  const now = await chainTime(context.bank);
  if (approval.expiry <= now) {
    const fix = "Have the act approved again.";
    throw new InputError(`${path}, expiry`, `was ${isoDate(approval.expiry)}, which has passed`, fix);
  }
  const sender = await personOf(context, act.sender);
  if (sender.address === approval.approver) {
    throw new InputError(`${path}, approver`, "is the sender", "Two people act: another key approves.");
  }
  return performAs(context, act, {
    signatures: [
      {
        who: approval.approver,
        as: act.approver,
        what: `has approved exactly this, until ${isoDate(approval.expiry)}`,
      },
    ],
    approval: () => Promise.resolve(approval),
  });
}

/** Both people in one run: for local chains, and for dry runs that only name them. */
async function sendSigned<T>(context: Context, act: JointAct<T>): Promise<Outcome> {
  const what = "approves exactly this act";
  if (!context.local) {
    if (!context.dryRun) {
      const fix = "Have the approver run the same with --approve --out FILE at a machine of its own.";
      throw new InputError("--approval", "is missing", fix);
    }
    const members = await membersOf(context.bank, act.approver);
    const signatures = [{ who: members.join(" or ") || "nobody", as: act.approver, what }];
    return performAs(context, act, { signatures, approval: undefined });
  }
  const sender = await personOf(context, act.sender);
  const approver = await personOf(context, act.approver, "approverAs");
  if (sender.address === approver.address) {
    throw new InputError("--approver-as", "is the sender", "Two people act: another key approves.");
  }
  const terms = await termsOf(context, act);
  return performAs(context, act, {
    signatures: [{ who: approver.address, as: act.approver, what }],
    approval: () => approveAct(act.contract, signerOf(approver, act.approver), act.type, act.content, terms),
  });
}

interface Approved {
  readonly signatures: readonly Signature[];
  /** undefined where the signature is missing: then nothing can be tried */
  readonly approval: (() => Promise<ActApproval>) | undefined;
}

async function performAs<T>(context: Context, act: JointAct<T>, { signatures, approval }: Approved): Promise<Outcome> {
  const { does, facts, changes, sender: as } = act;
  return perform(context, {
    ...{ does, facts, changes, as, signatures },
    sender: await personOf(context, as),
    calls: async () => (approval === undefined ? undefined : [await act.call(await approval())]),
    send: async (signer) => act.send(signer, await approval!()),
    done: act.done,
  });
}

async function approvableOf<T>(context: Context, { type, contract, content }: JointAct<T>): Promise<Approvable> {
  const { verifyingContract } = await signingDomain(contract);
  return { act: type, chainId: context.bank.addresses.chainId, contract: verifyingContract, content };
}

async function termsOf<T>(context: Context, { hours: { usual, most } }: JointAct<T>): Promise<ActTerms> {
  return newTerms(context.bank, BigInt(context.integer("hours", 1, most) ?? usual) * 3_600n);
}

async function payloadOf<T>({ type, contract, content }: JointAct<T>, terms: ActTerms): Promise<unknown> {
  const message = { ...content, ...terms } as Record<string, unknown>;
  return TypedDataEncoder.getPayload(await signingDomain(contract), TYPED_DATA[type], message) as unknown;
}
