import { HardhatArtifactResolver } from "@nomicfoundation/hardhat-ignition/helpers";
import { trackTransaction, wipe } from "@nomicfoundation/ignition-core";

import { DeploymentFailedError } from "./deployErrors.js";
import type { ModuleRun } from "./ignition.js";

/** What Ignition says of a transaction that it prepared and does not know the hash of. */
interface Lost {
  readonly futureId: string;
  readonly nonce: number;
  readonly sender: string;
}

/**
 * Finds out what became of a transaction that was about to be sent when the process or the connection died: the nonce
 * knows. Either it never reached the chain, and the step is forgotten; or it was mined, and its hash is put into the journal.
 * @throws DeploymentFailedError while the transaction waits in the node's pool: its outcome is unconfirmed, not failed
 */
export async function recoverLostTransaction(lost: Lost, run: ModuleRun): Promise<void> {
  const { folder, artifacts, connection, confirmations } = run;
  if (folder === undefined) throw new DeploymentFailedError([`${lost.futureId}: lost while being sent`], false);
  const { provider } = connection.ethers;
  const mined = await provider.getTransactionCount(lost.sender, "latest");
  if (mined > lost.nonce) {
    // One confirmation is enough to record the hash: Ignition itself waits for the rest.
    const hash = await findTransaction(lost, connection.ethers.provider);
    await trackTransaction(folder, hash, connection.provider, confirmations ?? 1);
    return;
  }
  const pooled = await provider.getTransactionCount(lost.sender, "pending");
  if (pooled > lost.nonce) {
    const detail = `${lost.futureId}: transaction ${lost.nonce} of ${lost.sender} waits to be mined; run again once it is`;
    throw new DeploymentFailedError([detail], true);
  }
  await wipe(folder, new HardhatArtifactResolver(artifacts), lost.futureId);
}

/** The transaction with this nonce: the first block after which the sender's count is above it has it. */
async function findTransaction({ futureId, sender, nonce }: Lost, provider: Provider): Promise<string> {
  let low = 0;
  let high = await provider.getBlockNumber();
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await countAt(provider, sender, middle)) > nonce) high = middle;
    else low = middle + 1;
  }
  const block = await provider.getBlock(low, true);
  const found = block?.prefetchedTransactions.find(
    (tx) => tx.nonce === nonce && tx.from.toLowerCase() === sender.toLowerCase(),
  );
  if (found !== undefined) return found.hash;
  throw new DeploymentFailedError([`${futureId}: transaction ${nonce} of ${sender} is mined but was not found`], true);
}

type Provider = ModuleRun["connection"]["ethers"]["provider"];

/** A node that keeps no old state cannot answer for old blocks; what it cannot answer for is before the transaction. */
async function countAt(provider: Provider, sender: string, block: number): Promise<number> {
  try {
    return await provider.getTransactionCount(sender, block);
  } catch {
    return 0;
  }
}
