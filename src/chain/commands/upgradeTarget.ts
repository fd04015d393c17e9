import { dataSlice, getAddress } from "ethers";

import type { ManagedContract } from "../../bank/roles.js";
import { VostroError } from "../../errors/index.js";
import { buildOf } from "../../upgrade/build.js";
import { checkUpgrade, type UpgradeCheck } from "../../upgrade/check.js";
import { identify, implementationOf, proxiesOf, type SuiteProxy, UPGRADEABLE_KINDS } from "../../upgrade/proxies.js";
import { allReleases, loadRelease, type Release, RELEASES } from "../../upgrade/release.js";
import type { Bank } from "../bank.js";
import { readLogs } from "../logs.js";
import { ask, providerOf } from "../send.js";
import type { Context } from "./context.js";
import { InputError } from "./exitCodes.js";

/** What is upgraded, from what to what. */
export interface UpgradeTarget {
  readonly kind: ManagedContract;
  /** those that do not run `next` yet */
  readonly proxies: readonly SuiteProxy[];
  /** the implementation behind them now */
  readonly implementation: string;
  readonly deployed: Release;
  readonly next: Release;
  /** the proxies have run `next` before */
  readonly goesBack: boolean;
  /** all that is known by its code: kept releases, and what it is upgraded to */
  readonly known: readonly Release[];
}

/** The kind of contract that --contract names. */
export function kindIn(context: Context): ManagedContract {
  return context.read("contract", (text) => {
    const kind = UPGRADEABLE_KINDS.find((name) => name === text);
    if (kind !== undefined) return kind;
    const fix = `Use one of ${UPGRADEABLE_KINDS.join(", ")}; others are replaced, never upgraded.`;
    throw new InputError("--contract", `${JSON.stringify(text)} has no proxy`, fix);
  });
}

export const releasesIn = (context: Context): string => context.text("releases") ?? RELEASES;

/**
 * Reads what is deployed and what it is to become.
 * @throws InputError; VostroError NoRelease, NoSuchContract, ImplementationsDiffer, CodeUnknown
 */
export async function targetIn(context: Context): Promise<UpgradeTarget> {
  const { bank } = context;
  const kind = kindIn(context);
  const folder = releasesIn(context);
  const [contract, release] = [context.text("to") ?? kind, context.text("release")];
  const kept = await allReleases(folder);
  const next =
    release === undefined ? await buildOf(contract, { known: kept }) : await loadRelease(release, contract, folder);
  const known = [...kept, next];
  const { proxies, implementation } = await unfinished(bank, proxiesOf(bank, kind), next);
  const deployed = await identify(bank, implementation, known);
  if (deployed !== undefined) {
    const goesBack = await hasRun(bank, proxies[0]!.address, next);
    return { kind, proxies, implementation, deployed, next, goesBack, known };
  }
  throw new VostroError({
    name: "CodeUnknown",
    args: { implementation },
    sentence: `The code at ${implementation}, behind ${proxies[0]!.name}, is of no kept release: its layout is not known.`,
    fix: "Keep the release that was deployed (npm run release at its commit), and name its folder with --releases.",
  });
}

/** The proxies that do not run `next` yet (all of them, if each does): an upgrade that stopped halfway goes on with the rest. */
async function unfinished(bank: Bank, all: readonly SuiteProxy[], next: Release) {
  const found = await ask(
    bank,
    Promise.all(all.map(async (proxy) => ({ proxy, at: await implementationOf(providerOf(bank), proxy.address) }))),
  );
  const done = await Promise.all(found.map(async ({ at }) => (await identify(bank, at, [next])) !== undefined));
  const rest = done.every(Boolean) ? found : found.filter((_, i) => !done[i]);
  const implementation = rest[0]!.at;
  if (rest.every(({ at }) => at === implementation)) return { proxies: rest.map(({ proxy }) => proxy), implementation };
  throw new VostroError({
    name: "ImplementationsDiffer",
    sentence: `The proxies do not have one implementation: ${rest.map(({ proxy, at }) => `${proxy.name} ${at}`).join(", ")}.`,
    fix: "Upgrade them to one that is kept first (upgrade show says what is behind each).",
  });
}

/** Whether a proxy has had this code behind it, now or before. */
async function hasRun(bank: Bank, proxy: string, release: Release): Promise<boolean> {
  const event = bank.partyRegistry.interface.getEvent("Upgraded");
  const toBlock = await ask(bank, providerOf(bank).getBlockNumber());
  const { fromBlock } = bank.addresses;
  const logs = await readLogs(bank, { addresses: [proxy], topics: [event.topicHash], fromBlock, toBlock });
  const addresses = new Set(logs.map(({ topics }) => getAddress(dataSlice(topics[1]!, 12))));
  const matches = await Promise.all([...addresses].map((address) => identify(bank, address, [release])));
  return matches.some((match) => match !== undefined);
}

/** "DepositToken 0.3.0", "SuccessorIssuanceDesk of this build" */
export const releaseName = ({ contract, version }: Release): string =>
  version === "build" ? `${contract} of this build` : `${contract} ${version}`;

/** The comparison of a target. @throws VostroError UpgradeRefused with every reason */
export async function requireGood({ deployed, next, goesBack }: UpgradeTarget): Promise<UpgradeCheck> {
  const check = await checkUpgrade(deployed, next, goesBack);
  if (check.reasons.length === 0) return check;
  throw new VostroError({
    name: "UpgradeRefused",
    args: { reasons: check.reasons },
    sentence: `${releaseName(deployed)} cannot be upgraded to ${releaseName(next)}: ${check.reasons.join("; ")}.`,
    fix: "Correct the new code. Nothing was sent.",
  });
}
