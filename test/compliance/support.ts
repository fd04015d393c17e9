import type { ContractTransactionResponse } from "ethers";
import { signFor, type Clearance, type TypedDataName } from "../../src/chain/typedData.js";
import type { DepositToken } from "../../typechain-types/index.js";
import { admissionOf, PARTIES, useBank, type Bank } from "../issuance/support.js";
import { holdId, sign, type Hold } from "../support/signing.js";
import { DAY, HOUR, type Account } from "../support/token.js";
import { PartyKind, Power, reference } from "../support/words.js";

type Addressed = { address: string };
type Sent = Promise<ContractTransactionResponse>;
export type Compliance = Awaited<ReturnType<typeof complianceOf>>;

export const ALICE = PARTIES.alice;
export const BOB = PARTIES.bob;
export const CAROL = 103n;
export const ERIN = 104n;

/** No limit, in a field of an amount and in one of a count. */
export const UNLIMITED = 2n ** 64n - 1n;
export const ANY_COUNT = 65_535n;

export interface LimitSet {
  perPayment: bigint;
  windowValue: bigint;
  holdingCap: bigint;
  windowCount: bigint;
  windowHours: bigint;
}

export const limitSet = (changes: Partial<LimitSet> = {}): LimitSet => ({
  perPayment: UNLIMITED,
  windowValue: UNLIMITED,
  holdingCap: UNLIMITED,
  windowCount: ANY_COUNT,
  windowHours: 24n,
  ...changes,
});

/** The order of the fields in the contract's event. */
export const fieldsOf = (set: LimitSet) =>
  [set.perPayment, set.windowValue, set.holdingCap, set.windowCount, set.windowHours] as const;

/** What alice's party may do in the USD token: USD 5,000 at once, USD 9,000 in a day. */
export const ALICE_LIMITS = limitSet({ perPayment: 500_000n, windowValue: 900_000n });
export const CASE = reference("case 1");

export const Cause = { PayerLimited: 1n, PayeeLimited: 2n, UnderReview: 4n } as const;

/**
 * The bank of the desks' tests with a Limits contract in its USD token. Alice (zone 1, wallets alice and dave) has limits.
 * Bob (zone 2) has none. Carol (zone 1) is a client of institution 1, with limits of no figure. Erin is in zone 3, and
 * payments to her are under review. The relayer's key is a notary, the admin's key mints. No limit was set in this hour.
 */
export async function useCompliance(options: Parameters<typeof useBank>[0] = {}): Promise<() => Promise<Compliance>> {
  const load = await useBank(options);
  return async () => complianceOf(await load());
}

async function complianceOf(bank: Bank) {
  const { usd, limits, registry, policyAdmin, registrar, limitsOfficer, compliance, releaser, travelRule } = bank;
  const { complianceApprover, alice, bob, carol, dave, erin, admin, relayer: notary, now } = bank;
  await usd.connect(policyAdmin).setLimits(limits);
  await usd.connect(policyAdmin).admitContract(notary, Power.Notary);
  await usd.connect(policyAdmin).admitContract(admin, Power.Issuer);
  await registry.connect(policyAdmin).setInstitution(1, `0x${"41".repeat(20)}`);
  await registry.connect(policyAdmin).setInstitution(2, `0x${"42".repeat(20)}`);
  await registry.connect(registrar).addWallets(ALICE, [dave]);
  await bank.reclassify(ALICE, { zone: 1, limited: true });
  await registry
    .connect(registrar)
    .admit([
      admissionOf(carol, CAROL, { zone: 1, kind: PartyKind.ClientOfClient, homeBank: 1, limited: true }),
      admissionOf(erin, ERIN, { zone: 3 }),
    ]);
  await limits.connect(limitsOfficer).raiseLimits(usd, [ALICE], ALICE_LIMITS);
  await limits.connect(limitsOfficer).raiseLimits(usd, [CAROL], limitSet());
  await bank.travelTo((await now()) + HOUR);

  let count = 0;

  const raise = (party: bigint, set: Partial<LimitSet>, token: DepositToken = usd): Sent =>
    limits.connect(limitsOfficer).raiseLimits(token, [party], limitSet(set));
  const cut = (party: bigint, set: Partial<LimitSet>, token: DepositToken = usd): Sent =>
    limits.connect(compliance).cutLimits(token, [party], limitSet(set));

  const used = async (party: bigint, token: DepositToken = usd) => {
    const [value, times] = await limits.usedOf(token, party);
    return { value, count: times };
  };

  // --- movements ---

  const pay = (from: Account, to: Addressed, amount: bigint, token: DepositToken = usd): Sent =>
    token.connect(from)["transfer(address,uint256)"](to.address, amount);
  const give = (to: Addressed, amount: bigint): Sent =>
    usd.connect(admin).mint(to.address, amount, reference(`gift ${++count}`));

  /** A hold of alice's for bob, executed by the notary's key. */
  async function holdOf(changes: Partial<Hold> = {}): Promise<Hold> {
    const placed = await now();
    return {
      payer: alice.address,
      payee: bob.address,
      notary: notary.address,
      amount: 300_000n,
      expiry: placed + 30n * DAY,
      placeBy: placed + 30n * DAY,
      assignable: false,
      terms: reference(`order ${++count}`),
      ...changes,
    };
  }
  const keyOf = (address: string) => Object.values(bank.people).find((account) => account.address === address)!;
  const place = (hold: Hold): Sent => usd.connect(keyOf(hold.payer)).placeHold(hold);
  async function placed(changes: Partial<Hold> = {}) {
    const hold = await holdOf(changes);
    await place(hold);
    return hold;
  }
  const execute = (hold: Hold, amount = hold.amount): Sent => usd.connect(keyOf(hold.notary)).executeHold(hold, amount);
  const executeSigned = async (hold: Hold): Promise<ContractTransactionResponse> =>
    usd.connect(keyOf(hold.notary)).executeSigned(hold, await sign(usd, keyOf(hold.payer), "Hold", hold));
  const release = (hold: Hold, amount = hold.amount): Sent => usd.connect(keyOf(hold.notary)).releaseHold(hold, amount);

  // --- clearances and records ---

  /** Alice pays erin USD 1,000.00, within a day. */
  const clearanceOf = async (changes: Partial<Clearance> = {}): Promise<Clearance> => ({
    token: usd.target as string,
    payer: alice.address,
    payee: erin.address,
    amount: 100_000n,
    expiry: (await now()) + DAY,
    caseId: CASE,
    ...changes,
  });
  const signLimits = (signer: Account, type: TypedDataName, message: object) => signFor(limits, signer, type, message);

  /** Granted by releaser and approver. */
  async function grant(
    clearance: Clearance,
    signer = complianceApprover,
    signed = clearance,
  ): Promise<ContractTransactionResponse> {
    const approval = await signLimits(signer, "Clearance", signed);
    return limits.connect(releaser).grantClearance(clearance, signer, approval);
  }
  async function granted(changes: Partial<Clearance> = {}) {
    const clearance = await clearanceOf({ caseId: reference(`case ${++count}`), ...changes });
    await grant(clearance);
    return clearance;
  }

  /** A record of this payment, good for a day. */
  async function file(
    payer: Addressed,
    payee: Addressed,
    amount: bigint,
    record = reference("travel record"),
    life = DAY,
  ): Promise<ContractTransactionResponse> {
    return limits
      .connect(travelRule)
      .fileTravelRecord(usd, payer.address, payee.address, amount, record, (await now()) + life);
  }

  // --- questions ---

  /** What Limits would answer the USD token about this movement. */
  const assess = (kind: bigint, payer: Addressed, payee: Addressed, amount: bigint, causes: bigint) =>
    limits.assess(usd, { kind, payer: payer.address, payee: payee.address, amount, causes });

  /** The call fails with this error of the Limits contract, through whatever called it. */
  const limited = (call: Promise<unknown>, error: string, ...args: Parameters<Bank["refuses"]>[3][]) =>
    bank.refuses(call, limits, error, ...args);

  return {
    ...bank,
    notary,
    raise,
    cut,
    used,
    pay,
    give,
    holdOf,
    place,
    placed,
    execute,
    executeSigned,
    release,
    holdId,
    clearanceOf,
    signLimits,
    grant,
    granted,
    file,
    assess,
    limited,
  };
}
