import type { ActionGroup } from './action.ts'
import { STAFF, WEB } from './chain.ts'
import { DESK } from './desk.ts'
import { CLOCKS, CLONES, CRASHES, LINES, POISON, RESTARTS } from './faults.ts'
import { MONEY } from './money.ts'
import { STAYS } from './stays.ts'
import { WALK_INS } from './walk-ins.ts'

/** All that may happen; a new op type is one entry in one of these. */
export const ACTIONS: readonly ActionGroup[] = [
  WALK_INS,
  STAYS,
  MONEY,
  DESK,
  WEB,
  STAFF,
  LINES,
  CRASHES,
  CLOCKS,
  RESTARTS,
  POISON,
  CLONES,
]
