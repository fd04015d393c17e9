import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

export const deployTask = task("deploy-bank", "Deploys a bank from its bank file, resumes, and proves the result")
  .addOption({
    name: "bank",
    description: "Path of the bank file",
    type: ArgumentType.FILE,
    defaultValue: "deploy/banks/demo.json",
  })
  .addOption({
    name: "deployer",
    description: "Address that sends and pays (default: the network's first account)",
    type: ArgumentType.STRING_WITHOUT_DEFAULT,
    defaultValue: undefined,
  })
  .setAction(() => import("./actions/deploy.js"))
  .build();
