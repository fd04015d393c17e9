import { Wallet, type Signer } from "ethers";

import { POWERS } from "../../../src/bank/roles.js";
import {
  buildCycle,
  buildSecondRound,
  cycleId,
  decodeCycleWord,
  hashNets,
  hashSlices,
  holdsOfCycle,
  signCycle,
  type BuiltCycle,
  type Obligation,
} from "../../../src/settlement/netting/index.js";
import { NettingCycle__factory } from "../../../typechain-types/index.js";
import { sign, type Hold } from "../../support/signing.js";
import { DAY, HOUR } from "../../support/token.js";
import { reference } from "../../support/words.js";
import { admissionOf, openingDeposits } from "../../issuance/support.js";
import { OPENING, useBanks, type World } from "../support.js";

/** The desk is admitted in USD of bank A: alice, dealer, financier and frank are in zone 1, bob in zone 2. */
export const useNetting = () =>
  useBanks(async ({ a, people, admit }) => {
    const deployed = (await new NettingCycle__factory(people.admin).deploy()).connect(people.stranger);
    return { desk: await admit(deployed, POWERS.NOTARY, a.usd, a.eur) };
  });

export type Loaded = Awaited<ReturnType<Awaited<ReturnType<typeof useNetting>>>>;

/** Somebody who signs and never sends. */
export type Party = Signer & { readonly address: string };

/** Customers of bank A in zone 1 beside the fixture's, each with `OPENING` in USD. */
export async function admitParties({ a, people }: World, count: number): Promise<Party[]> {
  const parties = Array.from({ length: count }, (_, i) => new Wallet(reference(`party ${i}`)));
  const admissions = parties.map((party, i) => admissionOf(party, BigInt(5_000 + i)));
  await a.registry.connect(people.registrar).admit(admissions);
  await openingDeposits(
    people,
    a.usd,
    parties.map((party) => [party as unknown as typeof people.alice, OPENING]),
  );
  return parties;
}

type Debt = readonly [debtor: { address: string }, creditor: { address: string }, amount: bigint];

/** One obligation for each debt, each with its own reference. */
export const obligationsOf = (...debts: Debt[]): Obligation[] =>
  debts.map(([debtor, creditor, amount], i) => ({
    debtor: debtor.address,
    creditor: creditor.address,
    amount,
    obligationReference: reference(`obligation ${i}`),
  }));

/** What is placed, recorded or brought with the settlement; all by their signatures if left out. */
export interface Settling {
  readonly sliceSignatures?: string[];
  readonly consents?: string[];
}

/** The acts of the tests, in one world. */
export function actsOf(world: Loaded, further: readonly Party[] = []) {
  const { a, desk, people, now } = world;
  const address = desk.target as string;
  const signers = new Map<string, Party>([...Object.values(people), ...further].map((one) => [one.address, one]));
  const signerOf = (party: string): Party => signers.get(party)!;

  /**
   * alice owes bob 1,000.00 and frank 200.00; bob owes frank 700.00 and the dealer 100.00; frank owes alice 500.00; the
   * dealer owes the financier 100.00. Nets: alice -700.00, bob +200.00, frank +400.00, dealer 0, financier +100.00.
   */
  const debts = () =>
    obligationsOf(
      [people.alice, people.bob, 100_000n],
      [people.alice, people.frank, 20_000n],
      [people.bob, people.frank, 70_000n],
      [people.bob, people.dealer, 10_000n],
      [people.frank, people.alice, 50_000n],
      [people.dealer, people.financier, 10_000n],
    );

  /** Cut-off in an hour, settled within two, a second round within a day. */
  async function cycleOf(
    obligations: Obligation[] = debts(),
    changes: { secondBy?: bigint } = {},
  ): Promise<BuiltCycle> {
    const at = await now();
    return buildCycle({
      token: a.usd.target as string,
      obligations,
      cutOff: at + HOUR,
      settleBy: at + 2n * HOUR,
      secondBy: at + DAY,
      ...changes,
    });
  }

  const secondOf = async (first: BuiltCycle, staying: readonly { address: string }[], settleIn = 2n * HOUR) => {
    const at = await now();
    const times = { cutOff: at + HOUR, settleBy: at + settleIn };
    return buildSecondRound(
      first,
      staying.map(({ address }) => address),
      times,
    );
  };

  /** The same cycle with other nets or slices, everything hashed anew: what a forger could sign and send. */
  const rebuilt = (from: BuiltCycle, changes: Partial<Pick<BuiltCycle, "nets" | "slices">>): BuiltCycle => {
    const { nets, slices } = { ...from, ...changes };
    const cycle = { ...from.cycle, netsHash: hashNets(nets), slicesHash: hashSlices(slices) };
    return { ...from, nets, slices, cycle };
  };

  const holds = (built: BuiltCycle): Hold[] => holdsOfCycle(address, built);

  /** The signature of every slice by its payer, save those of `except`. */
  const sliceSignatures = (built: BuiltCycle, except: readonly { address: string }[] = []) =>
    Promise.all(
      holds(built).map((hold) =>
        except.some((one) => one.address === hold.payer) ? "0x" : sign(a.usd, signerOf(hold.payer), "Hold", hold),
      ),
    );

  /** The consent of every party that pays nothing, save those of `except`. */
  const consents = (built: BuiltCycle, except: readonly { address: string }[] = []) =>
    Promise.all(
      built.nets.map(({ party, amount }) =>
        amount < 0n || except.some((one) => one.address === party)
          ? "0x"
          : signCycle(desk, signerOf(party), built.cycle),
      ),
    );

  const indexOf = ({ nets }: BuiltCycle, party: { address: string }) =>
    BigInt(nets.findIndex((net) => net.party === party.address));

  async function place(built: BuiltCycle, except: readonly { address: string }[] = []) {
    return desk.placeSlices(built.cycle, built.nets, built.slices, await sliceSignatures(built, except));
  }

  async function record(built: BuiltCycle, except: readonly { address: string }[] = []) {
    const asked = built.nets.filter(
      ({ party, amount }) => amount >= 0n && !except.some((one) => one.address === party),
    );
    const signatures = await Promise.all(asked.map(({ party }) => signCycle(desk, signerOf(party), built.cycle)));
    const parties = asked.map(({ party }) => indexOf(built, { address: party }));
    return desk.recordConsents(built.cycle, built.nets, parties, signatures);
  }

  async function settle(built: BuiltCycle, how: Settling = {}) {
    const bySlices = how.sliceSignatures ?? (await sliceSignatures(built));
    return desk.settle(built.cycle, built.nets, built.slices, bySlices, how.consents ?? (await consents(built)));
  }

  const secondRound = ({ cycle, nets, slices }: BuiltCycle) => desk.secondRound(cycle, nets, slices);
  const close = ({ cycle, nets, slices }: BuiltCycle) => desk.close(cycle, nets, slices);
  const stateOf = async ({ cycle }: BuiltCycle) => decodeCycleWord(await desk.cycleOf(cycleId(cycle)));
  const balancesOf = ({ nets }: BuiltCycle) => Promise.all(nets.map(({ party }) => a.usd.balanceOf(party)));
  const heldOf = ({ nets }: BuiltCycle) => Promise.all(nets.map(({ party }) => a.usd.heldOf(party)));
  const missing = async ({ cycle, nets, slices }: BuiltCycle) => {
    const absent = await desk.missing(cycle, nets, slices);
    return nets.filter((_, i) => absent[i]).map(({ party }) => party);
  };

  return {
    debts,
    cycleOf,
    secondOf,
    rebuilt,
    holds,
    sliceSignatures,
    consents,
    indexOf,
    place,
    record,
    settle,
    secondRound,
    close,
    stateOf,
    balancesOf,
    heldOf,
    missing,
    signerOf,
  };
}
