import * as booking from './booking.ts'
import { codes } from './codes.ts'
import { exceptions, severities } from './exceptions.ts'
import * as guide from './guide.ts'
import * as operations from './operations.ts'
import * as screens from './screens.ts'
import { age, sync } from './sync.ts'
import { tape } from './tape.ts'
import * as staff from './staff.ts'
import * as views from './views.ts'
import { words } from './words.ts'

/** Every English text of the desk, by key. Other languages have the same shape. */
export const en = {
  ...booking,
  code: codes,
  exception: exceptions,
  severity: severities,
  sync,
  age,
  tape,
  word: words,
  ...guide,
  ...operations,
  ...screens,
  ...staff,
  ...views,
}
