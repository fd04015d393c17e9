import { AbiCoder, hexlify, keccak256, randomBytes, type Signer, ZeroHash } from "ethers";

import { requireAddress, requireBytes, requireSecond } from "../../chain/checks.js";
import type { Hold, SigningContract } from "../../chain/typedData.js";
import { VostroError } from "../../errors/index.js";
import { dealHash, signDeal } from "../signing.js";
import { grossTree, netsOf, requireObligations, slicesOf, withoutParties } from "./net.js";
import { type Cycle, CYCLE_TYPES, type Net, type Obligation, type Slice } from "./types.js";

export interface CycleRequest {
  readonly token: string;
  readonly obligations: readonly Obligation[];
  /** unix seconds */
  readonly cutOff: bigint;
  /** unix seconds, after the cut-off */
  readonly settleBy: bigint;
  /** unix seconds: the end of a second round; none if left out */
  readonly secondBy?: bigint;
  readonly salt?: string;
}

/** A cycle with all that it commits to. */
export interface BuiltCycle {
  readonly cycle: Cycle;
  readonly nets: Net[];
  readonly slices: Slice[];
  readonly obligations: Obligation[];
}

const bad = (sentence: string, fix: string): VostroError => new VostroError({ name: "BadCycle", sentence, fix });

/**
 * The first round of a cycle, computed from the gross list: everybody who has the list computes the same nets and slices.
 * @throws VostroError BadObligation, BadCycle (times out of order), BadAddress, BadAmount, BadBytes, BadTime
 */
export function buildCycle(request: CycleRequest): BuiltCycle {
  const { settleBy, secondBy = 0n } = request;
  if (secondBy !== 0n && secondBy < settleBy) {
    throw bad("The second round ends before the first.", "Name a later end, or none.");
  }
  return built(request, 1n, ZeroHash, secondBy, []);
}

/**
 * The second round of those who stay. Its list is the first one without every obligation of a dropped party.
 * @param staying as the event `SecondRoundOpened` says; who has nothing left to net stays with a net of zero
 * @throws VostroError BadCycle: ends after the deadline that all signed for, or nobody dropped out
 */
export function buildSecondRound(
  first: BuiltCycle,
  staying: readonly string[],
  times: Pick<CycleRequest, "cutOff" | "settleBy" | "salt">,
): BuiltCycle {
  const stay = new Set(staying.map((party) => requireAddress(party, "A party")));
  const dropped = first.nets.map(({ party }) => party).filter((party) => !stay.has(party));
  if (dropped.length === 0) throw bad("Nobody dropped out.", "Settle the first round.");
  if (times.settleBy > first.cycle.secondBy) {
    throw bad(`The second round would end after ${first.cycle.secondBy}.`, "All signed for that end: settle earlier.");
  }
  const obligations = withoutParties(first.obligations, dropped);
  return built({ ...times, token: first.cycle.token, obligations }, 2n, cycleId(first.cycle), 0n, [...stay]);
}

function built(
  request: Omit<CycleRequest, "secondBy">,
  round: bigint,
  previous: string,
  secondBy: bigint,
  parties: readonly string[],
): BuiltCycle {
  const { cutOff, settleBy } = request;
  if (settleBy <= cutOff) throw bad("The cycle settles before its cut-off.", "Settle after the cut-off.");
  const obligations = requireObligations(request.obligations);
  const nets = netsOf(obligations, parties);
  const slices = slicesOf(nets);
  const cycle = {
    token: requireAddress(request.token, "The token"),
    grossRoot: grossTree(obligations).root,
    netsHash: hashNets(nets),
    slicesHash: hashSlices(slices),
    cutOff: requireSecond(cutOff, "The cut-off"),
    settleBy: requireSecond(settleBy, "The end of settlement"),
    secondBy: requireSecond(secondBy, "The end of the second round"),
    round,
    previous,
    salt: requireBytes(request.salt ?? hexlify(randomBytes(32)), 32, "The salt"),
  };
  return { cycle, nets, slices, obligations };
}

/**
 * What a party checks before it signs: root, nets and slices follow from the gross list, and the list has of its own
 * obligations exactly those it knows. The chain cannot check either.
 * @throws VostroError BadCycle
 */
export function checkCycle(
  { cycle, obligations }: BuiltCycle,
  party: string,
  own: readonly Obligation[],
  parties: readonly string[] = [],
): void {
  const nets = netsOf(obligations, cycle.round === 2n ? parties : []);
  const follows =
    cycle.grossRoot === grossTree(obligations).root &&
    cycle.netsHash === hashNets(nets) &&
    cycle.slicesHash === hashSlices(slicesOf(nets));
  if (!follows) throw bad("Root, nets or slices do not follow from the gross list.", "Do not sign.");
  const me = requireAddress(party, "The party");
  const listed = requireObligations(obligations).filter(({ debtor, creditor }) => debtor === me || creditor === me);
  const known = new Set(requireObligations(own).map(keyOf));
  if (listed.length !== known.size || !listed.every((obligation) => known.has(keyOf(obligation)))) {
    throw bad(`The gross list has other obligations of ${me} than it knows.`, "Do not sign; compare the lists.");
  }
}

const keyOf = ({ debtor, creditor, amount, obligationReference }: Obligation): string =>
  [debtor, creditor, amount, obligationReference].join();

export const cycleId = (cycle: Cycle): string => dealHash("Cycle", CYCLE_TYPES, cycle);

export function hashNets(nets: readonly Net[]): string {
  const rows = nets.map(({ party, amount }) => [party, amount]);
  return keccak256(AbiCoder.defaultAbiCoder().encode(["tuple(address,int256)[]"], [rows]));
}

export function hashSlices(slices: readonly Slice[]): string {
  const rows = slices.map(({ debtor, creditor, amount }) => [debtor, creditor, amount]);
  return keccak256(AbiCoder.defaultAbiCoder().encode(["tuple(uint256,uint256,uint256)[]"], [rows]));
}

/** The holds of the slices, in their order; each debtor signs its own, in the token's domain. */
export function holdsOfCycle(desk: string, { cycle, nets, slices }: BuiltCycle): Hold[] {
  const terms = cycleId(cycle);
  return slices.map(({ debtor, creditor, amount }) => ({
    payer: nets[Number(debtor)]!.party,
    payee: nets[Number(creditor)]!.party,
    notary: desk,
    amount,
    expiry: cycle.settleBy,
    placeBy: cycle.cutOff,
    assignable: false,
    terms,
  }));
}

/** The consent of a party that pays nothing: its signature of the cycle, in the desk's domain. */
export const signCycle = (desk: SigningContract, signer: Signer, cycle: Cycle): Promise<string> =>
  signDeal(desk, signer, CYCLE_TYPES, cycle);
