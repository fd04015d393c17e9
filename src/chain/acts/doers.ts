/*
 * Who carries out a state-changing function of a contract: a command of this project, or somebody else, with the reason. The
 * table in docs/operations/acts.md is made of this, and a test fails when a function is missing here.
 */

/** How a function is reached. */
export type Doer =
  | {
      /** words of commands, such as "legal seize" */
      readonly by: readonly string[];
      /** who may, where no role of the bank's AccessManager says it */
      readonly who?: string;
    }
  | { readonly instead: string };

/** The functions of one contract; overloads share a name. */
export type Doers = Readonly<Record<string, Doer>>;

/** By a command. @param who left out where the AccessManager asks for a role */
export const by = (commands: string | readonly string[], who?: string): Doer => ({
  by: typeof commands === "string" ? [commands] : commands,
  ...(who === undefined ? {} : { who }),
});

/** By nobody at a command line, and why. */
export const instead = (reason: string): Doer => ({ instead: reason });

/** What every contract has in common. */
export const COMMON_DOERS: Doers = {
  setAuthority: instead("by the AccessManager itself, in `updateAuthority`; the suite never moves to another manager"),
};

/** What every contract behind a proxy has. */
export const PROXY_DOERS: Doers = {
  ...COMMON_DOERS,
  initialize: instead("once, by the proxy's constructor: `deploy`"),
  upgradeToAndCall: instead("by the upgrader after its delay, as one of the steps of `upgrade`"),
};
