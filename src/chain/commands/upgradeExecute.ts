import { VostroError } from "../../errors/index.js";
import { contradictionsIn, booksAt } from "../books/books.js";
import { compareBooks } from "../books/compare.js";
import { digestDifferences, stateDigest, type StateDigest } from "../../upgrade/digest.js";
import { scheduledUpgrades, type ScheduledUpgrade } from "../../upgrade/scheduled.js";
import { requireReady } from "../schedule.js";
import { ask, providerOf, send, type Sent } from "../send.js";
import type { Context, Outcome } from "./context.js";
import { perform, receipt } from "./perform.js";
import { personOf } from "./signers.js";
import { releaseName, requireGood, targetIn } from "./upgradeTarget.js";
import { requireCode } from "./upgradePropose.js";

/** Differences said in words; the state itself has them all. */
const SAID = 20;

/**
 * Carries out what the sender has scheduled, once it is ready, behind every proxy; the state just before and just after must be
 * the same. Exit code 1 when it is not.
 */
export async function execute(context: Context): Promise<Outcome> {
  const { bank } = context;
  const target = await targetIn(context);
  const sender = await personOf(context, "UPGRADER");
  await requireGood(target);
  const own = await ownUpgrades(context, sender.address, target.proxies);
  for (const { implementation, call, schedule } of own) {
    await requireCode(context, implementation, target.next);
    requireReady(call, schedule);
  }
  const calls = own.map(({ call }) => call);
  // Whether the state can be read at all is found out before anything is sent.
  const latest = await ask(bank, providerOf(bank).getBlockNumber());
  const how = { everyKey: target.kind === "PartyRegistry", goesBack: target.goesBack };
  const first = await stateDigest(bank, latest, how);
  const does = `Puts ${releaseName(target.next)} behind ${own.map(({ proxy }) => proxy.name).join(", ")}.`;
  const outcome = { value: undefined as Compared | undefined };
  const done = await perform<Sent[]>(context, {
    does,
    facts: [
      ["implementation", own[0]!.implementation],
      ["code hash", target.next.runtimeCodeHash],
      ["state digest", `${first.digest} at block ${latest}`],
    ],
    sender,
    as: "UPGRADER",
    calls: () => Promise.resolve(calls),
    send: async (signer) => {
      const sent: Sent[] = [];
      for (const call of calls) sent.push(await send(bank, signer, call));
      outcome.value = await compareAround(context, first, sent, how);
      return sent;
    },
    next: [
      "Once the Safe has sent it, compare the digests of the blocks before and after:",
      "  npm run upgrade -- digest --block N",
    ],
    done: (sent) => {
      const { before, after, differences, said, failed } = outcome.value!;
      return {
        text: [does, ...said, ...sent.map(receipt)].join("\n"),
        data: {
          ...{ implementation: own[0]!.implementation, codeHash: target.next.runtimeCodeHash },
          ...{ before: before?.digest, after: after?.digest, equal: differences?.length === 0, differences },
          transactions: sent,
        },
        failed,
      };
    },
  });
  return done;
}

/** One live scheduling for each proxy. @throws VostroError AccessManagerNotScheduled, SeveralScheduled */
async function ownUpgrades(
  context: Context,
  proposer: string,
  proxies: Parameters<typeof scheduledUpgrades>[1],
): Promise<ScheduledUpgrade[]> {
  const wanted = context.text("implementation") === undefined ? undefined : context.address("implementation");
  const live = (await scheduledUpgrades(context.bank, proxies)).filter(
    (one) => one.proposer === proposer && (wanted === undefined || one.implementation === wanted),
  );
  return proxies.map((proxy) => {
    const [only, other] = live.filter((one) => one.proxy.address === proxy.address);
    if (only === undefined) {
      throw new VostroError({
        name: "AccessManagerNotScheduled",
        args: { proxy: proxy.address },
        sentence: `${proposer} has scheduled no upgrade of ${proxy.name}: it never did, or it was cancelled, carried out, or has lapsed.`,
        fix: "See upgrade show; propose it (again) first. Nothing was sent.",
      });
    }
    if (other === undefined) return only;
    throw new VostroError({
      name: "SeveralScheduled",
      args: { proxy: proxy.address },
      sentence: `${proposer} has scheduled several upgrades of ${proxy.name}.`,
      fix: "Name one with --implementation, and cancel the others.",
    });
  });
}

/** How the state is read, and what for. */
interface How {
  readonly everyKey: boolean;
  readonly goesBack: boolean;
}

interface Compared {
  readonly before: StateDigest | undefined;
  readonly after: StateDigest | undefined;
  /** undefined where one of the states cannot be read */
  readonly differences?: readonly string[];
  readonly said: readonly string[];
  readonly failed: boolean;
}

/** The state of the block before the first upgrade against that of the last one's block. */
async function compareAround(
  { bank }: Context,
  first: StateDigest,
  sent: readonly Sent[],
  how: How,
): Promise<Compared> {
  const [from, to] = [sent[0]!.blockNumber - 1, sent.at(-1)!.blockNumber];
  let [before, after]: (StateDigest | undefined)[] = [];
  try {
    before = first.block === from ? first : await stateDigest(bank, from, how);
    after = await stateDigest(bank, to, how);
  } catch (error) {
    const { message } = error as Error;
    return { before, after, said: [`THE STATE CANNOT BE READ ANY MORE: ${message}`, adviceOf(how)], failed: true };
  }
  const hashes = [
    `State digest before  ${before.digest} at block ${from}`,
    `State digest after   ${after.digest} at block ${to}`,
  ];
  const differences = digestDifferences(before, after);
  if (differences.length === 0)
    return {
      before,
      after,
      differences,
      said: [...hashes, "Equal: nothing that the bank stores has changed."],
      failed: false,
    };
  const listed = differences.slice(0, SAID).map((difference) => `DIFFERS: ${difference}`);
  if (await isExplained(bank, from, to)) {
    const why = `Others acted in the same blocks, and every stored figure is what the events say: ${differences.length} difference(s) are theirs.`;
    return { before, after, differences, said: [...hashes, ...listed, why], failed: false };
  }
  const alarm = `THE STATE IS NOT WHAT IT WAS: ${differences.length} DIFFERENCE(S).`;
  return { before, after, differences, said: [...hashes, alarm, ...listed, adviceOf(how)], failed: true };
}

const adviceOf = ({ goesBack }: How): string =>
  goesBack
    ? "It went back: compare with the digest of the block before the upgrade that is undone (upgrade digest --block N)."
    : "PAUSE THE TOKENS (npm run pause), AND PROPOSE THE KEPT RELEASE AGAIN (upgrade propose --release).";

/** Acts of others between two blocks explain a difference where storage still agrees with all events. */
async function isExplained(bank: Context["bank"], from: number, to: number): Promise<boolean> {
  const books = await booksAt(bank, to);
  const ours = new Set(["Upgraded", "OperationExecuted"]);
  const others = books.events.filter(({ name, blockNumber }) => blockNumber > from && !ours.has(name));
  if (others.length === 0 || contradictionsIn(books).length > 0) return false;
  return (await compareBooks(bank, books)).differences.length === 0;
}
