import { expect } from "chai";
import { ZeroAddress } from "ethers";
import fc from "fast-check";
import { admissionOf } from "../issuance/support.js";
import { sign, type Hold } from "../support/signing.js";
import { DAY, HOUR, type Account } from "../support/token.js";
import { corridors, kind, PartyKind, Power, readHold, REASONS, reference, type ReasonName } from "../support/words.js";
import {
  ALICE,
  ANY_COUNT,
  BOB,
  CAROL,
  Cause,
  ERIN,
  limitSet,
  UNLIMITED,
  useCompliance,
  type Compliance,
} from "./support.js";

const load = await useCompliance({ estimatesGas: false });

const RUNS = 20;
const STEPS = 100;
const SEED = 16;

/** Few amounts, so that clearances and records meet the payments they name. */
const AMOUNTS = [0n, 1n, 40n, 100n, 400n] as const;
const PARTIES = [ALICE, BOB, CAROL, ERIN, 105n] as const;

/** Which reason each error stands for. */
const REASON_OF: Record<string, ReasonName> = {
  WalletNotRegistered: "LimitsNotSet",
  PartyLimitsNotSet: "LimitsNotSet",
  PaymentLimitExceeded: "PayerLimit",
  WindowValueExceeded: "PayerLimit",
  WindowCountExceeded: "PayerLimit",
  HoldingCapExceeded: "PayeeLimit",
  TravelRecordMissing: "TravelRecordMissing",
  ClearanceMissing: "ClearanceMissing",
};

interface Movement {
  kind: bigint;
  payer: string;
  payee: string;
  amount: bigint;
  causes: bigint;
}

/** Something a customer or the bank tries: the movements that Limits is asked about, in order, and the call. */
interface Attempt {
  movements: Movement[];
  from: Account;
  data: string;
  done?: () => void;
}

/** A world in which nothing but Limits refuses: money for everybody, KYC valid, every corridor open or under review. */
async function worldOf(bank: Compliance) {
  const { usd, registry, registrar, policyAdmin, compliance, limits, limitsOfficer, give, notary } = bank;
  const { alice, bob, carol, dave, erin, admin, stranger: second, operator, issuer: clearing } = bank;
  const client = { zone: 2, kind: PartyKind.ClientOfClient, homeBank: 2, limited: true };
  await registry.connect(registrar).admit([admissionOf(second, 105n, client)]);
  await usd.connect(compliance).closeCorridors(corridors([0, 3], [2, 1]));
  await usd.connect(policyAdmin).openCorridors(corridors([3, 1]), corridors([0, 3], [2, 1]));
  await usd.connect(policyAdmin).admitContract(clearing, Power.Notary | Power.Burner | Power.Clearing);
  await limits.connect(limitsOfficer).raiseLimits(usd, [105n], limitSet());
  const wallets = [alice, bob, carol, dave, erin, second, operator];
  await limits.connect(limitsOfficer).raiseTravelThreshold(usd, 100n);
  for (const wallet of [alice, bob, carol, dave, second]) await give(wallet, 100_000n);
  await registry.connect(registrar).addWallets(BOB, [operator]);
  await give(operator, 100_000n);

  const holds: Hold[] = [];
  const abi = usd.interface;
  const zoneAndLimit = async (address: string) => {
    const word = await usd.accountWord(address);
    return { zone: Number((word >> 224n) & 15n), limited: (word >> 230n) & 1n };
  };
  const underReview = async (from: number, to: number) => {
    const [policy, review] = await usd.policyWords();
    const bit = BigInt(from * 15 + to);
    return (policy >> bit) & 1n ? 0n : ((review >> bit) & 1n) * Cause.UnderReview;
  };

  /** The movement with its causes, by the rules of the token's side. */
  async function movement(
    name: Parameters<typeof kind>[0],
    payer: string,
    payee: string,
    amount: bigint,
    cleared = false,
  ): Promise<Movement> {
    const [from, to] = [await zoneAndLimit(payer), await zoneAndLimit(payee)];
    let causes = 0n;
    if (name === "Transfer" || name === "HoldPlaced") causes |= from.limited * Cause.PayerLimited;
    if (name === "Transfer" || name === "HoldExecuted" || name === "Mint") causes |= to.limited * Cause.PayeeLimited;
    if (payee !== ZeroAddress && !cleared) causes |= await underReview(name === "Mint" ? 0 : from.zone, to.zone);
    return { kind: kind(name), payer, payee, amount, causes };
  }

  async function attempt(draw: (n: number) => number): Promise<Attempt | undefined> {
    const pick = <T>(list: readonly T[]): T => list[draw(list.length)]!;
    const [payer, payee] = [pick(wallets.filter((wallet) => wallet !== erin)), pick(wallets)];
    const amount = pick(AMOUNTS);
    const act = draw(10);
    if (act <= 1) {
      const data = abi.encodeFunctionData("transfer(address,uint256)", [payee.address, amount]);
      return { movements: [await movement("Transfer", payer.address, payee.address, amount)], from: payer, data };
    }
    if (act === 2 && amount > 0n) {
      const movements = [await movement("Mint", ZeroAddress, payee.address, amount)];
      const data = abi.encodeFunctionData("mint", [payee.address, amount, reference(`mint ${draw(2 ** 30)}`)]);
      return { movements, from: admin, data };
    }
    if (act <= 4 && amount > 0n && payer !== payee) {
      const burn = draw(8) === 0;
      const hold = await bank.holdOf({
        payer: payer.address,
        payee: burn ? ZeroAddress : payee.address,
        notary: (burn ? clearing : notary).address,
        amount,
        assignable: !burn && draw(2) === 0,
        expiry: (await bank.now()) + 300n * DAY,
        placeBy: (await bank.now()) + 300n * DAY,
      });
      const movements = [await movement("HoldPlaced", hold.payer, hold.payee, amount)];
      if (act === 3) {
        const data = abi.encodeFunctionData("placeHold", [hold]);
        return { movements, from: payer, data, done: () => holds.push(hold) };
      }
      // Whatever clearance it needs is used by the placing.
      if (!burn) movements.push(await movement("HoldExecuted", hold.payer, hold.payee, amount, true));
      const data = abi.encodeFunctionData("executeSigned", [hold, await sign(usd, payer, "Hold", hold)]);
      return { movements, from: burn ? clearing : notary, data };
    }
    if (holds.length === 0) return undefined;
    const hold = pick(holds);
    const state = readHold(await usd.holdWord(bank.holdId(hold)));
    if (state.status !== "Open") return undefined;
    const present = state.assignee === 0n ? hold.payee : `0x${state.assignee.toString(16).padStart(40, "0")}`;
    const from = hold.payee === ZeroAddress ? clearing : notary;
    if (act <= 7) {
      const part = draw(2) === 0 ? state.remaining : 1n;
      const data = abi.encodeFunctionData("executeHold", [hold, part]);
      const movements =
        hold.payee === ZeroAddress ? [] : [await movement("HoldExecuted", hold.payer, present, part, state.cleared)];
      return { movements, from, data };
    }
    if (!hold.assignable || payee.address === hold.payer || draw(3) > 0) {
      return { movements: [], from, data: abi.encodeFunctionData("releaseHold", [hold, state.remaining]) };
    }
    const assignor = wallets.find(({ address }) => address.toLowerCase() === present.toLowerCase())!;
    const data = abi.encodeFunctionData("assignHold", [hold, payee.address]);
    const movements = [
      await movement("HoldAssigned", hold.payer, payee.address, state.remaining),
      await movement("HoldAssigned", assignor.address, payee.address, state.remaining),
    ];
    // From zone 3 only zone 1 may be paid: an assignor there would be refused by its corridor.
    return assignor === erin ? undefined : { movements, from: assignor, data };
  }

  /** Something that the bank does in between; what is refused (an equal clearance, a wrong direction) changes nothing. */
  async function govern(draw: (n: number) => number): Promise<void> {
    const pick = <T>(list: readonly T[]): T => list[draw(list.length)]!;
    const [payer, payee, amount, party] = [pick(wallets), pick(wallets), pick(AMOUNTS), pick(PARTIES)];
    const act = draw(8);
    if (act === 0) await bank.travelTo((await bank.now()) + BigInt(1 + draw(20)) * HOUR);
    else if (act === 1) await bank.file(payer, pick([payee, payee, { address: ZeroAddress }]), amount);
    else if (act <= 3) {
      const mint = draw(5) === 0;
      await bank.granted({ payer: mint ? ZeroAddress : payer.address, payee: payee.address, amount });
    } else if (act === 4) await limits.connect(limitsOfficer).raiseTravelThreshold(usd, amount);
    else if (act <= 6) {
      await bank.raise(party, {});
      await bank.cut(party, {
        perPayment: pick([UNLIMITED, 400n, 100n, 40n]),
        windowValue: pick([UNLIMITED, 400n, 100n]),
        windowCount: pick([ANY_COUNT, 4n, 2n]),
        holdingCap: pick([UNLIMITED, UNLIMITED, 200_100n, 100_100n]),
      });
    } else {
      const limited = draw(2) === 0;
      const profile = { zone: party === ERIN ? 3 : party === BOB ? 2 : 1, limited };
      if (party === ALICE || party === BOB || party === ERIN) await bank.reclassify(party, profile);
    }
  }

  return { attempt, govern };
}

describe("assess", () => {
  it(`says Ok exactly when the token's movement succeeds, and else why, over ${RUNS} random lives of a bank`, async () => {
    const seen = new Map<string, number>();
    const dice = fc.array(fc.array(fc.nat(), { minLength: 14, maxLength: 14 }), { minLength: STEPS, maxLength: STEPS });

    await fc.assert(
      fc.asyncProperty(dice, async (steps) => {
        const bank = await load();
        const { usd, limits, ethers } = bank;
        const world = await worldOf(bank);
        for (const step of steps) {
          let next = 0;
          const draw = (n: number) => step[next++ % step.length]! % n;
          if (draw(3) === 0) {
            await world.govern(draw).catch(() => undefined);
            continue;
          }
          const tried = await world.attempt(draw);
          if (tried === undefined) continue;

          let expected: ReasonName = "Ok";
          for (const movement of tried.movements) {
            if (expected !== "Ok" || movement.causes === 0n) continue;
            expected = REASONS[Number(await limits.assess(usd, movement))]!;
          }
          const request = { from: tried.from.address, to: usd.target as string, data: tried.data };
          const found = await ethers.provider.call(request).then(
            () => "Ok" as const,
            (problem: { data?: string }) => {
              const error =
                limits.interface.parseError(problem.data ?? "0x") ?? usd.interface.parseError(problem.data ?? "0x");
              // Where nothing moves, and while minting, the token asks first and says so in its own words.
              if (error?.name === "ERC7943CannotTransfer") return expected === "Ok" ? "refused" : expected;
              return REASON_OF[error?.name ?? ""] ?? `unexpected: ${error?.name ?? problem.data}`;
            },
          );
          const names = tried.movements.map((movement) => movement.kind).join("+");
          expect(found, `movement ${names}`).to.equal(expected);
          seen.set(expected, (seen.get(expected) ?? 0) + 1);
          seen.set(`${names} ${expected}`, (seen.get(`${names} ${expected}`) ?? 0) + 1);
          if (expected !== "Ok") continue;
          // A second has passed: what hung by it may fail now, and then nothing has moved.
          await tried.from.sendTransaction(request).then(tried.done, () => undefined);
        }
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );

    for (const reason of ["PayerLimit", "PayeeLimit", "ClearanceMissing", "TravelRecordMissing", "LimitsNotSet"]) {
      expect(seen.get(reason) ?? 0, reason).to.be.greaterThan(5);
    }
    for (const name of ["0", "1", "1+3", "3", "5"]) expect(seen.get(`${name} Ok`) ?? 0, name).to.be.greaterThan(10);
    for (const refused of ["2+2 Ok", "2+2 ClearanceMissing", "3 PayeeLimit", "3 TravelRecordMissing", "5 PayeeLimit"]) {
      expect(seen.get(refused) ?? 0, refused).to.be.greaterThan(0);
    }
  });
});
