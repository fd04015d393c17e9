import { decodeError, VostroError } from "../../errors/index.js";
import { stateDigest } from "../../upgrade/digest.js";
import { identify, upgradeCall } from "../../upgrade/proxies.js";
import { isCodeOf, type Release } from "../../upgrade/release.js";
import { scheduledUpgrades } from "../../upgrade/scheduled.js";
import { accessOf, describeDelay, readSchedule, scheduleAct, type Scheduled, scheduleCall } from "../schedule.js";
import { ask, providerOf } from "../send.js";
import type { Context, Outcome, Person } from "./context.js";
import { commandLine } from "./delayed.js";
import { InputError } from "./exitCodes.js";
import { perform, receipt } from "./perform.js";
import { personOf, signerOf } from "./signers.js";
import { releaseName, requireGood, targetIn, type UpgradeTarget } from "./upgradeTarget.js";

/**
 * Puts the new code on the chain and schedules it behind each proxy. What the check is against is refused before anything is
 * sent; what is scheduled already is left as it is.
 */
export async function propose(context: Context): Promise<Outcome> {
  const { bank } = context;
  const target = await targetIn(context);
  const { notes } = await requireGood(target);
  const sender = await personOf(context, "UPGRADER");
  const delay = await delayOf(context, sender, target);
  const given = context.text("implementation") === undefined ? undefined : context.address("implementation");
  const does = `Schedules, ${delay} ahead: ${releaseName(target.next)} behind ${target.proxies.map(({ name }) => name).join(", ")}.`;
  if (given !== undefined) await requireCode(context, given, target.next);
  const known = given ?? (await proposedBefore(context, sender, target));
  if (known === undefined && context.dryRun) return dryRun(target, does, notes, sender);
  const implementation = known ?? (await deploy(context, target.next));
  const block = await ask(bank, providerOf(bank).getBlockNumber());
  const state = await stateDigest(bank, block);
  const all = await Promise.all(target.proxies.map((proxy) => upgradeCall(bank, proxy, implementation)));
  const states = await Promise.all(all.map((call) => readSchedule(bank, sender.address, call)));
  const calls = all.filter((_, i) => states[i]!.state === "none");
  const announced = [
    `Implementation  ${implementation}`,
    `Code hash       ${target.next.runtimeCodeHash} (immutables as zeros)`,
    `State digest    ${state.digest} at block ${block}`,
  ];
  const data = { implementation, codeHash: target.next.runtimeCodeHash, digest: state.digest, block, notes };
  if (calls.length === 0) {
    return { text: [does, "It is scheduled already. Nothing to send.", ...announced].join("\n"), data };
  }
  const next = [
    "When the delay has passed, the same proposer carries it out; until then the guardian can cancel it:",
    `  ${commandLine(context, "upgrade execute", `--implementation ${implementation}`)}`,
    `  npm run upgrade -- cancel --bank ${bank.addresses.bank} --contract ${target.kind} --implementation ${implementation}`,
  ];
  return perform<Scheduled[]>(context, {
    does,
    facts: [
      ["implementation", implementation],
      ["code hash", target.next.runtimeCodeHash],
    ],
    sender,
    as: "UPGRADER",
    calls: () => Promise.all(calls.map((call) => scheduleCall(bank, call))),
    send: async (signer) => {
      const sent: Scheduled[] = [];
      for (const call of calls) sent.push(await scheduleAct(bank, signer, call));
      return sent;
    },
    next: [...announced, ...next],
    done: (sent) => ({
      text: [does, ...announced, ...notes.map((note) => `Note: ${note}`), ...next, ...sent.map(receipt)].join("\n"),
      data: { ...data, scheduled: sent.map(({ schedule }) => schedule), transactions: sent.map(({ hash }) => hash) },
    }),
  });
}

/** The proposer's delay in words. @throws VostroError UpgraderWithoutDelay, AccessManagedUnauthorized */
async function delayOf(
  { bank }: Context,
  { address }: Person,
  { proxies, implementation }: UpgradeTarget,
): Promise<string> {
  const access = await accessOf(bank, address, await upgradeCall(bank, proxies[0]!, implementation));
  if (access.delay > 0n) return describeDelay(access);
  const [problem, fix] = access.immediate
    ? ["acts at once: nobody could stop it", "Give the role a delay first (roles of the bank file)."]
    : ["may not upgrade", "Use a key that holds UPGRADER."];
  const sentence = `${address} ${problem}. Nothing was sent.`;
  throw new VostroError({ name: access.immediate ? "UpgraderWithoutDelay" : "NotTheUpgrader", sentence, fix });
}

/** The implementation that this proposer has scheduled already, on a run that stopped halfway or was done twice. */
async function proposedBefore(
  { bank }: Context,
  { address }: Person,
  { proxies, next }: UpgradeTarget,
): Promise<string | undefined> {
  const own = (await scheduledUpgrades(bank, proxies)).filter(({ proposer }) => proposer === address);
  for (const { implementation } of own) {
    if ((await identify(bank, implementation, [next])) !== undefined) return implementation;
  }
  return undefined;
}

function dryRun({ next }: UpgradeTarget, does: string, notes: readonly string[], { address }: Person): Outcome {
  const text = [
    `Would do: Deploys ${releaseName(next)}, code hash ${next.runtimeCodeHash}.`,
    `Would do: ${does}`,
    ...notes.map((note) => `Note: ${note}`),
    "Must sign: DEPLOYER (anyone), deploys it",
    `Must sign: ${address} as UPGRADER, schedules it`,
    "Nothing was sent.",
  ];
  return { text: text.join("\n"), data: { dryRun: true, does, codeHash: next.runtimeCodeHash, notes } };
}

/** Anyone may: what is deployed is compared with what was meant. @returns the new implementation's address */
async function deploy(context: Context, next: Release): Promise<string> {
  const { bank } = context;
  const deployer = signerOf(await personOf(context, "DEPLOYER", "deployerAs"), "DEPLOYER");
  try {
    const transaction = await deployer.sendTransaction({ data: next.creationCode });
    const mined = await transaction.wait(1, 180_000);
    const address = mined?.contractAddress;
    if (typeof address !== "string") throw new Error(`the deployment ${transaction.hash} was not mined in time`);
    context.progress(`${releaseName(next)} at ${address}`);
    await requireCode(context, address, next);
    return address;
  } catch (error) {
    throw error instanceof InputError
      ? error
      : decodeError(error, { names: { [bank.addresses.accessManager]: "the access manager" } });
  }
}

/** @throws InputError when other code is there than what was checked */
export async function requireCode({ bank }: Context, address: string, next: Release): Promise<void> {
  const code = await ask(bank, providerOf(bank).getCode(address));
  if (isCodeOf(next, code)) return;
  const problem = `the code at ${address} is ${code === "0x" ? "none" : "not"} ${releaseName(next)}`;
  throw new InputError("--implementation", problem, "Name the address that `upgrade propose` announced.");
}
