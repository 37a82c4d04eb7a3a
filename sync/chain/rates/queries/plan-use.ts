import type { HotelId, RatePlanId } from '../../../../shared/domain/ids.ts'
import type { Queryable } from '../../database/port.ts'

/** Does a reservation, also one that was moved to history, or a quote name the plan? */
export async function selectPlanInUse(db: Queryable, hotelId: HotelId, ratePlanId: RatePlanId): Promise<boolean> {
  const [found] = await db.query<{ used: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM reservation WHERE hotel_id = $1 AND rate_plan_id = $2)
       OR EXISTS (SELECT 1 FROM reservation_history WHERE hotel_id = $1 AND rate_plan_id = $2)
       OR EXISTS (SELECT 1 FROM quote WHERE hotel_id = $1 AND body ->> 'ratePlanId' = $2) AS used`,
    [hotelId, ratePlanId],
  )
  return found?.used ?? false
}
