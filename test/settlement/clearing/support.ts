import { ZeroAddress, type BaseContract, type ContractTransactionResponse } from "ethers";

import { POWERS, ROLES } from "../../../src/bank/roles.js";
import {
  CLEARING_FUNCTIONS,
  CLEARING_STATES,
  currencyCode,
  packZones,
  payerHold,
  paymentHash,
  settlementHold,
  signPayerHold,
  signSettlementHold,
  signTogether,
  type InterbankPayment,
  type Statement,
} from "../../../src/settlement/clearing/index.js";
import {
  InterbankClearing__factory,
  type AccessManager,
  type DepositToken,
  type InterbankClearing,
} from "../../../typechain-types/index.js";
import { expectLogs, type Log } from "../../support/expect.js";
import { sign } from "../../support/signing.js";
import { HOUR, type Account } from "../../support/token.js";
import { tokenAt, useBanks, type World } from "../support.js";

/** Alice of bank A pays carol of bank B USD 1,250.00. */
export const AMOUNT = 125_000n;
/** What bank A's customers may send to bank B in a day, and the other way round. */
export const CAP = 864_000n;
/** Bank B calls A's zone 1 its zone 2 and A's zone 2 its zone 1, as banks draw their zones as they like. Not zone 4. */
export const A_TO_B = packZones({ 1: 2, 2: 1, 3: 3 });
export const B_TO_A = packZones({ 1: 1, 2: 2, 3: 3 });
export const USD = currencyCode("USD");
export const EUR = currencyCode("EUR");
export const BURNS = POWERS.NOTARY | POWERS.BURNER | POWERS.CLEARING;

/** People of the banks at the desk: the last keys of the chain. */
async function clerksOf({ ethers }: Pick<World, "ethers">) {
  const [operatorA, approverA, operatorB, approverB] = (await ethers.getSigners()).slice(-4);
  return { operatorA: operatorA!, approverA: approverA!, operatorB: operatorB!, approverB: approverB! };
}

/** The desk's functions and roles at one bank's AccessManager. */
async function wireDesk(desk: BaseContract, manager: AccessManager, operator: Account, approver: Account) {
  const roles = ROLES;
  for (const role of new Set(Object.values(CLEARING_FUNCTIONS))) {
    const methods = Object.entries(CLEARING_FUNCTIONS).filter(([, needed]) => needed === role);
    const selectors = methods.map(([method]) => desk.interface.getFunction(method)!.selector);
    await manager.setTargetFunctionRole(desk, selectors, roles[role]);
  }
  await manager.grantRole(ROLES.CLEARING_OPERATOR, operator, 0);
  await manager.grantRole(ROLES.CLEARING_APPROVER, approver, 0);
}

/** The desk between A's and B's dollars, over the settlement bank's dollars and over a settlement system off chain. */
export async function useClearing() {
  const load = await useBanks(async (world) => {
    const { a, b, r, people } = world;
    const desk = (await new InterbankClearing__factory(people.admin).deploy()).connect(people.policyAdmin);
    await world.admit(desk, BURNS, a.usd, b.usd);
    await world.admit(desk, POWERS.NOTARY, r.usd);
    const clerks = await clerksOf(world);
    await wireDesk(desk, a.manager, clerks.operatorA, clerks.approverA);
    await wireDesk(desk, b.manager, clerks.operatorB, clerks.approverB);
    await wireDesk(desk, r.manager, people.stranger, people.relayer);
    for (const token of [a.usd, b.usd, r.usd]) await desk.declareCurrency(token, USD);
    await openLines(desk, world, a.usd, b.usd, r.usd);
    return { desk };
  });
  return async () => {
    const world = await load();
    return clearingOf(world, await clerksOf(world));
  };
}

/** Both directions between two tokens, over a settlement token and with evidence, both sides opened. */
export async function openLines(
  desk: InterbankClearing,
  { people }: Pick<World, "people">,
  first: DepositToken,
  second: DepositToken,
  settlement: DepositToken,
): Promise<void> {
  const admin = desk.connect(people.policyAdmin);
  const sides = [
    { from: first, to: second, paying: people.treasuryA, receiving: people.treasuryB, zones: A_TO_B },
    { from: second, to: first, paying: people.treasuryB, receiving: people.treasuryA, zones: B_TO_A },
  ];
  for (const { from, to, paying, receiving, zones } of sides) {
    await admin.openSending(from, to, settlement, paying);
    await admin.openReceiving(to, from, settlement, receiving, zones);
    await admin.openSending(from, to, ZeroAddress, ZeroAddress);
    await admin.openReceiving(to, from, ZeroAddress, ZeroAddress, zones);
    await admin.raiseCap(to, from, CAP);
  }
}

export type Clearing = Awaited<ReturnType<Awaited<ReturnType<typeof useClearing>>>>;
type Clerks = Awaited<ReturnType<typeof clerksOf>>;
type Sent = Promise<ContractTransactionResponse>;

/** 16 bytes, left-aligned, that stand for a UETR. */
export const uetrOf = (reference: string) => `${reference.slice(0, 34)}${"00".repeat(16)}`;

function clearingOf(world: World & { desk: InterbankClearing }, clerks: Clerks) {
  const { a, b, r, people, desk } = world;
  const at = desk.target as string;
  let payments = 0;

  /** Alice of A pays carol of B over the settlement bank's dollars; good for an hour. */
  const paymentOf = async (changes: Partial<InterbankPayment> = {}): Promise<InterbankPayment> => ({
    senderToken: a.usd.target as string,
    receiverToken: b.usd.target as string,
    settlementToken: r.usd.target as string,
    payer: people.alice.address,
    payee: people.carol.address,
    amount: AMOUNT,
    uetr: uetrOf(world.reference(`payment ${++payments}`)),
    expiry: (await world.now()) + HOUR,
    remittance: world.reference("invoice 42"),
    ...changes,
  });
  /** Carol of B pays alice of A. */
  const paymentBack = (changes: Partial<InterbankPayment> = {}) =>
    paymentOf({
      senderToken: b.usd.target as string,
      receiverToken: a.usd.target as string,
      payer: people.carol.address,
      payee: people.alice.address,
      ...changes,
    });
  /** Settled off chain. */
  const evidenced = (changes: Partial<InterbankPayment> = {}) =>
    paymentOf({ settlementToken: ZeroAddress, ...changes });

  const holdOfPayer = (payment: InterbankPayment) => payerHold(at, payment);
  const accountsOf = (payment: InterbankPayment) =>
    payment.senderToken === b.usd.target
      ? { paying: people.treasuryB.address, receiving: people.treasuryA.address }
      : { paying: people.treasuryA.address, receiving: people.treasuryB.address };
  const holdOfBank = (payment: InterbankPayment) => settlementHold(at, payment, accountsOf(payment));
  const signerAt = (address: string) => Object.values(people).find((account) => account.address === address)!;

  const payerSigns = (payment: InterbankPayment, signer = signerAt(payment.payer)) =>
    signPayerHold(tokenAt(payment.senderToken, world), signer, at, payment);
  const bankSigns = (payment: InterbankPayment, signer = signerAt(accountsOf(payment).paying)) =>
    signSettlementHold(tokenAt(payment.settlementToken, world), signer, at, payment, accountsOf(payment));

  /** Paid by a relayer with both signatures. */
  async function pay(payment: InterbankPayment, by: Account = people.relayer): Promise<ContractTransactionResponse> {
    return desk.connect(by).pay(payment, await payerSigns(payment), await bankSigns(payment));
  }

  // --- with evidence ---

  const as = (clerk: Account) => desk.connect(clerk);
  const isFromA = (payment: InterbankPayment) => payment.senderToken === a.usd.target;
  const senderOf = (payment: InterbankPayment) => (isFromA(payment) ? clerks.operatorA : clerks.operatorB);
  const receiverOf = (payment: InterbankPayment) => (isFromA(payment) ? clerks.operatorB : clerks.operatorA);
  const twoOf = (payment: InterbankPayment): [Account, Account] =>
    isFromA(payment) ? [clerks.operatorB, clerks.approverB] : [clerks.operatorA, clerks.approverA];

  const propose = (payment: InterbankPayment): Sent => as(senderOf(payment)).propose(payment);
  const ready = (payment: InterbankPayment): Sent => as(receiverOf(payment)).ready(payment);
  const lock = async (payment: InterbankPayment) => as(people.relayer).lock(payment, await payerSigns(payment));
  const rtgsOf = (payment: InterbankPayment) => world.reference(`rtgs ${paymentHash(payment)}`);
  const instruct = (payment: InterbankPayment, rtgs = rtgsOf(payment)): Sent =>
    as(senderOf(payment)).instruct(payment, rtgs);

  async function proposed(changes: Partial<InterbankPayment> = {}) {
    const payment = await evidenced(changes);
    await propose(payment);
    return payment;
  }
  async function readied(changes: Partial<InterbankPayment> = {}) {
    const payment = await proposed(changes);
    await ready(payment);
    return payment;
  }
  async function locked(changes: Partial<InterbankPayment> = {}) {
    const payment = await readied(changes);
    await lock(payment);
    return payment;
  }
  async function instructed(changes: Partial<InterbankPayment> = {}) {
    const payment = await locked(changes);
    await instruct(payment);
    return payment;
  }

  /** A statement about a payment, signed by operator and approver of its receiving bank unless said otherwise. */
  const state = async (
    statement: Statement,
    payment: InterbankPayment,
    fields: object,
    people_ = twoOf(payment),
    expiry?: bigint,
  ) =>
    signTogether(desk, people_, statement, {
      payment: paymentHash(payment),
      ...fields,
      expiry: expiry ?? (await world.now()) + HOUR,
    } as { expiry: bigint });

  /** Evidence that the money came, brought by a relayer. */
  async function settle(payment: InterbankPayment, by: Account = people.relayer) {
    const rtgsReference = rtgsOf(payment);
    const two = await state("SettlementStatement", payment, { rtgsReference, amount: payment.amount });
    return as(by).settle(payment, rtgsReference, payment.amount, two);
  }
  /** Burned at A, and the mint refused at B: carol is blocked there. */
  async function inRepair(changes: Partial<InterbankPayment> = {}) {
    const payment = await instructed(changes);
    await b.usd.connect(people.compliance).blockWallet(payment.payee);
    await settle(payment);
    return payment;
  }

  const stateOf = async (payment: InterbankPayment) =>
    CLEARING_STATES[Number(await desk.stateOf(paymentHash(payment)))]!;

  /** What alice, carol and the two treasuries own, and both supplies. */
  const books = async () => ({
    alice: await a.usd.balanceOf(people.alice),
    carol: await b.usd.balanceOf(people.carol),
    treasuryA: await r.usd.balanceOf(people.treasuryA),
    treasuryB: await r.usd.balanceOf(people.treasuryB),
    supplyA: await a.usd.totalSupply(),
    supplyB: await b.usd.totalSupply(),
  });

  const left = async (to = b.usd, from = a.usd) => (await desk.capOf(to, from)).left;
  const emits = (call: Sent, ...logs: Log[]) => expectLogs(call, [desk, a.usd, b.usd, r.usd], logs);
  const placeSigned = async (token: DepositToken, signer: Account, hold: ReturnType<typeof payerHold>) =>
    token.connect(people.stranger).placeHoldWithAuthorization(hold, await sign(token, signer, "Hold", hold));

  return {
    ...world,
    clerks,
    paymentOf,
    paymentBack,
    evidenced,
    paymentHash,
    holdOfPayer,
    holdOfBank,
    accountsOf,
    signerAt,
    payerSigns,
    bankSigns,
    pay,
    propose,
    ready,
    lock,
    rtgsOf,
    instruct,
    proposed,
    readied,
    locked,
    instructed,
    state,
    twoOf,
    settle,
    inRepair,
    stateOf,
    books,
    left,
    emits,
    placeSigned,
  };
}
