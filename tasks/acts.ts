import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";
import type { TaskDefinition } from "hardhat/types/tasks";

import { type CommandDefinition, type CommandName, COMMANDS, optionsOf } from "../src/chain/commands/definitions.js";

/** A task for every act; what it does is loaded when it runs. */
export const actTasks: TaskDefinition[] = (Object.keys(COMMANDS) as CommandName[]).map(taskOf);

function taskOf(name: CommandName): TaskDefinition {
  const { description, steps } = COMMANDS[name] as CommandDefinition;
  let builder = task(name, description);
  if (steps !== undefined) {
    builder = builder.addPositionalArgument({
      name: "step",
      description: `One of ${steps.join(", ")}`,
      defaultValue: "",
    });
  }
  for (const [option, { description: text, flag }] of Object.entries(optionsOf(name))) {
    builder =
      flag === true
        ? builder.addFlag({ name: option, description: text })
        : builder.addOption({
            name: option,
            description: text,
            type: ArgumentType.STRING_WITHOUT_DEFAULT,
            defaultValue: undefined,
          });
  }
  return builder.setAction(async () => ({ default: (await import("./actions/act.js")).actionOf(name) })).build();
}
