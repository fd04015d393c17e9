import { useUpgrades } from "./support.js";

/** One chain for every specification of upgrades: each test begins with the same bank in service. */
export const load = await useUpgrades();
