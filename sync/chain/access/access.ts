import type { Clock, Rng } from '../../../shared/base/ports.ts'
import type { Database } from '../database/port.ts'
import { ApiKeys } from './api-keys.ts'
import { StaffAccounts } from './staff.ts'
import { Tokens } from './tokens.ts'

/** Who may call the chain: websites and channels by key, terminals and staff by signed token. */
export interface Access {
  readonly keys: ApiKeys
  readonly staff: StaffAccounts
  readonly tokens: Tokens
}

export async function openAccess(db: Database, clock: Clock, rng: Rng): Promise<Access> {
  const tokens = await Tokens.open(db, clock)
  return { keys: new ApiKeys(db, clock, rng), staff: new StaffAccounts(db, clock, rng, tokens), tokens }
}
