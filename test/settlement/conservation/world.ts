import type { BaseContract, ContractTransactionResponse } from "ethers";

import { POWERS } from "../../../src/bank/roles.js";
import { currencyCode, packZones } from "../../../src/settlement/clearing/index.js";
import { connectDesks, deployDesks, deskAddress } from "../../../src/settlement/desks.js";
import type { DepositToken } from "../../../typechain-types/index.js";
import type { Account } from "../../support/token.js";
import { CUSTOMERS, useBanks, type World } from "../support.js";

/* All desks at once, between two banks, their settlement bank, and two currencies. */

/** Who may be payer or payee in a bank's tokens. */
export const PLAYERS = {
  a: ["alice", "bob", "dealer", "financier", "frank", "mainlander"],
  b: ["carol", "dave", "erin", "dealer", "financier", "grace", "mainlander"],
} as const;
export type BankName = keyof typeof PLAYERS;

export type Everything = Awaited<ReturnType<Awaited<ReturnType<typeof useEverything>>>>;
export type Sent = Promise<ContractTransactionResponse>;

const { NOTARY, BURNER, CLEARING } = POWERS;
const CAP = 5_000_000n;
/** Both banks draw their zones alike here; the mainland's is not mapped. */
const ZONES = packZones({ 1: 1, 2: 2, 3: 3 });

export async function useEverything() {
  const load = await useBanks(async (world) => {
    const { a, b, r, people } = world;
    await deployDesks(people.relayer);
    const desks = connectDesks(people.relayer);
    const money = [a.usd, a.eur, b.usd, b.eur];
    for (const desk of [desks.orderEscrow, desks.receivables, desks.fxDesk, desks.nettingCycle]) {
      await world.admit(desk as BaseContract, NOTARY, ...money);
    }
    await world.admit(desks.interbankClearing as BaseContract, NOTARY | BURNER | CLEARING, a.usd, b.usd);
    await world.admit(desks.interbankClearing as BaseContract, NOTARY, r.usd);
    await openClearing(world);
    return {};
  });
  return async () => {
    const world = await load();
    const desks = connectDesks(world.people.relayer);
    return { ...world, desks, known: knownOf(world), deskAddresses: deskAddresses() };
  };
}

/** The admin of each bank is left as it is wired: unwired functions of the desk are the admin's. */
async function openClearing({ a, b, r, people }: World): Promise<void> {
  const desk = connectDesks(people.admin).interbankClearing;
  for (const token of [a.usd, b.usd, r.usd]) await desk.declareCurrency(token, currencyCode("USD"));
  for (const [from, to, own, others] of [
    [a.usd, b.usd, people.treasuryA, people.treasuryB],
    [b.usd, a.usd, people.treasuryB, people.treasuryA],
  ] as const) {
    await desk.openSending(from, to, r.usd, own);
    await desk.openReceiving(to, from, r.usd, others, ZONES);
    await desk.raiseCap(to, from, CAP);
  }
}

/** A token, its name in messages, and who is a customer of its bank: nobody else can have any. */
export interface Known {
  readonly name: string;
  readonly token: DepositToken;
  readonly customers: readonly Account[];
}

function knownOf({ a, b, r, people }: World): Known[] {
  // Bank B and the settlement bank have bank A's first two customers on their books as well, without a deposit.
  const customersOf = (bank: keyof typeof CUSTOMERS): Account[] =>
    [...new Set(["alice", "bob", ...Object.keys(CUSTOMERS[bank])])].map((name) => people[name as keyof typeof people]);
  return [
    { name: "A's dollars", token: a.usd, customers: customersOf("a") },
    { name: "A's euros", token: a.eur, customers: customersOf("a") },
    { name: "B's dollars", token: b.usd, customers: customersOf("b") },
    { name: "B's euros", token: b.eur, customers: customersOf("b") },
    { name: "reserves", token: r.usd, customers: customersOf("r") },
  ];
}

const deskAddresses = (): string[] =>
  (["OrderEscrow", "Receivables", "FxDesk", "NettingCycle", "InterbankClearing"] as const).map(deskAddress);
