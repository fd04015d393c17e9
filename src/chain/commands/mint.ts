import { isHexString } from "ethers";

import { depositReference } from "../../bank/index.js";
import { parseAmount } from "../../money/index.js";
import {
  type Approval,
  attest as sendAttestation,
  attestCall,
  buildMintBatch,
  buildMintOrder,
  mintBatch,
  mintBatchCall,
  mintOrder,
  mintOrderCall,
  signMintBatch,
  signMintOrder,
} from "../issue.js";
import { requireBytes } from "../checks.js";
import type { MintItem } from "../typedData.js";
import { checkedAddress, type Context, type Outcome, type Person, positive } from "./context.js";
import { InputError } from "./exitCodes.js";
import { readInput, readRows } from "./files.js";
import { perform, receipt } from "./perform.js";
import { personOf, signerOf } from "./signers.js";

/** One order, or with --batch a file of them. */
export async function mint(context: Context): Promise<Outcome> {
  return context.text("batch") === undefined ? mintOne(context) : mintMany(context);
}

async function mintOne(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const amount = context.amount();
  const payee = context.address("to");
  const depositKey = context.required("deposit");
  const order = await buildMintOrder(bank, {
    currency,
    payee,
    amount,
    depositReference: await referenceOf(context, depositKey, "--deposit"),
  });
  const { issuer, approver } = await twoPeople(context);
  const approve = async (): Promise<Approval> => signMintOrder(bank, signerOf(approver, "APPROVER"), order);
  const does = `Mints ${context.money(amount, currency)} to ${payee} for deposit ${order.depositReference}.`;
  return perform(context, {
    does,
    sender: issuer,
    as: "ISSUER",
    signatures: [{ who: approver.address, as: "APPROVER", what: "approves exactly this order" }],
    calls: async () =>
      approver.signer === undefined ? undefined : [await mintOrderCall(bank, order, await approve())],
    send: async (signer) => mintOrder(bank, signer, order, await approve()),
    done: (sent) => ({ text: `${does}\n${receipt(sent)}`, data: { order, transaction: sent } }),
  });
}

async function mintMany(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  for (const option of ["to", "amount", "deposit"]) {
    if (context.text(option) === undefined) continue;
    throw new InputError("--batch", `stands beside --${option}`, "Give a batch file, or one order.");
  }
  const batch = await buildMintBatch(bank, { currency, items: await itemsOf(context, context.required("batch")) });
  const { issuer, approver } = await twoPeople(context);
  const approve = async (): Promise<Approval> => signMintBatch(bank, signerOf(approver, "APPROVER"), batch);
  const does = `Mints ${batch.count} item(s), ${context.money(batch.total, currency)} in all.`;
  return perform(context, {
    does,
    sender: issuer,
    as: "ISSUER",
    signatures: [{ who: approver.address, as: "APPROVER", what: "approves exactly this batch" }],
    calls: async () => (approver.signer === undefined ? undefined : [mintBatchCall(bank, batch, await approve())]),
    send: async (signer) => mintBatch(bank, signer, batch, await approve()),
    done: (sent) => {
      const { minted, refused, ...transaction } = sent;
      const lines = [
        `Minted ${context.money(minted, currency)} of ${context.money(batch.total, currency)}.`,
        ...refused.map(
          ({ payee, amount, depositReference: reference, reason }) =>
            `Refused (${reason}): ${context.money(amount, currency)} to ${payee} for deposit ${reference}`,
        ),
        receipt(sent),
      ];
      // Items that were refused need a person: a script must notice.
      return { text: lines.join("\n"), data: { minted, refused, transaction }, failed: refused.length > 0 };
    },
  });
}

async function itemsOf(context: Context, path: string): Promise<MintItem[]> {
  const rows = readRows(await readInput(path, "--batch"), path, ["wallet", "amount", "deposit"]);
  const firstLines = new Map<string, number>();
  const items: MintItem[] = [];
  for (const { line, cells } of rows) {
    const where = (column: string): string => `${path}, line ${line}, ${column}`;
    const amount = context.wrap(where("amount"), () =>
      positive(parseAmount(cells["amount"] ?? "", context.currency), where("amount")),
    );
    const payee = checkedAddress(cells["wallet"] ?? "", where("wallet"));
    const reference = await referenceOf(context, cells["deposit"] ?? "", where("deposit"));
    const first = firstLines.get(reference);
    if (first !== undefined) {
      throw new InputError(
        where("deposit"),
        `is the deposit of line ${first}`,
        "A deposit is minted once: remove a row.",
      );
    }
    firstLines.set(reference, line);
    items.push({ payee, amount, depositReference: reference });
  }
  return items;
}

/** The reference itself, or the salted hash of a deposit's key. */
async function referenceOf(context: Context, text: string, where: string): Promise<string> {
  if (isHexString(text, 32)) return text.toLowerCase();
  const fix = "Write 0x and 64 hexadecimal digits, or the deposit's key.";
  if (/^0x[0-9a-fA-F]*$/.test(text)) throw new InputError(where, `${text} is not 32 bytes`, fix);
  if (text === "") throw new InputError(where, "is empty", fix);
  return depositReference(await context.salt(), text);
}

async function twoPeople(context: Context): Promise<{ issuer: Person; approver: Person }> {
  const issuer = await personOf(context, "ISSUER");
  const approver = await personOf(context, "APPROVER", "approverAs");
  if (issuer.address !== approver.address) return { issuer, approver };
  throw new InputError("--approver-as", "is the issuer", "Two people mint: another key approves.");
}

/** Attests deposits. */
export async function attest(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const figure = context.read("figure", (text) => parseAmount(text, currency));
  const asOf = context.readIf("asOf", (text) => {
    const time = Date.parse(text);
    if (/T.*(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(time)) return BigInt(Math.floor(time / 1000));
    throw new InputError("--as-of", `${JSON.stringify(text)} is no time`, "Write it as 2026-11-30T17:00:00Z.");
  });
  const total = (option: string): bigint | undefined => context.readIf(option, (text) => parseAmount(text, currency));
  const claims = context.readIf("claims", (text) => requireBytes(text, 32, "The root of claims"));
  const committed = claims === undefined ? {} : { claims };
  const attestation = { currency, figure, asOf, burned: total("burned"), received: total("received"), ...committed };
  const commits = claims === undefined ? "" : ` and commits to the claims ${claims}`;
  const does = `Attests deposits of ${context.money(figure, currency)}${commits}.`;
  return perform(context, {
    does,
    sender: await personOf(context, "ATTESTOR"),
    as: "ATTESTOR",
    calls: async () => [await attestCall(bank, attestation)],
    send: (signer) => sendAttestation(bank, signer, attestation),
    done: (sent) => {
      const { backing, shortfall, ...transaction } = sent;
      const lines = [`${does} They back ${context.money(backing, currency)}.`];
      if (shortfall > 0n)
        lines.push(`ALARM: the supply is ${context.money(shortfall, currency)} above it; minting has stopped.`);
      const text = [...lines, receipt(sent)].join("\n");
      return { text, data: { backing, shortfall, transaction }, failed: shortfall > 0n };
    },
  });
}
