import { hexlify, randomBytes } from "ethers";
import { z } from "zod";

import { DepositToken__factory } from "../../../../typechain-types/index.js";
import { isoDate } from "../../../errors/index.js";
import { connectDesks } from "../../../settlement/desks.js";
import { buildFxQuote, FX_QUOTE, fxHolds, type FxQuote, fxQuoteHash, signFxLeg } from "../../../settlement/fx/index.js";
import { ask, chainTime, providerOf } from "../../send.js";
import { holdId } from "../../typedData.js";
import { decodeHoldWord } from "../../words.js";
import type { Context, Outcome } from "../context.js";
import { InputError } from "../exitCodes.js";
import { performCall } from "../oneCall.js";
import { type Fact, factLines } from "../perform.js";
import { lines } from "../read.js";
import { personOf, signerOf } from "../signers.js";
import { readDeal, readJson, writeDeal } from "./dealFile.js";
import { amountIn, deskCall, tokenIn } from "./options.js";

/* Two currencies exchanged on a dealer's signed quote: both legs in one transaction, or neither. */

const STEPS: Readonly<Record<string, (context: Context) => Promise<Outcome>>> = { quote, settle, cancel, show };

export const fx = (context: Context, step: string): Promise<Outcome> => STEPS[step]!(context);

const deskIn = ({ bank }: Context) => connectDesks(providerOf(bank)).fxDesk;

/** The dealer binds itself: it signs its leg, into a file for the taker. Nothing is sent. */
async function quote(context: Context): Promise<Outcome> {
  const { bank } = context;
  const dealer = await personOf(context, "CUSTOMER");
  const [gets, pays] = [tokenIn(context, "takerToken"), tokenIn(context, "dealerToken")];
  const minutes = BigInt(context.integer("minutes", 1, 1_440) ?? 5);
  const expiry = (await chainTime(bank)) + minutes * 60n;
  const agreed = context.wrap("fx quote", () =>
    buildFxQuote({
      taker: context.address("taker"),
      dealer: dealer.address,
      takerToken: gets.address,
      takerAmount: amountIn(context, "takerAmount", gets.currency),
      dealerToken: pays.address,
      dealerAmount: amountIn(context, "dealerAmount", pays.currency),
      expiry,
      salt: hexlify(randomBytes(32)),
    }),
  );
  const currencies = `${gets.currency}/${pays.currency}`;
  const said = [
    `${context.dryRun ? "Would sign" : "Signs"}: ${doesFx(context, agreed, currencies)}`,
    ...factLines(facts(agreed)),
  ];
  const data = { quote: agreed, id: fxQuoteHash(agreed) };
  if (context.dryRun) return { text: [...said, "Nothing was signed."].join("\n"), data: { dryRun: true, ...data } };
  const out = context.required("out");
  const dealerSignature = await signFxLeg(
    pays.token,
    signerOf(dealer, "CUSTOMER"),
    deskAddressOf(context),
    agreed,
    "dealer",
  );
  // The pair stands where other deals have one currency.
  const signatures = { dealer: dealerSignature };
  await writeDeal(out, `FxQuote ${currencies}`, { currency: gets.currency, deal: agreed, signatures });
  return { text: [...said, `Signed into ${out}: the taker settles with fx settle --file ${out}.`].join("\n"), data };
}

/** The taker signs its leg and sends both. */
async function settle(context: Context): Promise<Outcome> {
  const { deal, signatures, currencies } = await quoteIn(context);
  const taker = await personOf(context, "CUSTOMER");
  if (taker.address !== deal.taker) {
    throw new InputError(
      "--file",
      `is a quote for ${deal.taker}, not for ${taker.address}`,
      "Have its taker settle it.",
    );
  }
  const token = DepositToken__factory.connect(deal.takerToken, providerOf(context.bank));
  const desk = deskIn(context);
  return performCall(context, {
    does: doesFx(context, deal, currencies),
    as: "CUSTOMER",
    sender: taker,
    facts: facts(deal),
    signatures: [{ who: deal.dealer, as: "CUSTOMER", what: "has signed its leg" }],
    call: async () => {
      const own = await signFxLeg(token, signerOf(taker, "CUSTOMER"), deskAddressOf(context), deal, "taker");
      return deskCall(
        "FxDesk.settle",
        desk.settle.populateTransaction(deal, own, signatures["dealer"] ?? "0x"),
        currencies.slice(0, 3),
      );
    },
    data: { id: fxQuoteHash(deal), quote: deal },
  });
}

/** A party takes back its leg: one that was placed by the desk, one that was not by its token. Nobody settles it then. */
async function cancel(context: Context): Promise<Outcome> {
  const { bank } = context;
  const { deal, currencies } = await quoteIn(context);
  const sender = await personOf(context, "CUSTOMER");
  const side = sender.address === deal.taker ? "taker" : sender.address === deal.dealer ? "dealer" : undefined;
  if (side === undefined) throw new InputError("--file", "is a quote of others", "Cancel as its taker or dealer.");
  const hold = fxHolds(deskAddressOf(context), deal)[side];
  const address = side === "taker" ? deal.takerToken : deal.dealerToken;
  const token = DepositToken__factory.connect(address, providerOf(bank));
  const { status } = decodeHoldWord(await ask(bank, token.holdWord(holdId(hold))));
  const currency = currencies.slice(...(side === "taker" ? [0, 3] : [4, 7]));
  return performCall(context, {
    does: `Takes the ${side}'s leg back: ${doesFx(context, deal, currencies)}`,
    as: "CUSTOMER",
    sender,
    call: () =>
      status === "None"
        ? deskCall("DepositToken.voidHold", token.voidHold.populateTransaction(hold), currency)
        : deskCall("FxDesk.cancel", deskIn(context).cancel.populateTransaction(deal, sender.address, "0x"), currency),
    data: { id: fxQuoteHash(deal), side },
  });
}

async function show(context: Context): Promise<Outcome> {
  const { bank } = context;
  const { deal, currencies } = await quoteIn(context);
  const holds = fxHolds(deskAddressOf(context), deal);
  const word = (token: string, hold: (typeof holds)["taker"]): Promise<bigint> =>
    ask(bank, DepositToken__factory.connect(token, providerOf(bank)).holdWord(holdId(hold)));
  const [taker, dealer] = await Promise.all([word(deal.takerToken, holds.taker), word(deal.dealerToken, holds.dealer)]);
  const states = { taker: decodeHoldWord(taker).status, dealer: decodeHoldWord(dealer).status };
  const text = lines([
    ["quote", doesFx(context, deal, currencies)],
    ...facts(deal),
    ["taker's leg", states.taker],
    ["dealer's leg", states.dealer],
  ]);
  return { text, data: { id: fxQuoteHash(deal), quote: deal, legs: states } };
}

const deskAddressOf = (context: Context): string => String(deskIn(context).target);

const doesFx = (context: Context, quote: FxQuote, currencies: string): string => {
  const [gets, pays] = currencies.split("/") as [string, string];
  const { taker, dealer, takerAmount, dealerAmount } = quote;
  return `${taker} pays ${context.money(takerAmount, gets)} to ${dealer} and gets ${context.money(dealerAmount, pays)}.`;
};

const facts = (quote: FxQuote): Fact[] => [
  ["quote", fxQuoteHash(quote)],
  ["lapses", isoDate(quote.expiry)],
];

/** The pair is written in the kind of the file, since the two tokens may be of two banks. */
async function quoteIn(context: Context) {
  const path = context.required("file");
  const { kind } = await readJson(
    path,
    z.looseObject({ kind: z.string().regex(/^FxQuote [A-Z]{3}\/[A-Z]{3}$/, "is no quote") }),
  );
  const file = await readDeal<FxQuote>(context, kind, FX_QUOTE["FxQuote"]!);
  return { ...file, currencies: kind.slice("FxQuote ".length) };
}
