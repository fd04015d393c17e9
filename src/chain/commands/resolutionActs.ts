import { Resolution__factory } from "../../../typechain-types/index.js";
import { currencyOf } from "../events.js";
import { readReference } from "../reference.js";
import {
  acceptCall,
  acceptLiability,
  buildAcceptance,
  buildCommitment,
  buildDeclaration,
  commitCall,
  commitRegister,
  connectTransfer,
  declareCall,
  declareResolution,
  readResolution,
} from "../resolution/index.js";
import { ask, type Sent } from "../send.js";
import type { HolderRegister } from "../resolution/index.js";
import type { Context, Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";
import { actTogether, ORDINARY_HOURS } from "./jointAct.js";
import { type Fact, receipt } from "./perform.js";
import { count } from "./progress.js";
import { ownRegisterIn, registerIn, requireTrue } from "./resolutionFiles.js";

const PEOPLE = { sender: "RESOLUTION", approver: "COMPLIANCE_APPROVER", hours: ORDINARY_HOURS } as const;

const done =
  (does: string, afterwards: readonly string[], data: object) =>
  (transaction: Sent): Outcome => ({
    text: [does, ...afterwards, receipt(transaction)].join("\n"),
    data: { ...data, transaction },
  });

/** Puts a token into resolution, for good. */
export async function declare(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const { resolution } = bank;
  const authority = context.required("authority");
  const { expiry: _, ...content } = await buildDeclaration(bank, {
    ...{ currency, instrument: context.hash("instrument"), authorityCode: authority, agent: context.address("agent") },
  });
  const { declared } = await readResolution(bank, resolution, currency);
  const does = `Puts ${currency} into resolution, for good: mints, transfers, holds and executions stop; redemption and release stay open.`;
  return actTogether(context, {
    ...PEOPLE,
    type: "Declaration",
    contract: resolution,
    content,
    flags: { token: "--currency", instrument: "--instrument", authorityCode: "--authority", agent: "--agent" },
    does,
    facts: [
      ["token", `${content.token} (${currency})`],
      ["instrument", content.instrument],
      ["authority", readReference(content.authorityCode)],
      ["agent", `${content.agent}, who pays redemptions from now on`],
    ],
    changes: [
      {
        of: currency,
        what: "state",
        before: declared === undefined ? "in service" : "in resolution",
        after: "in resolution",
      },
    ],
    call: (approval) => declareCall(bank, resolution, { ...content, expiry: approval.expiry }, approval),
    send: (signer, approval) =>
      declareResolution(bank, resolution, signer, { ...content, expiry: approval.expiry }, approval),
    done: done(
      does,
      [`Now the admin grants REDEMPTION_OPERATOR to the agent ${content.agent}; then export and commit the register.`],
      { currency, declaration: content },
    ),
  });
}

/** What both people check of a register. */
const registerFacts = (
  context: Context,
  { token, currency, root, holders, total, blockNumber, blockHash, burned }: HolderRegister,
): Fact[] => [
  ["token", `${token} (${currency})`],
  ["root", root],
  ["holders", count(holders)],
  ["total", context.money(total, currency)],
  ["as of block", `${blockNumber} (${blockHash})`],
  ["burned by then", context.money(burned, currency)],
];

/** Commits the register of holders, once; it is rebuilt from events again before anybody signs or sends. */
export async function commit(context: Context): Promise<Outcome> {
  const { bank } = context;
  const { resolution } = bank;
  const register = await ownRegisterIn(context);
  const { currency } = register;
  await requireTrue(context, register);
  const { expiry: _, ...content } = await buildCommitment(bank, register);
  const { committed } = await readResolution(bank, resolution, currency);
  const does = `Commits the register of the ${count(register.holders)} holders of ${currency} at block ${register.blockNumber}, once and for all.`;
  const flags = Object.fromEntries(Object.keys(content).map((field) => [field, "--file"]));
  return actTogether(context, {
    ...PEOPLE,
    type: "RegisterCommitment",
    contract: resolution,
    ...{ content, flags, does },
    facts: registerFacts(context, register),
    changes: [{ of: currency, what: "register", before: committed?.root ?? "none", after: register.root }],
    call: (approval) => commitCall(bank, resolution, { ...content, expiry: approval.expiry }, approval),
    send: (signer, approval) =>
      commitRegister(bank, resolution, signer, { ...content, expiry: approval.expiry }, approval),
    done: done(does, [`Merkle root ${register.root}`], { currency, commitment: content }),
  });
}

/** Takes a committed register's liability over: an act of the successor bank, whose --bank it is. */
export async function accept(context: Context): Promise<Outcome> {
  const { bank } = context;
  const register = await registerIn(context);
  const transfer = connectTransfer(bank, context.address("transfer"));
  const [from, to, resolutionAddress] = await ask(
    bank,
    Promise.all([transfer.oldToken(), transfer.newToken(), transfer.resolution()]),
  );
  if (from !== register.token) {
    const problem = `moves the liability of the token ${from}, the file is of ${register.token}`;
    throw new InputError("--transfer", problem, "Name the contract between the two tokens.");
  }
  const currency = currencyOf(bank, to);
  if (currency === undefined) {
    throw new InputError(
      "--transfer",
      `moves liabilities to ${to}, which is no token of this bank`,
      "Name the right --bank.",
    );
  }
  const old = Resolution__factory.connect(resolutionAddress, bank.partyRegistry.runner);
  const { root, total, blockNumber, burnedThen, holders } = await ask(bank, old.registerOf(from));
  const committed = { root, total, blockNumber, burnedThen, holders };
  const instrument = context.hash("instrument");
  const { expiry: _, ...content } = await buildAcceptance(bank, register, committed, instrument);
  const does = `Takes over what the bank ${register.bank} owes its ${count(register.holders)} holders of ${register.currency}: ${context.money(total, register.currency)}.`;
  return actTogether(context, {
    ...PEOPLE,
    type: "Acceptance",
    contract: transfer,
    ...{ content, does },
    flags: { root: "--file", total: "--file", instrument: "--instrument" },
    facts: [
      ...registerFacts(context, register),
      ["instrument", content.instrument],
      ["to the token", `${to} (${currency})`],
    ],
    changes: [],
    call: (approval) => acceptCall(transfer, { ...content, expiry: approval.expiry }, approval, currency),
    send: (signer, approval) =>
      acceptLiability(bank, transfer, signer, { ...content, expiry: approval.expiry }, approval),
    done: done(does, ["The bank in resolution may move its rows now."], { currency, acceptance: content }),
  });
}
