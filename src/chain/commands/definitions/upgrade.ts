/** Replacing the code of a contract of the suite. */
export const UPGRADE_COMMANDS = {
  upgrade: {
    description:
      "Replaces the code behind proxies: checks, proposes, carries out, cancels, shows; digests the bank's state",
    steps: ["check", "propose", "execute", "cancel", "show", "digest"],
    sends: true,
    dangerous: ["execute"],
    options: {
      contract: {
        description: "DepositToken (every token), PartyRegistry, IssuanceDesk, RedemptionDesk or LegalOrders",
      },
      to: { description: "Contract of this build to upgrade to, such as SuccessorIssuanceDesk (default: --contract)" },
      release: { description: "Kept release to go (back) to, such as 0.3.0, instead of this build" },
      releases: { description: "Folder of kept releases (default: deploy/releases)" },
      implementation: { description: "propose, execute, cancel: address of the new code, if it is deployed already" },
      deployerAs: {
        description: "propose: index of the test account that deploys (local chains only); else VOSTRO_KEY_DEPLOYER",
      },
      proposer: { description: "cancel: who scheduled it, if several did" },
      block: { description: "digest: block number (default: the latest)" },
      named: {
        description: "digest: call the suite's contracts by their names, so that two deployments compare",
        flag: true,
      },
      ignoreTimes: { description: "digest: leave out what depends on when a transaction was mined", flag: true },
    },
  },
} as const;
