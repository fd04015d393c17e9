export interface CampaignOptions {
  readonly seed: number;
  readonly deposits: number;
  readonly redemptions: number;
  readonly customers: number;
  readonly workers: number;
  readonly kills: number;
  /** percent of killed workers whose successor has a name of its own */
  readonly renamed: number;
  readonly restarts: number;
  readonly reorgs: number;
  /** milliseconds that the disturbed part takes at least */
  readonly busy: number;
  /** milliseconds after the last disturbance in which everything must be settled */
  readonly quiet: number;
  /** milliseconds between blocks, at least and at most */
  readonly blocks: readonly [number, number];
  readonly say: (line: string) => void;
  /** keep the folder with files and the workers' log */
  readonly keep: boolean;
}
