import { DEMO_HOTEL_ID, DEMO_STAFF } from '../../../shared/domain/demo-staff.ts'
import { localDateAt } from '../../../shared/domain/stay-dates.ts'
import type { Chain } from '../chain.ts'
import { demoHotel } from '../demo/demo-hotel.ts'
import { DEMO_PLACE, demoSisters } from '../demo/demo-sisters.ts'
import { putDeskStaff } from '../hotels/desk-staff.ts'
import { createHotel } from '../hotels/hotels.ts'
import { setPlace } from '../hotels/manage-places.ts'
import { setOfflineCard } from '../hotels/offline-card.ts'
import { selectHotel, selectHotels } from '../hotels/queries/hotels.ts'
import { issueEnrolCode } from '../sync/enrolment.ts'

const DEMO_ID = 'demo'
const DEMO_KEY_PER_MINUTE = 100_000
const DEMO_TOKEN_HOURS = 7 * 24
/** What desks of the demo take by card with the line down: enough for two nights, and not for a week. */
const DEMO_CARD_CAPS = { perPaymentMinor: 40_000, storedTotalMinor: 200_000 }

/** What opens the demonstration to its user; `null` for what is not there, or was revoked. */
export interface DemoAccess {
  readonly enrolCode: string | null
  readonly apiKey: string | null
  readonly staffToken: string | null
}

export const NO_DEMO: DemoAccess = { enrolCode: null, apiKey: null, staffToken: null }

/**
 * A chain without hotels gets the demo hotel, with staff at its desk, and two small ones near it. Where it is, a code to
 * enrol a desk there is given out at every start, with a key for the public API and a token of an administrator. The key
 * is the same at every start: its secret is derived from the chain's signing key, so it stands in no file.
 */
export async function prepareDemo(chain: Chain): Promise<DemoAccess> {
  if ((await selectHotels(chain.db)).length === 0) {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    const today = localDateAt(chain.clock.nowUtcMs(), timeZone)
    const demo = { ...demoHotel(today, timeZone), place: DEMO_PLACE }
    for (const { hotel, rows, codesUsed, place } of [demo, ...demoSisters(today, timeZone)]) {
      await createHotel(chain.db, hotel, rows, codesUsed)
      await setPlace(chain, hotel.hotelId, place)
    }
    await setOfflineCard(chain, DEMO_HOTEL_ID, DEMO_CARD_CAPS)
    for (const { staffId, name, role, pin } of DEMO_STAFF) {
      await putDeskStaff(chain, DEMO_HOTEL_ID, staffId, { name, role, secret: pin, active: true })
    }
  }
  if (!(await selectHotel(chain.db, DEMO_HOTEL_ID))) return NO_DEMO
  const { keys, staff, tokens } = chain.access
  const wanted = { name: 'Demonstration', hotelId: null, perMinute: DEMO_KEY_PER_MINUTE }
  await staff.add({ name: 'Demo administrator', role: 'admin', hotels: '*' }, DEMO_ID)
  return {
    enrolCode: await issueEnrolCode(chain.db, chain.clock, DEMO_HOTEL_ID),
    apiKey: await keys.ensure(DEMO_ID, tokens.derive('keyrack demo api key', 32), wanted),
    staffToken: await staff.issueToken(DEMO_ID, DEMO_TOKEN_HOURS),
  }
}
