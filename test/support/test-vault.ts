import { openVault } from '../../sync/replica/vault.ts'
import { seededRng } from './seeded-rng.ts'

export const TEST_KEY = new Uint8Array(32).fill(7)

/** The vault of every test's replica: real, under a key that all of them know. */
export const TEST_VAULT = openVault(TEST_KEY, seededRng(7))
