import type { TaskDefinition } from "hardhat/types/tasks";

import { actTasks } from "./acts.js";
import { bankTasks } from "./bank.js";
import { deployTask } from "./deploy.js";

/** Every task of the project, for hardhat.config.ts. */
export const tasks: TaskDefinition[] = [deployTask, ...bankTasks, ...actTasks];
