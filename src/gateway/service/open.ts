import { hostname } from "node:os";

import type { Logger } from "pino";

import type { BankConfig } from "../../bank/bankFile.js";
import type { Bank } from "../../chain/bank.js";
import { openStore } from "../../store/index.js";
import type { Gateway, Keys } from "../gateway.js";
import { noGateway } from "./errors.js";
import { requireOwnStore } from "./identity.js";

/** What a gateway is made of. */
export interface GatewayParts {
  readonly config: BankConfig;
  readonly bank: Bank;
  readonly salt: string;
  readonly keys: Keys;
  readonly log: Logger;
  /** a PostgreSQL server; without it the embedded database in `folder` */
  readonly databaseUrl?: string | undefined;
  readonly folder?: string | undefined;
}

/**
 * Opens the store and makes sure that it is this bank's. Close it with `gateway.store.destroy()`.
 * @throws VostroError NoGateway, OtherStore; StoreError
 */
export async function openGateway(parts: GatewayParts): Promise<Gateway> {
  const { config, bank, salt, keys, log } = parts;
  const settings = config.gateway;
  if (settings === undefined) throw noGateway(config.name);
  const store = await openStore({ url: parts.databaseUrl, folder: parts.folder });
  const gateway: Gateway = {
    store,
    bank,
    settings,
    accounts: config.tokens.flatMap(({ currency, accounts }) => accounts.map((account) => ({ ...account, currency }))),
    salt,
    worker: workerName(),
    keys,
    log,
  };
  try {
    await requireOwnStore(gateway);
    return gateway;
  } catch (error) {
    await store.destroy();
    throw error;
  }
}

/** Machine and process: two workers never have the same. */
export const workerName = (): string => `${hostname()}:${process.pid}`;
