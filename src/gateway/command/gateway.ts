import type { Run } from "../../chain/commands/run.js";

/** What each word after `gateway` does; loaded when it is asked for. */
const STEPS: Readonly<Record<string, () => Promise<(context: Parameters<Run>[0]) => ReturnType<Run>>>> = {
  run: async () => (await import("./run.js")).run,
  import: async () => (await import("./reading.js")).importOne,
  customers: async () => (await import("./reading.js")).customers,
  status: async () => (await import("./reading.js")).status,
  suspense: async () => (await import("./reading.js")).suspense,
  propose: async () => (await import("./decide.js")).propose,
  confirm: async () => (await import("./decide.js")).confirm,
  approve: async () => (await import("./decide.js")).approve,
  release: async () => (await import("./decide.js")).release,
  return: async () => (await import("./decide.js")).returned,
  book: async () => (await import("./decide.js")).booking,
  explain: async () => (await import("./decide.js")).explain,
  recalls: async () => (await import("./recall.js")).recalls,
  recall: async () => (await import("./recall.js")).recall,
  statement: async () => (await import("./statement.js")).statement,
  lift: async () => (await import("./decide.js")).lift,
};

/** The bank's gateway: runs it, asks it, and lets people decide what it leaves to them. */
export const gateway: Run = async (context, step) => (await STEPS[step]!())(context);
