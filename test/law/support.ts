import { encodeBytes32String, ZeroHash, type ContractTransactionResponse } from "ethers";
import {
  actHash,
  signAct,
  type ActName,
  type Consent,
  type LegalOrder,
  type LiftName,
} from "../../src/chain/law/acts.js";
import type { DepositToken } from "../../typechain-types/index.js";
import { admissionOf, PARTIES, useBank, type Bank } from "../issuance/support.js";
import { holdId, type Hold } from "../support/signing.js";
import { DAY, type Account } from "../support/token.js";
import { MAX_AMOUNT, Power, reference } from "../support/words.js";

export { MAX_AMOUNT };
export const ALICE = PARTIES.alice;
export const BOB = PARTIES.bob;
/** The party whose wallet is the bank's custody account. */
export const CUSTODIAN = 103n;
/** "DE, local court of Hamburg". */
export const COURT = encodeBytes32String("DE-AG-HAMBURG");
/** The day before the chain starts. */
const ISSUED_AT = BigInt(Date.parse("2026-11-01T00:00:00Z")) / 1_000n;
/** 2036: later than anything that a test waits for. */
export const CONSENT_UNTIL = BigInt(Date.parse("2036-01-01T00:00:00Z")) / 1_000n;
export const GROUNDS = reference("the court's decision to lift");

type Addressed = { address: string };
type Sent = Promise<ContractTransactionResponse>;
export type Law = Awaited<ReturnType<typeof lawOf>>;

/** Who sends and who signs, and the consent, where a test wants them otherwise. */
export interface How extends Partial<Consent> {
  sender?: Account;
  signer?: Account;
  token?: DepositToken;
  lienId?: string;
  grounds?: string;
}

/**
 * The bank of the desks' tests with all that legal orders need: alice's further wallet dave, carol, the custody
 * account, and a key that plays a notary. Erin's key belongs to nobody.
 */
export async function useLaw(options: Parameters<typeof useBank>[0] = {}): Promise<() => Promise<Law>> {
  const load = await useBank(options);
  return async () => lawOf(await load());
}

async function lawOf(bank: Bank) {
  const { registry, registrar, policyAdmin, complianceApprover, compliance, releaser, carol, dave, now } = bank;
  const { orders, pauses, usd } = bank;
  await registry.connect(registrar).addWallets(ALICE, [dave]);
  await registry.connect(registrar).admit([admissionOf(carol, CUSTODIAN)]);
  await orders.connect(policyAdmin).addCustodyAccount(carol);
  const notary = bank.relayer;
  await usd.connect(policyAdmin).admitContract(notary, Power.Notary);

  let count = 0;

  /** A court's order of yesterday, good until lifted. */
  const courtOrder = async (changes: Partial<LegalOrder> = {}): Promise<LegalOrder> => ({
    id: reference(`order ${++count}`),
    authority: COURT,
    documentHash: reference("the document as served"),
    issuedAt: ISSUED_AT,
    validUntil: 0n,
    ...changes,
  });

  // Asked once: random and exhaustive tests sign thousands of times.
  const domains = new Map([orders, pauses].map((contract) => [contract, contract.eip712Domain()] as const));

  /** The approver's consent to exactly this. */
  async function approve(name: ActName | LiftName, content: object, how: How = {}) {
    const { signer = complianceApprover, salt = reference(`act ${++count}`), expiry = CONSENT_UNTIL } = how;
    const domain = domains.get(name === "LiftPause" ? pauses : orders)!;
    return signAct({ eip712Domain: () => domain }, signer, name, content, { salt, expiry });
  }

  // --- acts ---

  async function blockParty(order: LegalOrder, party: bigint, how: How = {}): Sent {
    const approval = await approve("BlockParty", { order, party }, how);
    return orders.connect(how.sender ?? compliance).blockParty(order, party, approval);
  }

  async function placeLien(order: LegalOrder, account: Addressed, amount: bigint, how: How = {}): Sent {
    const { token = usd, sender = compliance } = how;
    const content = { order, token: token.target, account: account.address, amount };
    const approval = await approve("PlaceLien", content, how);
    return orders.connect(sender).placeLien(order, token, account.address, amount, approval);
  }

  /** Places a lien and returns its id. */
  async function lien(order: LegalOrder, account: Addressed, amount: bigint, how: How = {}): Promise<string> {
    const { token = usd } = how;
    const consent = { salt: how.salt ?? reference(`act ${++count}`), expiry: how.expiry ?? CONSENT_UNTIL };
    await placeLien(order, account, amount, { ...how, ...consent });
    return actHash("PlaceLien", { order, token: token.target, account: account.address, amount }, consent);
  }

  async function seize(
    order: LegalOrder,
    account: Addressed,
    amount: bigint,
    how: How & { custody?: Addressed } = {},
  ): Sent {
    const { token = usd, sender = compliance, lienId = ZeroHash, custody = carol } = how;
    const content = { order, token: token.target, account: account.address, custody: custody.address, amount, lienId };
    const approval = await approve("Seize", content, how);
    return orders.connect(sender).seize(order, token, account.address, custody.address, amount, lienId, approval);
  }

  async function recover(order: LegalOrder, lost: Addressed, successor: Addressed, how: How = {}): Sent {
    const content = { order, lost: lost.address, successor: successor.address };
    const approval = await approve("Recover", content, how);
    return orders.connect(how.sender ?? compliance).recover(order, lost.address, successor.address, approval);
  }

  async function forceRelease(order: LegalOrder, hold: Hold, how: How = {}): Sent {
    const { token = usd, sender = compliance } = how;
    const approval = await approve("ForceRelease", { order, token: token.target, hold: holdId(hold) }, how);
    return orders.connect(sender).forceRelease(order, token, hold, approval);
  }

  // --- lifts ---

  async function liftBlock(orderId: string, party: bigint, how: How = {}): Sent {
    const { sender = releaser, grounds = GROUNDS } = how;
    const approval = await approve("LiftBlock", { orderId, party, grounds }, how);
    return orders.connect(sender).liftBlock(orderId, party, grounds, approval);
  }

  async function liftLien(lienId: string, amount: bigint, how: How = {}): Sent {
    const { sender = releaser, grounds = GROUNDS } = how;
    const approval = await approve("LiftLien", { lienId, amount, grounds }, how);
    return orders.connect(sender).liftLien(lienId, amount, grounds, approval);
  }

  async function liftDirectBlock(party: bigint, how: How = {}): Sent {
    const { sender = releaser, grounds = GROUNDS } = how;
    const approval = await approve("LiftDirectBlock", { party, grounds }, how);
    return orders.connect(sender).liftDirectBlock(party, grounds, approval);
  }

  async function unblockWallet(wallet: Addressed, how: How = {}): Sent {
    const { sender = releaser, grounds = GROUNDS, token = usd } = how;
    const approval = await approve("UnblockWallet", { token: token.target, wallet: wallet.address, grounds }, how);
    return orders.connect(sender).unblockWallet(token, wallet.address, grounds, approval);
  }

  async function liftPause(operation: number, how: How = {}): Sent {
    const { sender = releaser, grounds = GROUNDS, token = usd } = how;
    const approval = await approve("LiftPause", { token: token.target, operation, reason: grounds }, how);
    return pauses.connect(sender).liftPause(token, operation, grounds, approval);
  }

  // --- customers ---

  const pay = (from: Account, to: Addressed, amount: bigint, token = usd): Sent =>
    token.connect(from)["transfer(address,uint256)"](to.address, amount);

  async function holdOf(payer: Addressed, payee: Addressed, amount: bigint): Promise<Hold> {
    const placed = await now();
    return {
      payer: payer.address,
      payee: payee.address,
      notary: notary.address,
      amount,
      expiry: placed + 30n * DAY,
      placeBy: placed + DAY,
      assignable: false,
      terms: reference(`terms ${++count}`),
    };
  }

  /** A hold of the payer's for bob, placed. */
  async function placed(payer: Account, amount: bigint, payee: Addressed = bank.bob): Promise<Hold> {
    const hold = await holdOf(payer, payee, amount);
    await usd.connect(payer).placeHold(hold);
    return hold;
  }

  return {
    ...bank,
    notary,
    courtOrder,
    approve,
    blockParty,
    placeLien,
    lien,
    seize,
    recover,
    forceRelease,
    liftBlock,
    liftLien,
    liftDirectBlock,
    unblockWallet,
    liftPause,
    pay,
    holdOf,
    placed,
  };
}
