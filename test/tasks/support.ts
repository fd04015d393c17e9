import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { testAccount } from "../../src/bank/testAccounts.js";
import type { Environment } from "../../src/chain/commands/context.js";
import type { CommandName } from "../../src/chain/commands/definitions.js";
import { type Ended, runCommand } from "../../src/chain/commands/run.js";
import { deploymentFolder, saveAddresses } from "../../src/chain/deployments.js";
import { admitContract, type BankAddresses } from "../../src/chain/index.js";
import { deployDesks, deskAddress, type DeskName, DESKS } from "../../src/settlement/desks.js";
import { NAMES, useBank } from "../chain/support.js";

/** The test account behind a name of the fixture, as --as takes it. */
export const indexOf = (name: (typeof NAMES)[number]): string => String(NAMES.indexOf(name));
export const ALICE = testAccount(Number(indexOf("alice"))).address;
export const BOB = testAccount(Number(indexOf("bob"))).address;

/** The fixture's bank, written down as a deployment of the name "test" in a folder of its own. */
export async function recordDeployment(addresses: BankAddresses): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "vostro-tasks-"));
  await mkdir(deploymentFolder(folder, addresses.bank, addresses.chainId));
  await saveAddresses(addresses, folder);
  return folder;
}

/** Every call of the returned function gives the same fresh bank, with commands that run on it. */
export async function useStage(chainId?: number) {
  const load = await useBank(chainId);
  let folder: string | undefined;
  after(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true });
  });
  return async () => {
    const fixture = await load();
    const { provider } = fixture.chain.ethers;
    const deployments = (folder ??= await recordDeployment(fixture.bank.addresses));
    return {
      ...fixture,
      folder: deployments,
      height: () => provider.getBlockNumber(),
      /**
       * Runs an act, with values as a task or script passes them and these variables for the environment. Dangerous acts are
       * confirmed with the bank's name, unless the values say otherwise: what happens without is said in confirm.ts.
       */
      run(
        command: string,
        values: Record<string, string | boolean> = {},
        variables: Record<string, string> = {},
        more: Partial<Environment> = {},
      ) {
        const [name, step] = command.split(" ") as [CommandName, string | undefined];
        const yes = values["bank"] ?? "test";
        return runCommand(name, step, { deployments, bank: "test", yes, ...values }, { provider, variables, ...more });
      },
      /** Writes a file of the test's and returns its path. */
      async file(name: string, text: string): Promise<string> {
        const path = join(deployments, name);
        await writeFile(path, text);
        return path;
      },
    };
  };
}

/**
 * A fixture on top of another: `prepare` runs once a file, and every call of the returned function gives the same state after it.
 */
export function useMore<
  S extends { chain: { networkHelpers: { loadFixture<T>(fixture: () => Promise<T>): Promise<T> } } },
  T,
>(load: () => Promise<S>, prepare: (stage: S) => Promise<T>): () => Promise<T> {
  let stage: S | undefined;
  const prepared = async (): Promise<T> => prepare(await load());
  return async () => (stage ??= await load()).chain.networkHelpers.loadFixture(prepared);
}

/** The bank with this desk of settlement on its chain, admitted in its tokens. */
export const useDesk = (load: Awaited<ReturnType<typeof useStage>>, desk: DeskName, currencies = ["USD"]) =>
  useMore(load, async (stage) => {
    await deployDesks(stage.people.stranger, [desk]);
    for (const currency of currencies) {
      const admitted = { currency, contract: deskAddress(desk), powers: DESKS[desk].powers };
      await admitContract(stage.bank, stage.people.POLICY_ADMIN, admitted);
    }
    return stage;
  });

/** The JSON that a command printed; members are whatever the test expects them to be. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export const jsonOf = ({ output }: Ended): Record<string, any> => JSON.parse(output) as Record<string, any>;
