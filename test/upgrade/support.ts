import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { keccak256 } from "ethers";
import hre from "hardhat";

import { ROLES } from "../../src/bank/roles.js";
import {
  buildHold,
  buildRedemption,
  pay,
  placeHold,
  requestRedemption,
  signHold,
  submitRedemption,
} from "../../src/chain/index.js";
import { implementationOf } from "../../src/upgrade/proxies.js";
import { type Release, RELEASES } from "../../src/upgrade/release.js";
import { admitNotary, bytes32, DAY } from "../chain/support.js";
import { ORDER_TEXT } from "../law-acts/support.js";
import { ALICE, useStage } from "../tasks/support.js";

const UETR = "97ed4827-7b6f-4491-a06f-b548d5a7512d";

/**
 * A bank in service: balances, an open hold, a redemption in transit, a lien; whose upgrader waits three days. Beside the kept
 * release it knows three made of it: 0.3.1, whose token tells another interface version; 0.3.2, whose layout clashes; 0.3.3, whose
 * code looks for everything at another place than its layout says.
 */
export async function useUpgrades() {
  const load = await useStage();
  async function inService() {
    const stage = await load();
    const { bank, people, alice, bob, run, time } = stage;
    const notary = await admitNotary(bank, people);
    await pay(bank, alice, { currency: "USD", to: bob.address, amount: 1_000n });
    const hold = await buildHold(bank, {
      ...{ currency: "USD", payer: alice.address, payee: bob.address, notary, amount: 2_500n, terms: bytes32(7) },
      expiry: BigInt(await time.latest()) + 30n * DAY,
    });
    await placeHold(bank, alice, "USD", hold);
    const redemption = await buildRedemption(bank, { currency: "USD", payer: alice.address, amount: 500n });
    await requestRedemption(bank, bob, redemption, await signHold(bank, alice, "USD", redemption.hold));
    await submitRedemption(bank, people.REDEMPTION_OPERATOR, redemption, UETR);
    const lien = await run("legal lien", { ...ORDER_TEXT, wallet: ALICE, currency: "USD", amount: "60.00" });
    if (lien.exitCode !== 0) throw new Error(lien.complaint);
    const manager = bank.accessManager.connect(people.admin);
    await manager.grantRole(ROLES.UPGRADER, people.UPGRADER, 3n * DAY);
    await manager.setRoleGuardian(ROLES.UPGRADER, ROLES.GUARDIAN);
    const releases = await madeReleases(stage.folder);
    const { provider } = stage.chain.ethers;
    return {
      ...{ ...stage, hold, redemption, releases },
      /** Runs a step of `upgrade`, with the releases of this stage. */
      upgrade: (step: string, values: Record<string, string | boolean>) =>
        run(`upgrade ${step}`, { releases, contract: "DepositToken", ...values }),
      implementation: (proxy: string) => implementationOf(provider, proxy),
    };
  }
  let chain: Awaited<ReturnType<typeof load>>["chain"] | undefined;
  return async () => {
    // Loading the bank itself again would throw away the snapshot of the one in service.
    chain ??= (await load()).chain;
    return chain.networkHelpers.loadFixture(inService);
  };
}

const DEPLOYED = await hre.artifacts.readArtifact("DepositToken");

export type Stage = Awaited<ReturnType<Awaited<ReturnType<typeof useUpgrades>>>>;

/** OpenZeppelin's UPGRADE_INTERFACE_VERSION "5.0.0" in the token's code, and "6.0.0": a change that anybody can see. */
const [INTERFACE_5, INTERFACE_6] = ["640352e302e360dc1b", "640362e302e360dc1b"];

/** Where the token's code finds everything, and a place where nothing is. */
const LEDGER_SLOT = "3b481fc3301cffa83a198cafa25ad4ce96836626918771a70ed818e6f9075400";
const MOVED_SLOT = "3b481fc3301cffa83a198cafa25ad4ce96836626918771a70ed818e6f9075500";

const LEDGER = "erc7201:vostro.storage.DepositToken";

async function madeReleases(folder: string): Promise<string> {
  const releases = join(folder, "releases");
  await cp(RELEASES, releases, { recursive: true });
  const token = JSON.parse(await readFile(join(RELEASES, "0.3.0", "DepositToken.json"), "utf8")) as Release;
  const next = withCode(token, "0.3.1", token.creationCode.replace(INTERFACE_5!, INTERFACE_6!));
  await write(releases, next);
  const { namespaces } = token.layout as unknown as { namespaces: Record<string, unknown[]> };
  const ledger = [...namespaces[LEDGER]!];
  // Supply where the corridors were: what a field put before others would do.
  [ledger[1], ledger[3]] = [ledger[3], ledger[1]];
  const clashing = { ...token.layout, namespaces: { ...namespaces, [LEDGER]: ledger } };
  await write(releases, withCode(token, "0.3.3", token.creationCode.replaceAll(LEDGER_SLOT, MOVED_SLOT)));
  await write(releases, { ...next, version: "0.3.2", runtimeCodeHash: keccak256("0x02"), layout: clashing });
  return releases;
}

/** The release with other code: the code on chain is the end of the creation code, in both with zeros for immutables. */
function withCode(release: Release, version: string, creationCode: string): Release {
  if (creationCode === release.creationCode) throw new Error("The token's code has nothing of the kind.");
  const runtime = `0x${creationCode.slice(creationCode.length - runtimeLength())}`;
  const hashes = { creationCodeHash: keccak256(creationCode), runtimeCodeHash: keccak256(runtime) };
  return { ...release, ...hashes, version, creationCode };
}

/** Hexadecimal digits of the code on chain: of the build, which a test of its own compares with the release. */
const runtimeLength = (): number => DEPLOYED.deployedBytecode.length - 2;

async function write(releases: string, release: Release): Promise<void> {
  const folder = join(releases, release.version);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${release.contract}.json`), JSON.stringify(release));
}
