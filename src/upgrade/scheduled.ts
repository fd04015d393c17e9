import { getAddress } from "ethers";

import type { Bank } from "../chain/bank.js";
import { decodeLogs } from "../chain/events.js";
import { readLogs } from "../chain/logs.js";
import { askEach } from "../chain/pages.js";
import { readSchedule, type Schedule } from "../chain/schedule.js";
import { ask, type Call, providerOf } from "../chain/send.js";
import { type SuiteProxy, upgradeCall } from "./proxies.js";

/** An upgrade that is scheduled and has neither been carried out nor cancelled, nor has lapsed. */
export interface ScheduledUpgrade {
  readonly proxy: SuiteProxy;
  readonly proposer: string;
  readonly implementation: string;
  readonly call: Call;
  readonly schedule: Schedule;
}

/** Upgrades of these proxies that wait or are ready, oldest first. */
export async function scheduledUpgrades(bank: Bank, proxies: readonly SuiteProxy[]): Promise<ScheduledUpgrade[]> {
  const { accessManager, partyRegistry, addresses } = bank;
  const logs = await readLogs(bank, {
    addresses: [addresses.accessManager],
    topics: [accessManager.interface.getEvent("OperationScheduled").topicHash],
    fromBlock: addresses.fromBlock,
    toBlock: await ask(bank, providerOf(bank).getBlockNumber()),
  });
  const selector = partyRegistry.interface.getFunction("upgradeToAndCall").selector;
  const found = new Map<string, Omit<ScheduledUpgrade, "schedule">>();
  for (const { args } of decodeLogs(bank, logs)) {
    const [target, data] = [String(args["target"]), String(args["data"])];
    const proxy = proxies.find(({ address }) => address.toLowerCase() === target.toLowerCase());
    if (proxy === undefined || !data.startsWith(selector)) continue;
    const [implementation] = partyRegistry.interface.decodeFunctionData("upgradeToAndCall", data) as unknown as [
      string,
    ];
    const ordinary = await upgradeCall(bank, proxy, implementation);
    const proposer = getAddress(String(args["caller"]));
    found.set(`${proposer} ${target} ${data}`, { proxy, proposer, implementation, call: { ...ordinary, data } });
  }
  const read = await askEach([...found.values()], async (upgrade) => {
    return { ...upgrade, schedule: await readSchedule(bank, upgrade.proposer, upgrade.call) };
  });
  return read.filter(({ schedule }) => schedule.state !== "none");
}
