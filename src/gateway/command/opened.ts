import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { bankFileIn } from "../../chain/commands/zonesOption.js";
import type { Context } from "../../chain/commands/context.js";
import { InputError } from "../../chain/commands/exitCodes.js";
import type { Gateway, Keys } from "../gateway.js";
import { type Folders, foldersOf, makeFolders } from "../service/folders.js";
import { readKeys } from "../service/keys.js";
import { makeLogger } from "../service/logger.js";
import { NOBODY, type People, type Power, readPeople } from "../service/people.js";
import { openGateway, workerName } from "../service/open.js";

/** A gateway opened for one command. */
export interface Opened {
  readonly gateway: Gateway;
  readonly folders: Folders;
  readonly people: People;
}

/**
 * Opens the bank's gateway, does something with it and closes it again.
 * @param roles whose keys are wanted
 */
export async function withGateway<T>(
  context: Context,
  roles: readonly string[],
  act: (opened: Opened) => Promise<T>,
): Promise<T> {
  const { bank, environment } = context;
  const { variables, provider } = environment;
  const config = await bankFileIn(context);
  if (config === undefined) {
    throw new InputError("--bank-file", "is missing", `Name the bank file of ${bank.addresses.bank}.`);
  }
  const folders = foldersOf(context.text("data") ?? join("gateway-data", config.name));
  const keys: Keys = readKeys(config, bank.addresses.chainId, provider, roles, variables);
  const url = variables["DATABASE_URL"];
  await makeFolders(folders);
  const gateway = await openGateway({
    config,
    bank,
    salt: await context.salt(),
    keys,
    log: makeLogger(workerName(), variables["VOSTRO_LOG_LEVEL"] ?? "info"),
    ...(url === undefined || url === "" ? { folder: folders.store } : { databaseUrl: url }),
  });
  try {
    return await act({ gateway, folders, people: await peopleIn(context) });
  } finally {
    await gateway.store.destroy();
  }
}

async function peopleIn(context: Context): Promise<People> {
  const path = context.text("people");
  return path === undefined ? NOBODY : readPeople(path);
}

/**
 * Who gives the command: by the token in VOSTRO_GATEWAY_TOKEN and the people file. On a local chain --by stands in.
 * @throws VostroError Unauthenticated, Forbidden; InputError
 */
export function personGiving(context: Context, { people }: Opened, power: Power): string {
  const by = context.text("by");
  if (by !== undefined && context.text("people") === undefined) {
    if (!context.local) {
      throw new InputError("--by", "is for local chains only", "Give --people, and set VOSTRO_GATEWAY_TOKEN.");
    }
    if (/^[a-z][a-z0-9.-]{1,39}$/.test(by)) return by;
    throw new InputError("--by", `${JSON.stringify(by)} is no name`, "Write 2 to 40 small letters, digits, . or -.");
  }
  return people.require(context.environment.variables["VOSTRO_GATEWAY_TOKEN"], power).name;
}

/** A file that an option names. @throws InputError */
export async function bytesOf(path: string, flag: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === "ENOENT" ? "is not there" : "cannot be read";
    throw new InputError(flag, `${path} ${why}`, "Check the path.");
  }
}
