import { formatUnits, parseUnits } from "ethers";

import { ROLES } from "../../bank/roles.js";
import { table } from "../../demo/table.js";
import type { Outbox } from "../outbox/outbox.js";
import type { SentRecord } from "../outbox/record.js";
import {
  feesOf,
  readOutbox,
  type Replacement,
  replaceTransaction,
  resendLost,
  type Standing,
} from "../outbox/replace.js";
import { ask, providerOf } from "../send.js";
import { checkedAddress, type Context, type Outcome, type Person } from "./context.js";
import { InputError } from "./exitCodes.js";
import { personOf, type Signatory, signerOf } from "./signers.js";

/** What a state means to who has to do something about it. */
const MEANS: Readonly<Record<Standing["state"], string>> = {
  mined: "mined",
  pending: "waits in the node's pool: wait, replace or cancel",
  gone: "the node does not know it: resend",
  lost: "the chain dropped its block: resend",
  displaced: "the chain dropped its block and its nonce went to another: do the act again",
  replaced: "never done: another transaction took its nonce",
  cancelled: "cancelled, never done",
};

/** Transactions that commands have sent: where they stand, and what to do about those that are stuck or lost. */
export async function transactions(context: Context, step: string): Promise<Outcome> {
  const { outbox } = context.bank;
  if (outbox === undefined) {
    throw new InputError("transactions", "are written down by scripts and tasks only", "Run it as one of them.");
  }
  if (step === "show") return show(context, outbox);
  return step === "resend" ? resend(context, outbox) : replace(context, outbox, step as Replacement);
}

async function show(context: Context, outbox: Outbox): Promise<Outcome> {
  const { bank } = context;
  const provider = providerOf(bank);
  const standings = await ask(bank, readOutbox(outbox, provider));
  const asked = context.readIf("address", (text) => checkedAddress(text, "--address"));
  const senders = [
    ...new Set([...standings.map(({ record }) => record.from), ...(asked === undefined ? [] : [asked])]),
  ];
  const keys = await Promise.all(
    senders.map(async (address) => {
      const counts = [
        provider.getTransactionCount(address, "latest"),
        provider.getTransactionCount(address, "pending"),
      ];
      const [mined, pooled] = (await ask(bank, Promise.all(counts))) as [number, number];
      return { address, mined, pooled };
    }),
  );
  const rows = standings.map(({ record, state }) => [
    record.from,
    String(record.nonce),
    record.act,
    record.signedAt,
    `${formatUnits(highestFee(record), "gwei")} gwei`,
    MEANS[state],
  ]);
  const text = [
    rows.length === 0
      ? "Nothing is written down: nothing was sent from here lately."
      : table(["key", "nonce", "act", "signed", "most per gas", "state"], rows),
    ...keys.map(({ address, mined, pooled }) => `${address}: ${mined} mined, ${pooled - mined} in the node's pool`),
  ].join("\n");
  const data = standings.map(({ record: { act, from, nonce, signedAt, told }, state }) => {
    return { act, from, nonce, signedAt, state, told };
  });
  const failed = standings.some(({ state }) => ["lost", "gone", "displaced"].includes(state));
  return { text, data: { transactions: data, keys }, failed };
}

async function replace(context: Context, outbox: Outbox, how: Replacement): Promise<Outcome> {
  const { bank } = context;
  const as = signatoryOf(context);
  const nonce = context.integer("nonce", 0, Number.MAX_SAFE_INTEGER) ?? context.required("nonce");
  const maxFeePerGas = context.readIf("maxFee", gweiOf);
  const sender = await personOf(context, as);
  const order = { nonce: Number(nonce), how, maxFeePerGas };
  const does =
    how === "replace"
      ? `Sends nonce ${nonce} of ${sender.address} again at a higher fee, with the same content.`
      : `Takes nonce ${nonce} of ${sender.address} for a transaction that does nothing.`;
  if (context.dryRun) return rehearse(does, sender, as);
  const { receipt, done } = await ask(bank, replaceTransaction(outbox, onNode(context, sender, as), order));
  const outcome = done ? "The act is done." : "The act was not done.";
  const what = how === "cancel" && done ? `${outcome} It was mined before it could be cancelled.` : outcome;
  const { hash, blockNumber } = receipt;
  return {
    text: `${does}\n${what} Transaction ${hash} in block ${blockNumber}, ${receipt.gasUsed} gas.`,
    data: { done, transaction: { hash, blockNumber, gas: receipt.gasUsed } },
    failed: done !== (how === "replace"),
  };
}

async function resend(context: Context, outbox: Outbox): Promise<Outcome> {
  const { bank } = context;
  if (context.dryRun) return show(context, outbox);
  const again = await ask(bank, resendLost(providerOf(bank), outbox));
  const lines = again.map(({ act, from, nonce }) => `Sent again, as it was signed: ${act}, nonce ${nonce} of ${from}.`);
  const text =
    lines.length === 0 ? "Nothing is lost." : [...lines, "See transactions show for when they are mined."].join("\n");
  return { text, data: { resent: again.map(({ act, from, nonce }) => ({ act, from, nonce })) } };
}

const rehearse = (does: string, { address }: Person, as: Signatory): Outcome => ({
  text: `Would do: ${does}\nMust sign: ${address} as ${as}, sends it\nNothing was sent.`,
  data: { dryRun: true, does, signatures: [{ who: address, as, what: "sends it" }] },
});

const onNode = ({ bank }: Context, sender: Person, as: Signatory) => {
  const signer = signerOf(sender, as);
  return signer.provider === null ? signer.connect(providerOf(bank)) : signer;
};

const highestFee = (record: SentRecord): bigint =>
  feesOf(record).reduce((most, { maxFeePerGas: fee }) => (fee > most ? fee : most), 0n);

function signatoryOf(context: Context): Signatory {
  const role = context.text("role") ?? "CUSTOMER";
  if (role === "CUSTOMER" || role === "NOTARY" || role in ROLES) return role as Signatory;
  const fix = `Write CUSTOMER, NOTARY or one of ${Object.keys(ROLES).join(", ")}.`;
  throw new InputError("--role", `${JSON.stringify(role)} is no role`, fix);
}

function gweiOf(text: string): bigint {
  if (/^[0-9]+(\.[0-9]{1,9})?$/.test(text) && Number(text) > 0) return parseUnits(text, "gwei");
  throw new InputError("--max-fee", `${JSON.stringify(text)} is not an amount of gwei`, "Write a number such as 2.5.");
}
