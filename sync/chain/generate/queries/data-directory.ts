import type { Queryable } from '../../database/port.ts'
import { sqlStateOf } from '../../database/sqlstate.ts'

const INSUFFICIENT_PRIVILEGE = '42501'

/** Where the server keeps its data, on its own machine; `null` where this user is not told. */
export async function selectDataDirectory(db: Queryable): Promise<string | null> {
  try {
    const [record] = await db.query<{ data_directory: string }>('SHOW data_directory')
    return record?.data_directory ?? null
  } catch (error) {
    if (sqlStateOf(error) !== INSUFFICIENT_PRIVILEGE) throw error
    return null
  }
}
