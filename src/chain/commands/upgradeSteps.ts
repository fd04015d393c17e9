import { isoDate } from "../../errors/index.js";
import { checkUpgrade } from "../../upgrade/check.js";
import { stateDigest, type StateDigest } from "../../upgrade/digest.js";
import { identify, implementationOf, proxiesOf, UPGRADEABLE_KINDS } from "../../upgrade/proxies.js";
import { allReleases } from "../../upgrade/release.js";
import { scheduledUpgrades } from "../../upgrade/scheduled.js";
import { ask, providerOf } from "../send.js";
import { chooseBlock } from "../supply.js";
import type { Context, Outcome } from "./context.js";
import { lines } from "./read.js";
import { kindIn, releaseName, releasesIn, targetIn } from "./upgradeTarget.js";

/** Compares what is deployed with what it is to become; exit code 1 when it must not be done. */
export async function check(context: Context): Promise<Outcome> {
  const { kind, implementation, deployed, next, goesBack } = await targetIn(context);
  const { reasons, notes, added, removed, toWire } = await checkUpgrade(deployed, next, goesBack);
  const text = [
    lines([
      ["contract", kind],
      ["deployed", `${releaseName(deployed)} at ${implementation}, code hash ${deployed.runtimeCodeHash}`],
      ["new", `${releaseName(next)}, code hash ${next.runtimeCodeHash}`],
      ["compiler", `${next.compiler.version}`],
      ["functions", `${added.length} added, ${removed.length} removed`],
      ["verdict", reasons.length === 0 ? "may be done" : "MUST NOT BE DONE"],
    ]),
    ...reasons.map((reason) => `AGAINST IT: ${reason}`),
    ...notes.map((note) => `Note: ${note}`),
  ];
  const data = { contract: kind, implementation, reasons, notes, added, removed, toWire };
  const hashes = { deployedCodeHash: deployed.runtimeCodeHash, newCodeHash: next.runtimeCodeHash };
  return { text: text.join("\n"), data: { ...data, ...hashes }, failed: reasons.length > 0 };
}

/** What code is behind the proxies, and which upgrades are scheduled. */
export async function show(context: Context): Promise<Outcome> {
  const { bank } = context;
  const kinds = context.text("contract") === undefined ? UPGRADEABLE_KINDS : [kindIn(context)];
  const proxies = kinds.flatMap((kind) => proxiesOf(bank, kind));
  const known = await allReleases(releasesIn(context));
  const say = async (address: string): Promise<string> => {
    const release = await identify(bank, address, known);
    return `${address}, ${release === undefined ? "OF NO KEPT RELEASE" : releaseName(release)}`;
  };
  const provider = providerOf(bank);
  const now = await Promise.all(
    proxies.map(async (proxy) => {
      const implementation = await ask(bank, implementationOf(provider, proxy.address));
      return { name: proxy.name, implementation, says: await say(implementation) };
    }),
  );
  const scheduled = await scheduledUpgrades(bank, proxies);
  const waiting = await Promise.all(
    scheduled.map(async ({ proxy, proposer, implementation, schedule: { state, readyAt = 0n, lapsesAt = 0n } }) => [
      `Scheduled for ${proxy.name} by ${proposer}: ${await say(implementation)}`,
      `  ${state === "ready" ? "ready" : "waits"}: from ${isoDate(readyAt)} on, until ${isoDate(lapsesAt)}`,
    ]),
  );
  const text = [
    lines(now.map(({ name, says }): [string, string] => [name, says])),
    ...waiting.flat(),
    ...(waiting.length === 0 ? ["Nothing is scheduled."] : []),
  ];
  return { text: text.join("\n"), data: { proxies: now, scheduled } };
}

/** The digest of the bank's state at a block. */
export async function digest(context: Context): Promise<Outcome> {
  const { bank } = context;
  const block = await chooseBlock(bank, context.integer("block", 0, Number.MAX_SAFE_INTEGER));
  const options = { named: context.flag("named"), ignoreTimes: context.flag("ignoreTimes") };
  const state = await stateDigest(bank, block, options);
  return { text: digestText(state), data: { ...options, ...digestData(state) } };
}

export const digestText = ({ block, digest: whole, sections }: StateDigest): string =>
  lines([
    ["block", String(block)],
    ["digest", whole],
    ...Object.entries(sections).map(([name, { hash, figures }]): [string, string] => [name, `${hash}  ${figures}`]),
  ]);

export const digestData = ({ block, digest: whole, sections }: StateDigest) => ({ block, digest: whole, sections });
