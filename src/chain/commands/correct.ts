import { isHexString, zeroPadValue } from "ethers";

import { depositReference } from "../../bank/index.js";
import { formatAmount, parseAmount } from "../../money/index.js";
import { VostroError } from "../../errors/index.js";
import { decodeLogs } from "../events.js";
import { type FiledAct, type FiledLien, orderFile, type OrderFile } from "../law/index.js";
import { readLogs } from "../logs.js";
import { openHoldsOf } from "../openHolds.js";
import { ask, providerOf } from "../send.js";
import { decodeAccountWord, decodeFirstUse } from "../words.js";
import { checkedAddress, type Context, type Outcome, positive } from "./context.js";
import { InputError } from "./exitCodes.js";
import { orderIdIn } from "./legalOrder.js";

/*
 * Correcting a wrong mint. The token has no way to burn a customer's money silently, on purpose: what was minted wrongly is put
 * under a lien at once, seized to the bank's custody under an order of the bank's own file, redeemed from there against the
 * wrong booking, and attested. This reads where a correction stands and says who does what next; it sends nothing itself, so
 * that each step keeps its own two people.
 */

type Progress = "done" | "next" | "later";

interface CorrectionStep {
  readonly what: string;
  readonly done: boolean;
  /** who, and the exact command */
  readonly todo: readonly string[];
}

/** What is wrong, as the chain has it. */
interface WrongMint {
  readonly currency: string;
  readonly reference: string;
  /** the live wallet that stands for the payee now */
  readonly wallet: string;
  /** minor units to be taken back */
  readonly amount: bigint;
}

/** Says where the correction stands and what comes next; exit code 1 while a step is left. */
export async function correct(context: Context): Promise<Outcome> {
  const wrong = await wrongMintIn(context);
  const custody = context.read("custody", (text) => checkedAddress(text, "--custody"));
  const { bank } = context;
  if (!(await ask(bank, bank.legalOrders.isCustody(custody)))) {
    throw new InputError("--custody", `${custody} is no custody account of the bank`, "Register it: custody add.");
  }
  const file = await fileIn(context);
  const steps = [
    lienStep(context, wrong, file),
    await holdStep(context, wrong, file),
    seizureStep(context, wrong, file, custody),
    ...(await redemptionSteps(context, wrong, file, custody)),
  ];
  const first = steps.findIndex(({ done }) => !done);
  const progress = (i: number): Progress => (first < 0 || i < first ? "done" : i === first ? "next" : "later");
  const money = context.money(wrong.amount, wrong.currency);
  const text = [
    `To be taken back from ${wrong.wallet}: ${money}, minted for deposit ${wrong.reference}.`,
    ...steps.flatMap(({ what, todo }, i) => [
      `${i + 1}. ${progress(i).toUpperCase().padEnd(5)} ${what}`,
      // Only the next step's commands are given: nobody passes the state it is in.
      ...(progress(i) === "next" ? todo.map((line) => `     ${line}`) : []),
    ]),
    ...(first < 0 ? afterwards(wrong) : []),
  ];
  const data = { ...wrong, custody, steps: steps.map(({ what, todo }, i) => ({ what, state: progress(i), todo })) };
  return { text: text.join("\n"), data, failed: first >= 0 };
}

const afterwards = ({ currency }: WrongMint): string[] => [
  "Corrected. What follows:",
  `  The attestor states the deposits without the wrong booking: npm run attest -- --currency ${currency} --figure ...`,
  "  The deposit's reference is used up: have the core book the right credit as an entry of its own, and mint that.",
  "  What is left of the lien: npm run legal -- lift-lien --lien ... --grounds ...",
];

/** @throws VostroError NeverMinted; InputError for more than was minted */
async function wrongMintIn(context: Context): Promise<WrongMint> {
  const { bank, currency } = context;
  const key = context.required("deposit");
  const reference = isHexString(key, 32) ? key.toLowerCase() : depositReference(await context.salt(), key);
  const used = decodeFirstUse(await ask(bank, bank.tokens[currency]!.depositReference(reference), currency));
  if (used === undefined) {
    throw new VostroError({
      name: "NeverMinted",
      args: { reference },
      sentence: `Nothing was ever minted in ${currency} for deposit ${reference}.`,
      fix: "Check the deposit's key, the salt and the currency: there is nothing to correct.",
    });
  }
  const amount = context.readIf("amount", (text) => positive(parseAmount(text, currency), "--amount")) ?? used.amount;
  if (amount > used.amount) {
    const problem = `is more than the ${context.money(used.amount, currency)} that were minted`;
    throw new InputError("--amount", problem, "Give what was minted too much.");
  }
  const wallet = await ask(bank, bank.partyRegistry.successorOf(used.payee));
  return { currency, reference, wallet, amount };
}

/** The order's file, once something was done under it. */
async function fileIn(context: Context): Promise<OrderFile | undefined> {
  const id = await orderIdIn(context);
  try {
    return await orderFile(context.bank, id);
  } catch (error) {
    if (error instanceof VostroError && error.name === "OrderUnknown") return undefined;
    throw error;
  }
}

const lienOf = (
  context: Context,
  { currency, wallet }: WrongMint,
  file: OrderFile | undefined,
): FiledLien | undefined =>
  file?.liens.find(({ token, account }) => token === context.bank.tokens[currency]!.target && account === wallet);

/** What was seized under the order from this wallet. */
function seizedOf(context: Context, { currency, wallet }: WrongMint, file: OrderFile | undefined) {
  const { target } = context.bank.tokens[currency]!;
  const acts = (file?.acts ?? []).filter(
    ({ kind, content }: FiledAct) => kind === "seizure" && content["token"] === target && content["account"] === wallet,
  );
  const amount = acts.reduce((sum, { content }) => sum + (content["amount"] as bigint), 0n);
  return { amount, lastBlock: acts.at(-1)?.blockNumber ?? 0 };
}

function lienStep(context: Context, wrong: WrongMint, file: OrderFile | undefined): CorrectionStep {
  const lien = lienOf(context, wrong, file);
  const described = file === undefined ? " --authority ... --document ... --issued ..." : "";
  return {
    what: "A lien stops the money at once, whatever the customer does with the rest.",
    done: (lien?.left ?? 0n) + seizedOf(context, wrong, file).amount >= wrong.amount,
    todo: twice(
      context,
      `legal -- lien ${onWallet(wrong)} --amount ${plain(wrong)} ${order(context)}${described}`,
      "lien.json",
    ),
  };
}

/** Held money is never seized: what other deals hold is released first, in the open. */
async function holdStep(context: Context, wrong: WrongMint, file: OrderFile | undefined): Promise<CorrectionStep> {
  const { bank } = context;
  const { currency, wallet } = wrong;
  const left = wrong.amount - seizedOf(context, wrong, file).amount;
  const { balance, held } = decodeAccountWord(await ask(bank, bank.tokens[currency]!.accountWord(wallet), currency));
  const unheld = balance - held;
  const what = "Enough of it is not on hold.";
  if (left <= 0n || unheld >= left) return { what, done: true, todo: [] };
  if (balance < left) {
    const gone = context.money(left - balance, currency);
    const todo = [
      `The customer has passed ${gone} on. The lien catches later credits; claim the rest outside the token, or correct`,
      `less: npm run correct -- ... --amount ${formatAmount(balance, currency)}`,
    ];
    return { what, done: false, todo };
  }
  const holds = await openHoldsOf(bank, currency, wallet, "payer");
  const todo = holds.flatMap(({ state }) =>
    twice(
      context,
      `legal -- release --currency ${currency} --hold ${state.id} ${order(context)}`,
      `release-${state.id.slice(2, 10)}.json`,
      true,
    ),
  );
  return { what, done: false, todo };
}

function seizureStep(context: Context, wrong: WrongMint, file: OrderFile | undefined, custody: string): CorrectionStep {
  const { amount } = seizedOf(context, wrong, file);
  const lien = lienOf(context, wrong, file)?.id ?? "...";
  const rest = { ...wrong, amount: wrong.amount - amount };
  const words = `legal -- seize ${onWallet(wrong)} --custody ${custody} --lien ${lien} --amount ${plain(rest)} ${order(context)}`;
  return {
    what: "The bank's custody account has it.",
    done: amount >= wrong.amount,
    todo: twice(context, words, "seizure.json", true),
  };
}

/** From custody it is redeemed as any money is: requested, sealed, burned; the core books it against the wrong booking. */
async function redemptionSteps(
  context: Context,
  wrong: WrongMint,
  file: OrderFile | undefined,
  custody: string,
): Promise<CorrectionStep[]> {
  const { bank } = context;
  const { lastBlock } = seizedOf(context, wrong, file);
  const account = await ask(bank, bank.partyRegistry.settlementAccountOf(custody));
  const state = lastBlock === 0 ? 0 : await redemptionOf(context, wrong, custody, lastBlock);
  const redemptionFile = "--file correction.json";
  const noAccount = `Registrar: npm run party -- account --wallet ${custody} --settlement-account ... (the bank's own suspense account)`;
  const request = `Custody's key: npm run redeem -- request --currency ${wrong.currency} --amount ${plain(wrong)} --out correction.json`;
  return [
    {
      what: "Custody asks for its redemption.",
      done: state >= 1,
      todo: BigInt(account) === 0n ? [noAccount, request] : [request],
    },
    {
      what: "It is sealed, with the UETR of the correcting entry; no money leaves the bank.",
      done: state >= 2,
      todo: [`Redemption operator: npm run redeem -- submit ${redemptionFile} --uetr ...`],
    },
    {
      what: "It is burned: the supply is right again.",
      done: state >= 3,
      todo: [`Redemption operator, once the core has booked it: npm run redeem -- settle ${redemptionFile}`],
    },
  ];
}

/** 0 nothing yet, 1 requested, 2 submitted, 3 settled: custody's redemption of exactly this amount, after the seizure. */
async function redemptionOf(
  { bank }: Context,
  { currency, amount }: WrongMint,
  custody: string,
  fromBlock: number,
): Promise<number> {
  const { redemptionDesk: desk } = bank;
  const token = String(bank.tokens[currency]!.target);
  const logs = await readLogs(bank, {
    addresses: [String(desk.target)],
    topics: [desk.interface.getEvent("RedemptionRequested").topicHash],
    indexed: [zeroPadValue(token, 32), null, zeroPadValue(custody, 32)],
    fromBlock,
    toBlock: await ask(bank, providerOf(bank).getBlockNumber()),
  });
  const asked = decodeLogs(bank, logs).filter(({ args }) => args["amount"] === amount);
  const states = await Promise.all(
    asked.map(async ({ args }) => {
      const [state] = await ask(bank, desk.redemptionOf(token, args["id"] as string));
      // None, Cancelled, Submitted, Settled, Rejected, Returned, in the contract's order.
      return [1, 0, 2, 3, 0, 0][Number(state)]!;
    }),
  );
  return Math.max(0, ...states);
}

/** Two people: compliance sends what a compliance approver has signed, into a file of its own for each act. */
const twice = ({ bank }: Context, words: string, file: string, isDangerous = false): string[] => [
  `Compliance approver: npm run ${words} --approve --out ${file}`,
  `Compliance: npm run ${words} --approval ${file}${isDangerous ? ` --yes ${bank.addresses.bank}` : ""}`,
];

const onWallet = ({ currency, wallet }: WrongMint): string => `--currency ${currency} --wallet ${wallet}`;
const plain = ({ amount, currency }: WrongMint): string => formatAmount(amount, currency);
const order = (context: Context): string => `--order "${context.required("order")}"`;
