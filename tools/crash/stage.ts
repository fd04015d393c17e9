import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { pino } from "pino";

import { syncCustomers } from "../../src/gateway/customers/book.js";
import { foldersOf, makeFolders } from "../../src/gateway/service/folders.js";
import { startPostgres } from "../postgres.js";
import { BankSide } from "./bankside.js";
import { CrashChain } from "./chain.js";
import { makeCustomers } from "./customers.js";
import { CustomersSide } from "./customersSide.js";
import { openGateway } from "./gateway.js";
import { Mail } from "./mail.js";
import type { CampaignOptions } from "./options.js";
import { Random } from "./random.js";
import { Workers } from "./workers.js";

/** Milliseconds that a file is on its way at most, however long the campaign. */
const LONGEST_WAY = 8_000;

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** Everybody who takes part: node, database, bank, customers and workers at work. When anything fails it is all stopped. */
export async function openStage(options: CampaignOptions) {
  const { seed, busy } = options;
  const data = mkdtempSync(join(tmpdir(), "vostro-crash-"));
  const ends: (() => Promise<unknown> | void)[] = [];
  if (!options.keep) ends.push(() => rmSync(data, { recursive: true, force: true }));
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const folders = foldersOf(data);
    await makeFolders(folders);
    const customers = makeCustomers(options.customers, new Random(seed));
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
    const mail = new Mail(folders.incoming, new Random(seed + 1), Math.min(LONGEST_WAY, busy / 4));
    const bankSide = new BankSide(new Random(seed + 2), mail, folders.outgoing, busy / 3);
    const customersSide = new CustomersSide(chain.url, chain.addresses, customers, new Random(seed + 3));
    ends.push(() => customersSide.close());
    chain.mine(new Random(seed + 4), options.blocks);
    const workers = new Workers(options.workers, { ...place, data }, new Random(seed + 5), options.renamed);
    ends.push(() => workers.stop());
    await workers.ready();
    return { data, folders, customers, chain, gateway, mail, bankSide, customersSide, workers, close };
  } catch (error) {
    await close();
    throw error;
  }
}
