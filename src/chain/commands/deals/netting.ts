import { hexlify, randomBytes, ZeroHash } from "ethers";

import type { NettingCycle } from "../../../../typechain-types/index.js";
import { isoDate } from "../../../errors/index.js";
import { parseAmount } from "../../../money/index.js";
import { connectDesks } from "../../../settlement/desks.js";
import {
  buildCycle,
  buildSecondRound,
  type BuiltCycle,
  cycleId,
  decodeCycleWord,
  holdsOfCycle,
  type Obligation,
  signCycle,
} from "../../../settlement/netting/index.js";
import { ask, providerOf } from "../../send.js";
import { signFor } from "../../typedData.js";
import { checkedAddress, type Context, type Outcome, positive } from "../context.js";
import { InputError } from "../exitCodes.js";
import { readInput, readRows, writeNew } from "../files.js";
import { performCall } from "../oneCall.js";
import { type Fact, factLines } from "../perform.js";
import { lines } from "../read.js";
import { personOf, signerOf } from "../signers.js";
import { type CycleInFile, readCycle, readSignatures, type SecondRound, writeCycle } from "./cycleFile.js";
import { deskCall, timeIn } from "./options.js";
import { hashOf } from "./references.js";

/* A netting cycle from its obligations to its settlement: one transaction pays every slice, or none. */

const STEPS: Readonly<Record<string, (context: Context) => Promise<Outcome>>> = {
  build: (context) => (context.text("after") === undefined ? build(context) : buildSecond(context)),
  sign,
  consent,
  place,
  settle,
  "second-round": (context) => end(context, "secondRound"),
  close: (context) => end(context, "close"),
  show,
};

export const netting = (context: Context, step: string): Promise<Outcome> => STEPS[step]!(context);

const deskIn = ({ bank }: Context): NettingCycle => connectDesks(providerOf(bank)).nettingCycle;

/** Computes the nets from the gross list, into a file that every party checks and signs. Nothing is sent. */
async function build(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const first = {
    token: String(bank.tokens[currency]!.target),
    obligations: await obligationsIn(context),
    cutOff: timeIn(context, "cutOff"),
    settleBy: timeIn(context, "settleBy"),
    secondBy: context.text("secondBy") === undefined ? 0n : timeIn(context, "secondBy"),
    salt: hexlify(randomBytes(32)),
  };
  const built = context.wrap("netting build", () => buildCycle(first));
  return written(context, built, currency, () => writeCycle(context.required("out"), currency, first));
}

/** The cycle of those who stay, as the desk's event names them. */
async function buildSecond(context: Context): Promise<Outcome> {
  const { bank } = context;
  const { first, currency, id } = await readCycle(context, "after");
  const desk = deskIn(context);
  const [opened] = await ask(bank, desk.queryFilter(desk.filters.SecondRoundOpened(id), bank.addresses.fromBlock));
  if (opened === undefined) {
    throw new InputError(
      "--after",
      `is cycle ${id}, which waits for no second round`,
      "Run netting second-round first.",
    );
  }
  const second: SecondRound = {
    ...{ cutOff: timeIn(context, "cutOff"), settleBy: timeIn(context, "settleBy") },
    ...{ salt: hexlify(randomBytes(32)), staying: [...opened.args.staying] },
  };
  const built = context.wrap("netting build", () => buildSecondRound(buildCycle(first), second.staying, second));
  return written(context, built, currency, () => writeCycle(context.required("out"), currency, first, second));
}

async function written(
  context: Context,
  built: BuiltCycle,
  currency: string,
  write: () => Promise<void>,
): Promise<Outcome> {
  if (!context.dryRun) await write();
  const id = cycleId(built.cycle);
  const last = context.dryRun ? "Nothing was written." : `Written to ${context.required("out")}: each party signs it.`;
  const text = [`Cycle ${id}`, ...factLines(factsOf(context, built, currency)), last].join("\n");
  return { text, data: { id, cycle: built.cycle, nets: built.nets, slices: built.slices } };
}

/** A net debtor signs the holds of its slices, everybody else the cycle itself, into a file. Nothing is sent. */
async function sign(context: Context): Promise<Outcome> {
  const { bank } = context;
  const found = await readCycle(context);
  const { currency, id, nets, slices, cycle } = found;
  const person = await personOf(context, "CUSTOMER");
  const own = nets.findIndex(({ party }) => party === person.address);
  if (own < 0) throw new InputError("--file", `has no obligation of ${person.address}`, "Sign as one of its parties.");
  const net = nets[own]!.amount;
  const says = net < 0n ? `pays ${context.money(-net, currency)}` : `gets ${context.money(net, currency)}`;
  const said = [`${person.address} ${says}.`, ...factLines(factsOf(context, found, currency))];
  const data = { id, party: person.address, net };
  if (context.dryRun) return { text: [...said, "Nothing was signed."].join("\n"), data: { dryRun: true, ...data } };
  const signer = signerOf(person, "CUSTOMER");
  const holds = holdsOfCycle(String(deskIn(context).target), found);
  const signed = await Promise.all(
    slices.flatMap(({ debtor }, i) =>
      debtor === BigInt(own)
        ? [signFor(bank.tokens[currency]!, signer, "Hold", holds[i]!).then((text) => [String(i), text] as const)]
        : [],
    ),
  );
  const consent = net < 0n ? "0x" : await signCycle(deskIn(context), signer, cycle);
  const out = context.required("out");
  await writeNew(out, { cycle: id, party: person.address, consent, slices: Object.fromEntries(signed) });
  return { text: [...said, `Signed into ${out}.`].join("\n"), data: { ...data, file: out } };
}

/** Records consents beforehand, so that those who settle need not wait for them. Anyone may send it. */
async function consent(context: Context): Promise<Outcome> {
  const found = await readCycle(context);
  const given = (await readSignatures(context, found.id)).filter((one) => one.consent !== "0x");
  if (given.length === 0)
    throw new InputError("--signatures", "has no consent", "Name files of parties that pay nothing.");
  const parties = given.map(({ party }) => found.nets.findIndex((net) => net.party === party));
  const populated = deskIn(context).recordConsents.populateTransaction(
    found.cycle,
    found.nets,
    parties,
    given.map((one) => one.consent),
  );
  return send(context, found, `Records ${given.length} consent(s)`, "recordConsents", populated);
}

/** Places slices beforehand. Anyone may send it. */
async function place(context: Context): Promise<Outcome> {
  const found = await readCycle(context);
  const signatures = await sliceSignatures(context, found);
  const count = signatures.filter((one) => one !== "0x").length;
  if (count === 0) throw new InputError("--signatures", "has no slice", "Name files of net debtors.");
  const { cycle, nets, slices } = found;
  const populated = deskIn(context).placeSlices.populateTransaction(cycle, nets, slices, signatures);
  return send(context, found, `Places ${count} slice(s)`, "placeSlices", populated);
}

/** Every slice is paid, or none. With --signatures, those that were not placed or recorded beforehand. */
async function settle(context: Context): Promise<Outcome> {
  const found = await readCycle(context);
  const { cycle, nets, slices } = found;
  const given = await readSignatures(context, found.id);
  const consents = nets.map(({ party }) => given.find((one) => one.party === party)?.consent ?? "0x");
  const [paying, agreeing] = given.length === 0 ? [[], []] : [await sliceSignatures(context, found), consents];
  const populated = deskIn(context).settle.populateTransaction(cycle, nets, slices, paying, agreeing);
  return send(context, found, `Settles ${slices.length} slice(s)`, "settle", populated);
}

async function end(context: Context, method: "secondRound" | "close"): Promise<Outcome> {
  const found = await readCycle(context);
  const { cycle, nets, slices } = found;
  const says =
    method === "close" ? "Ends, unsettled," : "Drops who is missing, and opens a second round for those who stay:";
  const populated = deskIn(context)[method].populateTransaction(cycle, nets, slices);
  return send(context, found, says, method, populated);
}

async function show(context: Context): Promise<Outcome> {
  const { bank } = context;
  const found = await readCycle(context);
  const { cycle, nets, slices, id, currency } = found;
  const desk = deskIn(context);
  const { status } = decodeCycleWord(await ask(bank, desk.cycleOf(id)));
  const flags = status === "open" ? await ask(bank, desk.missing(cycle, nets, slices)) : [];
  const missing = nets.filter((_, i) => flags[i] === true).map(({ party }) => party);
  const text = lines([
    ["cycle", `${id}, ${status}`],
    ...factsOf(context, found, currency),
    ["missing", missing.join(", ") || "nobody"],
  ]);
  return { text, data: { id, status, missing, nets, slices } };
}

function send(
  context: Context,
  { currency, id, ...built }: CycleInFile,
  says: string,
  method: string,
  populated: Parameters<typeof deskCall>[1],
): Promise<Outcome> {
  return performCall(context, {
    does: `${says} of cycle ${id}.`,
    as: "CUSTOMER",
    facts: factsOf(context, built, currency),
    call: () => deskCall(`NettingCycle.${method}`, populated, currency),
    data: { id },
  });
}

async function sliceSignatures(context: Context, { id, slices }: CycleInFile): Promise<string[]> {
  const given = Object.assign({}, ...(await readSignatures(context, id)).map((one) => one.slices)) as Record<
    string,
    string
  >;
  return slices.map((_, i) => given[String(i)] ?? "0x");
}

function factsOf(context: Context, { cycle, nets, slices, obligations }: BuiltCycle, currency: string): Fact[] {
  const money = (amount: bigint): string => context.money(amount, currency);
  const gross = obligations.reduce((sum, { amount }) => sum + amount, 0n);
  return [
    ["round", cycle.previous === ZeroHash ? "1" : `2, after ${cycle.previous}`],
    ["gross", `${money(gross)} in ${obligations.length} obligation(s) of ${nets.length} parties`],
    ["net", `${money(slices.reduce((sum, { amount }) => sum + amount, 0n))} in ${slices.length} slice(s)`],
    ["signed before", isoDate(cycle.cutOff)],
    ["settled before", isoDate(cycle.settleBy)],
  ];
}

async function obligationsIn(context: Context): Promise<Obligation[]> {
  const path = context.required("obligations");
  const rows = readRows(await readInput(path, "--obligations"), path, ["debtor", "creditor", "amount", "reference"]);
  const salt = await context.salt();
  return rows.map(({ line, cells }) => {
    const where = (column: string): string => `${path}, line ${line}, ${column}`;
    return {
      debtor: checkedAddress(cells["debtor"] ?? "", where("debtor")),
      creditor: checkedAddress(cells["creditor"] ?? "", where("creditor")),
      amount: context.wrap(where("amount"), () =>
        positive(parseAmount(cells["amount"] ?? "", context.currency), where("amount")),
      ),
      obligationReference: hashOf(salt, cells["reference"] ?? "", where("reference")),
    };
  });
}
