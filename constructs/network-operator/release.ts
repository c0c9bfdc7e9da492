/** Images of one release of the Network Operator: what a NicClusterPolicy must name. */
export interface OperatorRelease {
  /** Tag of all images of the release but the host driver. */
  readonly tag: string;
  /** Tag of the host driver (DOCA); the operator adds system and architecture. */
  readonly docaDriver: string;
}

/** Repository of every image below. */
export const MELLANOX = 'nvcr.io/nvidia/mellanox';

/**
 * Chart version → images.
 *
 * @see https://github.com/Mellanox/network-operator/blob/v26.4.1/hack/release.yaml
 */
const RELEASES: Readonly<Record<string, OperatorRelease>> = {
  '26.4.1': { tag: 'network-operator-v26.4.1', docaDriver: 'doca3.4.1-26.04-1.1.0.0-1' },
};

/** Versions that have a row, for error messages. */
export const KNOWN_RELEASES: readonly string[] = Object.keys(RELEASES).sort();

export const operatorRelease = (chartVersion: string): OperatorRelease | undefined =>
  RELEASES[chartVersion.replace(/^v/, '')];
