import { type HotelId, isSlug } from '../../../shared/domain/ids.ts'
import { OperatorError } from '../database/port.ts'
import { selectHotel } from '../hotels/queries/hotels.ts'
import { issueEnrolCode } from '../sync/enrolment.ts'
import { withChain } from './system.ts'

export async function enrolCommand(options: { hotel: string; db: string }): Promise<void> {
  await withChain(options.db, async (chain) => {
    const hotelId = options.hotel as HotelId // checked by the look-up below
    if (!isSlug(options.hotel) || !(await selectHotel(chain.db, hotelId))) {
      throw new OperatorError(`no hotel ${options.hotel}`)
    }
    process.stdout.write(`${await issueEnrolCode(chain.db, chain.clock, hotelId)}\n`)
  })
}
