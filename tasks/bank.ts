import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";
import type { TaskDefinition } from "hardhat/types/tasks";

import type { BankAct } from "../src/plan/command.js";

const DESCRIPTIONS: Readonly<Record<BankAct, string>> = {
  plan: "Says what differs between a bank file and the chain, who must sign to change it, and after which delay",
  apply: "Makes the chain as a bank file says: deploys, resumes, schedules and carries out, admits its customers",
  audit: "Compares a live bank with its bank file, and fails with one line for each difference",
};

/** A bank as code: one file, three acts. */
export const bankTasks: TaskDefinition[] = (Object.entries(DESCRIPTIONS) as [BankAct, string][]).map(([act, text]) =>
  task(act, text)
    .addOption({ name: "bank", description: "Bank file, or the name of a shipped one", defaultValue: "demo" })
    .addOption({
      name: "deployer",
      description: "Address that deploys and pays (default: the network's first account)",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "deployments",
      description: "Folder of deployment records (default: deploy/deployments)",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "out",
      description: "apply: folder for the batches that Safes must sign",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addFlag({ name: "json", description: "Print one JSON object" })
    .setAction(async () => ({ default: (await import("./actions/bank.js")).bankAction(act) }))
    .build(),
);
