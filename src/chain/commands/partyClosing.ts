import { isoDate } from "../../errors/index.js";
import { openHoldsOf, type OpenHold } from "../openHolds.js";
import { type Holding, holdingsOf, partyIsClosed, partyUnknown, readParty } from "../partiesState.js";
import { ask } from "../send.js";
import { partyIn } from "./blocks.js";
import type { Context, Outcome } from "./context.js";

/** Something that stands in the way of closing a party, and what removes it. */
interface Obstacle {
  readonly what: string;
  /** a sentence, with the command where there is one */
  readonly fix: string;
}

/** What stands in the way of closing a customer, from start to end; exit code 1 while something does. */
export async function closing(context: Context): Promise<Outcome> {
  const { bank } = context;
  const id = await partyIn(context);
  const party = await readParty(bank, id);
  if (party === undefined) throw partyUnknown(id);
  if (party.closed) throw partyIsClosed(id);
  const wallets = party.wallets.map(({ wallet }) => wallet);
  const holdings = await holdingsOf(bank, wallets);
  const obstacles: Obstacle[] = [];
  if (holdings.length > 0 && party.blocks > 0n) {
    obstacles.push({
      what: `${party.blocks} block(s) are live on it: it cannot redeem`,
      fix: `Compliance lifts each: npm run unblock -- --party ${id} --grounds ..., or legal lift-block for an order's.`,
    });
  }
  if (holdings.length > 0 && party.settlementAccount === undefined) {
    obstacles.push({
      what: "no bank account is registered, to which it could redeem",
      fix: `The registrar sets it: npm run party -- account --party ${id} --settlement-account ...`,
    });
  }
  for (const { wallet, retired, successor } of party.wallets) {
    const left = holdings.find((holding) => holding.wallet === wallet);
    if (!retired || left === undefined) continue;
    const fix = `Anyone moves it on: npm run legal -- sweep --wallet ${wallet} --currency ${left.currency}`;
    obstacles.push({ what: `the lost wallet ${wallet} still has money, for which ${successor} stands`, fix });
  }
  for (const holding of holdings) obstacles.push(...(await obstaclesOf(context, holding)));
  for (const wallet of wallets) obstacles.push(...(await duesOf(context, wallet)));
  if (obstacles.length === 0) {
    const next = `npm run party -- close --party ${id} --yes ${bank.addresses.bank}`;
    return {
      text: `Nothing stands in the way. The registrar closes it, for good:\n  ${next}`,
      data: { party: id, obstacles, next },
    };
  }
  const text = [
    `${obstacles.length} thing(s) stand in the way of closing party ${id}:`,
    ...obstacles.map(({ what, fix }, i) => `${i + 1}. ${what}.\n   ${fix}`),
  ];
  return { text: text.join("\n"), data: { party: id, obstacles }, failed: true };
}

async function obstaclesOf(context: Context, holding: Holding): Promise<Obstacle[]> {
  const { bank } = context;
  const { wallet, currency, balance, held, frozen } = holding;
  const money = (amount: bigint): string => context.money(amount, currency);
  const holds = held === 0n ? [] : await openHoldsOf(bank, currency, wallet, "payer");
  const free = balance > held + frozen ? balance - held - frozen : 0n;
  const [liens, redeemable] = [`Liens of ${money(frozen)} are on ${wallet}`, `${money(free)} is free in ${wallet}`];
  const lift = "When their order has ended, compliance lifts them: npm run legal -- lift-lien --lien ... --grounds ...";
  const redeem = `The customer redeems it: npm run redeem -- request --currency ${currency} --amount ${money(free).split(" ")[1]} --out ...`;
  return [
    ...(await Promise.all(holds.map((hold) => obstacleOfHold(context, hold)))),
    ...(frozen === 0n ? [] : [{ what: liens, fix: lift }]),
    ...(free === 0n ? [] : [{ what: redeemable, fix: redeem }]),
  ];
}

async function obstacleOfHold(context: Context, { currency, hold, state }: OpenHold): Promise<Obstacle> {
  const { bank } = context;
  const amount = context.money(state.remaining, currency);
  if (hold.notary === String(bank.redemptionDesk.target)) {
    const what = `redemption ${state.id} of ${amount} is ${state.status === "Sealed" ? "submitted" : "requested"}`;
    const fix =
      state.status === "Sealed"
        ? "The redemption operator settles it once it is paid: npm run redeem -- settle --file ... (or rejects it)"
        : "The redemption operator submits it: npm run redeem -- submit --file ... (the customer may cancel it)";
    return { what, fix };
  }
  const isDesk = await ask(bank, bank.accessManager.runner!.provider!.getCode(hold.notary));
  const by = isDesk === "0x" ? "its notary" : "the deal's own end at its desk";
  return {
    what: `hold ${state.id} of ${amount} is open, in the hands of ${hold.notary}`,
    fix: `It ends by ${by}, by its payee (npm run hold -- release --file ...), or by anyone from ${isoDate(state.expiry)} on.`,
  };
}

/** Money that is due to it by holds of others: it would have nowhere to go. */
async function duesOf(context: Context, wallet: string): Promise<Obstacle[]> {
  const { bank } = context;
  const dues = await Promise.all(
    Object.keys(bank.tokens).map((currency) => openHoldsOf(bank, currency, wallet, "payee")),
  );
  return dues.flat().map(({ currency, hold, state }) => ({
    what: `${context.money(state.remaining, currency)} is due to it by hold ${state.id} of ${hold.payer}`,
    fix: `It waits for its payment, or gives it up: npm run hold -- release --file ... (it lapses ${isoDate(state.expiry)}).`,
  }));
}
