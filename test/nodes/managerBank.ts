import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { Wallet } from "ethers";

import { type RoleName, ROLES } from "../../src/bank/roles.js";
import { testAccount } from "../../src/bank/testAccounts.js";
import { deploymentFolder, saveAddresses } from "../../src/chain/deployments.js";
import { type Bank, type BankAddresses, type Call, callOf, connectBank } from "../../src/chain/index.js";
import { Outbox } from "../../src/chain/outbox/outbox.js";
import { AccessManager__factory } from "../../typechain-types/index.js";
import { quickProvider, type RunningNode } from "./support.js";

/** A bank of which only the AccessManager is there: enough to send, and cheap to deploy. Its admin is test account 0. */
export async function managerBank(node: RunningNode, folder: string) {
  const admin = new Wallet(testAccount(0).privateKey, node.provider);
  const manager = await (await new AccessManager__factory(admin).deploy(admin.address)).getAddress();
  const addresses: BankAddresses = {
    ...{ bank: "test", chainId: 31337, fromBlock: 0, accessManager: manager, partyRegistry: manager },
    ...{ issuanceDesk: manager, redemptionDesk: manager, limits: manager, confirmedPayments: manager },
    ...{ legalOrders: manager, pauseControl: manager, resolution: manager, transferLens: manager, tokens: {} },
  };
  const place = deploymentFolder(folder, "test", 31337);
  await mkdir(place, { recursive: true });
  await saveAddresses(addresses, folder);
  /** The bank as one run of a command has it: its own outbox, its own connection. */
  const newRun = (waitSeconds = 1): { bank: Bank; signer: Wallet } => {
    const provider = quickProvider(node.url);
    const bank = connectBank(addresses, provider);
    bank.outbox = new Outbox(join(place, "outbox"), waitSeconds);
    return { bank, signer: new Wallet(testAccount(0).privateKey, provider) };
  };
  const { bank } = newRun();
  return { bank, newRun, admin: admin.address };
}

/** An act whose every execution leaves an event, so that one done twice is seen. */
export const labelRole = ({ accessManager }: Bank, role: RoleName, label: string): Promise<Call> =>
  callOf("AccessManager.labelRole", accessManager.labelRole.populateTransaction(ROLES[role], label));

/** Labels that were given, in their order. */
export async function labelsOf({ accessManager }: Bank): Promise<string[]> {
  const events = await accessManager.queryFilter(accessManager.filters.RoleLabel());
  return events.map(({ args }) => args.label);
}
