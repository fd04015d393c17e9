import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { pino } from "pino";

import { syncCustomers } from "../../src/gateway/customers/book.js";
import { foldersOf, makeFolders } from "../../src/gateway/service/folders.js";
import { startPostgres } from "../postgres.js";
import { BankSide } from "./bankside.js";
import { CrashChain, LONGEST_REORG } from "./chain.js";
import { makeCustomers } from "./customers.js";
import { CustomersSide } from "./customersSide.js";
import { openGateway } from "./gateway.js";
import { Mail } from "./mail.js";
import { decide } from "./person.js";
import { Random, sleep } from "./random.js";
import { openWork } from "./settled.js";
import { CURRENCIES } from "./settings.js";
import { judgeCampaign, type Verdict } from "./verdict.js";
import { Workers } from "./workers.js";

export interface CampaignOptions {
  readonly seed: number;
  readonly deposits: number;
  readonly redemptions: number;
  readonly customers: number;
  readonly workers: number;
  readonly kills: number;
  /** percent of killed workers whose successor has a name of its own */
  readonly renamed: number;
  readonly restarts: number;
  readonly reorgs: number;
  /** milliseconds that the disturbed part takes at least */
  readonly busy: number;
  /** milliseconds after the last disturbance in which everything must be settled */
  readonly quiet: number;
  /** milliseconds between blocks */
  readonly blocks: readonly [number, number];
  readonly say: (line: string) => void;
  /** keep the folder with files and the workers' log */
  readonly keep: boolean;
}

export interface Campaign extends Verdict {
  readonly kills: number;
  readonly restarts: number;
  readonly reorgs: number;
  readonly dropped: number;
  readonly files: number;
  readonly duplicates: number;
  readonly seconds: number;
}

/** Runs one campaign: what customers and bank do, what is done to the workers and the node, and the verdict. */
export async function runCampaign(options: CampaignOptions): Promise<Campaign> {
  const { seed, say } = options;
  const started = Date.now();
  const data = mkdtempSync(join(tmpdir(), "vostro-crash-"));
  const folders = foldersOf(data);
  await makeFolders(folders);
  const customers = makeCustomers(options.customers, new Random(seed));
  const ends: (() => Promise<unknown>)[] = [];
  try {
    const server = await startPostgres();
    ends.push(() => server.stop());
    const chain = await CrashChain.start(customers);
    ends.push(() => chain.stop());
    const place = { node: chain.url, database: await server.freshDatabase(), addresses: chain.addresses };
    const gateway = await openGateway({ ...place, worker: "campaign" }, pino({ level: "silent" }));
    ends.push(() => gateway.store.destroy());
    await syncCustomers(
      gateway,
      customers.map(({ customer }) => customer),
    );
    const mail = new Mail(folders.incoming, new Random(seed + 1), Math.min(8_000, options.busy / 4));
    const bankSide = new BankSide(new Random(seed + 2), mail, folders.outgoing, options.busy / 3);
    const customersSide = new CustomersSide(chain.url, chain.addresses, customers, new Random(seed + 3));
    chain.mine(new Random(seed + 4), options.blocks);
    const workers = new Workers(options.workers, { ...place, data }, new Random(seed + 5), options.renamed);
    ends.push(
      () => workers.stop(),
      async () => customersSide.close(),
    );
    await workers.ready();
    say(
      `Started in ${Math.round((Date.now() - started) / 1000)} s: ${options.workers} workers, files and log in ${data}`,
    );

    let stopped = false;
    const loop = async (pause: number, act: () => Promise<unknown> | unknown): Promise<void> => {
      let complained = "";
      while (!stopped) {
        await sleep(pause);
        // The node is away now and then; whatever else goes wrong is said once.
        await Promise.resolve()
          .then(act)
          .catch((error: unknown) => {
            const problem = String(error).slice(0, 200);
            if (!/ECONNREFUSED|ECONNRESET|socket hang up|SERVER_ERROR/.test(problem) && problem !== complained)
              say(problem);
            complained = problem;
          });
      }
    };
    const begun = Date.now();
    const progress = (): number => Math.min(1, (Date.now() - begun) / options.busy);
    const any = new Random(seed + 6);
    const isFed = (): boolean =>
      bankSide.deposits.length >= options.deposits && customersSide.standing >= options.redemptions;
    const loops = [
      loop(100, () => {
        const due = Math.ceil(options.deposits * Math.min(1, progress() * 1.4));
        while (bankSide.deposits.length < due) bankSide.payIn(any.pick(customers));
      }),
      loop(400, () => bankSide.notify(any.pick(CURRENCIES))),
      loop(Math.max(1_500, options.busy / 20), () => bankSide.state(any.pick(CURRENCIES))),
      loop(200, () => bankSide.pay()),
      loop(200, () => bankSide.giveBack()),
      loop(100, () => mail.deliver()),
      loop(50, async () => {
        const due = Math.floor(options.redemptions * Math.min(1, Math.max(0, progress() * 1.3 - 0.15)));
        if (customersSide.standing < due) await customersSide.redeem();
      }),
      loop(500, () => customersSide.relay()),
      loop(500, () => decide(gateway)),
    ];
    const disturb = async (count: number, act: (chaos: Random) => Promise<void>, chaos: Random): Promise<void> => {
      for (let i = 0; i < count; i++) {
        const due = begun + (options.busy * (i + chaos.next())) / count;
        await sleep(Math.max(0, due - Date.now()));
        await act(chaos);
      }
    };
    await Promise.all([
      workers.harass(options.kills, (options.workers * options.busy) / Math.max(1, options.kills)),
      disturb(options.restarts, (chaos) => chain.restart(chaos.int(0, 1_500)), new Random(seed + 8)),
      disturb(options.reorgs, (chaos) => chain.reorg(chaos.int(1, LONGEST_REORG)), new Random(seed + 9)),
      sleep(options.busy),
    ]);
    say(
      `Disturbed for ${Math.round((Date.now() - begun) / 1000)} s: ${workers.kills} kills, ${chain.restarts} node restarts, ${chain.reorgs} reorgs`,
    );
    mail.hurry(1_000);

    const deadline = Date.now() + options.quiet;
    let [told, toldAt] = ["", 0];
    let rests = 0;
    while (Date.now() < deadline) {
      await sleep(500);
      mail.hurry(500);
      for (const currency of CURRENCIES) bankSide.state(currency);
      const work = await openWork(gateway.store);
      const inFolder = readdirSync(folders.incoming).length + readdirSync(folders.outgoing).length;
      const rest = isFed() && customersSide.open === 0 && bankSide.isQuiet && inFolder === 0 && work.length === 0;
      rests = rest ? rests + 1 : 0;
      if (rests >= 4) break;
      const now = [`${bankSide.deposits.length} deposits, ${customersSide.accepted.length} redemptions`, ...work].join(
        "; ",
      );
      if (now !== told && Date.now() - toldAt > 5_000) {
        say(`  ${now}`);
        [told, toldAt] = [now, Date.now()];
      }
    }
    stopped = true;
    await Promise.all(loops);
    await watched(gateway, customersSide);
    await workers.stop();
    const verdict = await judgeCampaign(gateway, bankSide, customersSide.accepted);
    return {
      ...verdict,
      kills: workers.kills,
      restarts: chain.restarts,
      reorgs: chain.reorgs,
      dropped: chain.dropped,
      files: mail.delivered,
      duplicates: mail.duplicates,
      seconds: Math.round((Date.now() - started) / 1000),
    };
  } finally {
    for (const end of ends.reverse()) await end();
    if (!options.keep) rmSync(data, { recursive: true, force: true });
  }
}

/** Until the books have read the chain as far as anything happened on it. */
async function watched(gateway: Awaited<ReturnType<typeof openGateway>>, _side: CustomersSide): Promise<void> {
  const head = await gateway.bank.accessManager.runner!.provider!.getBlockNumber();
  for (let left = 120; left > 0; left--) {
    const cursor = await gateway.store.selectFrom("chain_cursor").select("block").executeTakeFirst();
    if ((cursor?.block ?? 0) >= head) return;
    await sleep(250);
  }
}

/** One line for people. */
export function describeCampaign(seed: number, done: Campaign): string {
  const { deposits, redemptions } = done;
  return (
    `seed ${seed}: ${deposits.all} deposits: ${deposits.once} minted once, ${deposits.twice} twice, ${deposits.lost} lost; ` +
    `${redemptions.all} redemptions: ${redemptions.paid} paid once (${redemptions.returned} of them came back), ${redemptions.rejected} rejected, ` +
    `${redemptions.twice} twice, ${redemptions.lost} lost; ${done.kills} kills, ${done.restarts} node restarts, ` +
    `${done.reorgs} reorgs (${done.dropped} blocks), ${done.files} files (${done.duplicates} duplicates), ${done.seconds} s; ` +
    (done.differences.length === 0
      ? `books equal at block ${done.block}`
      : `${done.differences.length} DIFFERENCES at block ${done.block}`)
  );
}
