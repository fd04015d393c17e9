import { type Acts, beginLife, Life, random, type World } from "./life.js";
import { lawActs } from "./lawActs.js";
import { limitActs } from "./limitActs.js";
import { moneyActs } from "./moneyActs.js";
import { registerActs } from "./registerActs.js";

export type { World } from "./life.js";

/** How often each act of a random life succeeded, those that never did among them. */
export type Lived = ReadonlyMap<string, number>;

/**
 * Random acts of everybody on everything, most of which succeed. Refusals are part of it: they leave no event.
 * @returns how often each act succeeded
 */
export async function liveRandomly(world: World, seed: number, acts: number): Promise<Lived> {
  await beginLife(world);
  const life = new Life(world, random(seed));
  const all: Acts = { ...moneyActs(life), ...registerActs(life), ...lawActs(life), ...limitActs(life) };
  const names = Object.keys(all).flatMap((name) => Array.from({ length: WEIGHTS[name] ?? 1 }, () => name));
  const done = new Map(Object.keys(all).map((name) => [name, 0]));
  for (let i = 0; i < acts; ++i) {
    const name = life.one(names);
    if (await succeeds(all[name]!)) done.set(name, done.get(name)! + 1);
    if (life.pick(4) === 0) await world.time.increase(life.pick(3_000));
  }
  return done;
}

/** Money moves more often than rules change, and what tightens is lifted more often than not; all else once. */
const WEIGHTS: Readonly<Record<string, number>> = {
  ...{ transfer: 9, mint: 8, place: 16, executeSigned: 6, execute: 9, release: 4, extend: 3, assign: 6 },
  ...{ request: 8, submit: 7, settle: 8, reject: 3, notary: 5, addWallet: 4, attest: 2, openCorridors: 2 },
  ...{ lien: 4, liftLien: 4, seize: 4, recover: 3, sweep: 3, refreeze: 2, forceRelease: 2, addCustody: 3 },
  ...{ liftOrderedBlock: 9, liftDirectBlock: 5, unblockWallet: 7, unpause: 10 },
  ...{ clear: 3, payCleared: 4, fileTravel: 3, payTravelled: 4, raiseLimits: 2, raiseThreshold: 2, lowerThreshold: 2 },
};

/** Refusals of the chain and of our own checks are expected; a mistake of the test is not. */
async function succeeds(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw error;
    return false;
  }
}
