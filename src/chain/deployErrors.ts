import { VostroError } from "../errors/index.js";
import type { Finding } from "./checkDeployment.js";
import type { LockOwner } from "./deploymentLock.js";

/** A bank file with public test accounts on a chain where others could use them. */
export class LocalFileError extends VostroError {
  constructor(bank: string, chainId: number) {
    super({
      name: "LocalFile",
      args: { bank, chainId },
      sentence: `The bank file of ${bank} is marked local, and chain ${chainId} is not a local test chain.`,
      fix: 'Write a bank file with the bank\'s own signers and without "local".',
    });
  }
}

/** The bank file says on which chains it may be deployed, and this is none of them. */
export class OtherNetworkError extends VostroError {
  constructor(bank: string, chainId: number, networks: readonly { readonly name: string; readonly chainId: number }[]) {
    const named = networks.map((one) => `${one.name} (${one.chainId})`).join(", ");
    super({
      name: "OtherNetwork",
      args: { bank, chainId },
      sentence: `The bank file of ${bank} is for ${named}, and this is chain ${chainId}.`,
      fix: "Connect to one of these networks, or add this one to the file's networks.",
    });
  }
}

/** The deployer keeps nothing, so it cannot be one of the bank's people. */
export class DeployerHasRoleError extends VostroError {
  constructor(deployer: string, roles: readonly string[]) {
    super({
      name: "DeployerHasRole",
      args: { deployer, roles },
      sentence: `The deployer ${deployer} is also ${roles.join(" and ")} in the bank file.`,
      fix: "Deploy with a key that is used for nothing else.",
    });
  }
}

/** What was deployed before is not what this file (or this build) describes. */
export class DeploymentChangedError extends VostroError {
  constructor(directory: string, details: readonly string[]) {
    super({
      name: "DeploymentChanged",
      args: { directory, details },
      sentence: `The journal in ${directory} is of another bank file, deployer or build: ${details.join("; ")}.`,
      fix: "Restore that file and build to resume. A live bank is changed by its roles, never by deploying again.",
    });
  }
}

/** A transaction was refused or never confirmed. */
export class DeploymentFailedError extends VostroError {
  constructor(details: readonly string[], resumable: boolean, cause?: unknown) {
    super({
      name: "DeploymentFailed",
      args: { details },
      sentence: `The deployment stopped: ${details.join("; ")}.`,
      fix: resumable
        ? "Remove the cause and run it again: it goes on where it stopped."
        : "Remove the cause and run it again: nothing was kept, so it starts afresh.",
      cause,
    });
  }
}

/** The chain does not say what the bank file says. */
export class DeploymentCheckError extends VostroError {
  constructor(
    readonly findings: readonly Finding[],
    handedOver: boolean,
  ) {
    super({
      name: "DeploymentCheck",
      args: { findings },
      sentence: `The suite is not as the bank file says: ${findings.map(({ subject, problem }) => `${subject}: ${problem}`).join("; ")}.`,
      fix: handedOver
        ? "Have the bank's own roles correct it, or correct the file."
        : "The deployer is still admin and nothing was handed over: find the cause before going on.",
    });
  }
}

/** There is no record of such a deployment. */
export class NotDeployedError extends VostroError {
  constructor(bank: string, chainId: number, path: string) {
    super({
      name: "NotDeployed",
      args: { bank, chainId, path },
      sentence: `${bank} is not deployed on chain ${chainId}: there is no ${path}.`,
      fix: "Deploy it (npm run deploy), or start a local node (npm run node).",
    });
  }
}

/** Two chains with one id. */
export class OtherChainError extends VostroError {
  constructor(directory: string, chainId: number) {
    super({
      name: "OtherChain",
      args: { directory, chainId },
      sentence: `The deployment in ${directory} is on another chain that also calls itself ${chainId}.`,
      fix: "Connect to that chain, or move the folder away to deploy here from the beginning.",
    });
  }
}

/** Somebody else is deploying into the same folder. */
export class DeploymentLockedError extends VostroError {
  constructor(path: string, { pid, host, user, since }: LockOwner) {
    super({
      name: "DeploymentLocked",
      args: { path, pid, host, user, since },
      sentence: `${user} on ${host} (process ${pid}) has been deploying this bank since ${since}. Nothing was sent.`,
      fix: `Wait until it has ended and run again: that does nothing if everything is there. If that process is gone for good, delete ${path}.`,
    });
  }
}

/** The chain went back behind what the journal has, more than once in one run. */
export class ChainUnstableError extends VostroError {
  constructor(steps: readonly string[]) {
    super({
      name: "ChainUnstable",
      args: { steps },
      sentence: `The chain keeps dropping blocks that were confirmed: ${steps.join(", ")} had to be repeated again and again.`,
      fix: "Run again with more --confirmations once the chain is stable: it goes on where it stopped.",
    });
  }
}
