import { getAddress } from "ethers";

import { isoDate } from "../errors/index.js";
import type { Bank } from "../chain/bank.js";
import type { Finding } from "../chain/checkDeployment.js";
import { readLogs } from "../chain/logs.js";
import { ask, providerOf } from "../chain/send.js";
import { decodeCall } from "../safe/decode.js";
import { suiteOf } from "../safe/suite.js";
import type { BankRun } from "./run.js";

/**
 * What is scheduled at the AccessManager and may still be carried out, but is nothing that the file asks for: with a stolen
 * key this is where an attack is seen before it happens, while it can be cancelled.
 * @param wanted what the chain has otherwise than the file, with the acts that put it right
 */
export async function unwantedSchedules(run: BankRun, bank: Bank, wanted: readonly Finding[]): Promise<Finding[]> {
  const { accessManager: manager } = bank;
  const asked = new Set(wanted.flatMap(({ remedies = [] }) => remedies.map(({ call }) => keyOf(call.to, call.data))));
  const suite = suiteOf(bank, run.config.zones);
  const findings: Finding[] = [];
  for (const [id, { caller, target, data }] of await everScheduled(bank)) {
    const readyAt = await ask(bank, manager.getSchedule(id));
    if (readyAt === 0n || asked.has(keyOf(target, data))) continue;
    const { target: name, signature, words, inner } = decodeCall(suite, target, data);
    const told = [words, ...inner.map((call) => call.words)].flat().map(([what, value]) => `${what} ${value}`);
    const act = `${signature.replace(/\(.*$/, "")} of ${name}${told.length === 0 ? "" : ` (${told.join(", ")})`}`;
    findings.push({
      subject: "AccessManager",
      problem: `${caller} has scheduled ${act}, which may be carried out from ${isoDate(readyAt)} on and is not in the file`,
      now: `scheduled by ${caller}, from ${isoDate(readyAt)} on`,
      wanted: "nothing scheduled that the file does not ask for",
    });
  }
  return findings;
}

const keyOf = (to: string, data: string): string => `${to} ${data}`.toLowerCase();

interface Operation {
  readonly caller: string;
  readonly target: string;
  readonly data: string;
}

/** By the AccessManager's name of the operation; one scheduled again has the same. */
async function everScheduled(bank: Bank): Promise<Map<string, Operation>> {
  const { interface: abi } = bank.accessManager;
  const logs = await readLogs(bank, {
    addresses: [bank.addresses.accessManager],
    topics: [abi.getEvent("OperationScheduled").topicHash],
    fromBlock: bank.addresses.fromBlock,
    toBlock: await ask(bank, providerOf(bank).getBlockNumber()),
  });
  return new Map(
    logs.flatMap((log) => {
      const event = abi.parseLog(log);
      if (event === null) return [];
      const { operationId, caller, target, data } = event.args.toObject() as Record<string, string>;
      return [[operationId!, { caller: getAddress(caller!), target: getAddress(target!), data: data! }] as const];
    }),
  );
}
